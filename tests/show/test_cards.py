"""The pictures by which pages are shown where links are shared: nothing overflows, no letter is a box, all is found."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pages
import pytest
from courses import MINIMAL, PROJECT, course_of
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from sitegen.show import cards, head
from sitegen.show.addressed import decks, embeds
from sitegen.show.cards import Card

if TYPE_CHECKING:
    from pathlib import Path

PROPERTY = r'property="(og:[^"]*)" content="([^"]*)"'
ROOT = "https://lebonquai.example/"
LOGO = (PROJECT / "docs" / "assets" / "logo.svg").read_text(encoding="utf-8")
LETTERS = "abcdeflmnopqrstuwÀÉÊÇŒàâçéèêëîïôœùûüÿñß WM—«»’?!:;\u00a0\u202f0123456789 "
TEXTS = st.text(LETTERS, min_size=1, max_size=400).map(str.strip).filter(bool)
CARD = Card("Gérer son départ", "Le cours", "Chapitre 1", "#14365c", LOGO)


def opened(shown: Card) -> Image.Image:
    return Image.open(io.BytesIO(cards.draw(shown)))


@given(TEXTS, st.sampled_from([(1056, 320), (400, 90), (300, 40)]), st.booleans())
@example("W" * 300, (1056, 320), True)
@example("a " * 300 + "a", (300, 40), True)
@example("i " * 400 + "i", (1056, 320), False)
@example("l " * 400 + "l", (400, 90), True)
@example("r " * 400 + "r", (400, 90), True)
def test_a_text_never_leaves_its_room(text: str, room: tuple[int, int], bold: bool) -> None:
    width, height = room
    size, lines = cards.fitted(text, width, height, (76, 44, 30), bold=bold)
    assert max(cards._font(size, bold=bold).getlength(line) for line in lines) <= width
    assert len(lines) == 1 or len(lines) * size * 1.2 <= height
    said, whole = "".join("".join(lines).split(" ")), "".join(text.split(" "))
    assert said == whole or (said.endswith("…") and whole.startswith(said[:-1]))


@pytest.mark.parametrize(
    ("text", "size"), [("Quiz", 76), ("Un titre qui prend deux lignes, mais pas davantage que cela", 76)]
)
def test_a_short_text_is_large_and_whole(text: str, size: int) -> None:
    found, lines = cards.fitted(text, 1056, 320, (76, 44))
    assert (found, " ".join(lines)) == (size, text)


@pytest.mark.parametrize("title", ["A", "W" * 200, "gjpqy ÀÉÊ " * 30])
@pytest.mark.parametrize("mark", ["", LOGO, "no drawing"])
def test_edges_stay_free(title: str, mark: str) -> None:
    image = opened(Card(title, "Le cours " * 20, "Chapitre 1 " * 20, "#14365c", mark))
    assert image.size == (cards.WIDTH, cards.HEIGHT) == head.CARD_SIZE
    box = ImageChops.difference(image.convert("RGB"), Image.new("RGB", image.size, "#14365c")).getbbox()
    assert box
    edge = cards.EDGE - 6  # letters may lean out of their own width
    assert min(box[:2]) >= edge
    assert box[2] <= cards.WIDTH - edge
    assert box[3] <= cards.HEIGHT - edge


@given(st.tuples(*[st.integers(0, 255)] * 3))
@example((255, 238, 0))
@example((118, 118, 118))
def test_letters_can_be_read_on_any_ground(ground: tuple[int, int, int]) -> None:
    def luminance(colour: tuple[int, ...]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    ramp = cards._ramp(ground)
    assert tuple(ramp[:3]) == ground
    low, high = sorted((luminance(ground), luminance(tuple(ramp[-3:]))))
    assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Œuvrer à l'été: «ça y est»", True),
        ("Straße, ¿mañana?", True),
        ("الجودة", False),
        ("品質", False),
        ("Oui 😀", False),
    ],
)
def test_no_letter_is_a_box(title: str, shown: bool) -> None:
    course = course_of(MINIMAL)
    own = course.pages["fr"]
    page = replace(own["dough.md"], headings=(replace(own["dough.md"].headings[0], title=title),))
    told = replace(course, pages={**course.pages, "fr": {**own, "dough.md": page}})
    made = cards.card(told, "fr", "dough.md", "Chapitre 1", "#14365c", "")
    assert (made is not None) == shown


def test_an_accent_stands_on_its_letter_and_signs_that_steer_are_left_out() -> None:
    assert cards._plain("e\u0301te\u0301 \u2060\u00adx\ny") == "été x y"


def test_another_card_has_another_address_and_the_same_one_the_same_bytes() -> None:
    others = [replace(CARD, **{name: f"{value} "}) for name, value in vars(CARD).items() if name != "colour"]
    others.append(replace(CARD, colour="#14365d"))
    assert len({card.path for card in [CARD, *others]}) == 1 + len(others)
    assert cards.draw(CARD) == cards.draw(CARD)


@pytest.mark.parametrize("ground", ["#14365c", "#ffee00"])
def test_the_mark_keeps_its_own_colours(ground: str) -> None:
    red = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#f00"/></svg>'
    image = opened(replace(CARD, mark=red, colour=ground)).convert("RGB")
    assert image.getpixel((cards.EDGE + 9, cards.EDGE + 9)) == (255, 0, 0)
    assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((0, 0))) == ground


def test_nothing_is_claimed_without_a_picture() -> None:
    course = course_of(MINIMAL)
    assert not [name for name in head.shared(course, "fr", "dough.md", ROOT) if "image" in name]


@pytest.mark.parametrize(
    ("site_url", "serving", "claimed"), [("", False, False), (f"{ROOT}fr/", True, False), (f"{ROOT}fr/", False, True)]
)
def test_nobody_is_told_of_a_picture_that_nobody_could_fetch(site_url: str, serving: bool, claimed: bool) -> None:
    extra = {"course": course_of(MINIMAL), "lang": "fr", "serving": serving, "theme_color": "", "mark": "", "cards": {}}
    address = pages._card(SimpleNamespace(extra=extra, site_url=site_url), "dough.md", "")
    assert [f"{ROOT}{path}" for path in extra["cards"]] == ([address] if claimed else [])
    assert bool(address) == claimed


def test_each_page_names_a_picture_that_is_there_and_small(site: Path) -> None:
    named: dict[str, set[str]] = {}
    course = course_of(PROJECT)
    for lang in course.languages:
        beside = {site / lang / address / "index.html" for address in (*decks(course), *embeds(course))}
        for page in set((site / lang).rglob("index.html")) - beside:
            html = page.read_text(encoding="utf-8")
            said = {
                name: unescape(value) for name, value in re.findall(r'property="(og:[^"]*)" content="([^"]*)"', html)
            }
            if 'http-equiv="refresh"' in html:
                continue
            assert said["og:image"].startswith(f"{ROOT}{cards.FOLDER}"), page
            assert said["og:title"] in said["og:image:alt"]
            assert '<meta name="twitter:card" content="summary_large_image">' in html
            content = (site / said["og:image"].removeprefix(ROOT)).read_bytes()
            assert Image.open(io.BytesIO(content)).size == (int(said["og:image:width"]), int(said["og:image:height"]))
            assert len(content) < 30_000
            named.setdefault(lang, set()).add(said["og:image"])
    drawn = {f"{ROOT}{cards.FOLDER}{file.name}" for file in (site / cards.FOLDER).iterdir()}
    assert set().union(*named.values()) == drawn
