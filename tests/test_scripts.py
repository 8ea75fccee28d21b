"""A course in scripts that run from right to left, and that put no spaces between words."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from courses import CORE, PROJECT
from golden import cases
from sitegen.course.borrow import lend
from sitegen.language import ease
from sitegen.language.lettering import width, wrap
from sitegen.language.scripts import is_rtl, words
from sitegen.language.words import Wordings
from sitegen.load import load, writer
from sitegen.show.direction import directed
from tinycss2 import parse_stylesheet, serialize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)"
    r"|(?:margin|padding|inset|border-width)\s*:(?P<four>[^;{}]*)"
    r"|translate(?:X|3d)?\((?P<shift>[^;]*?)[,)]"
)


@pytest.mark.parametrize("sheet", sorted((PROJECT / "docs/assets/styles").glob("*.css")), ids=lambda path: path.name)
def test_no_style_knows_left_and_right(sheet: Path) -> None:
    text = "".join(_css(parse_stylesheet(sheet.read_text("utf-8"), skip_comments=True)))
    wrong = [found[0] for found in PHYSICAL.finditer(text) if _is_one_sided(found)]
    assert wrong == []


def _css(nodes: Any) -> Iterator[str]:
    for node in nodes:
        yield serialize([node])


def _is_one_sided(found: re.Match[str]) -> bool:
    if found["four"] is not None:
        sizes = re.findall(r"[^\s(]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?", found["four"].replace("!important", ""))
        return len(sizes) == 4 and sizes[1] != sizes[3]
    if found["shift"] is not None:
        return found["shift"].strip() not in ("0", "none")
    return True


@pytest.mark.parametrize("case", cases("scripts", "words"))
def test_words_are_counted_where_no_space_parts_them(case: dict[str, Any]) -> None:
    assert words(case["text"]) == case["words"]


def test_a_text_without_spaces_takes_time_too() -> None:
    assert ease.minutes([["生" * 4000]]) == 10
    assert ease.minutes([["word"] * 2000]) == 10
    assert ease.scale("ja") is None


def test_a_copied_text_without_spaces_counts_as_not_translated() -> None:
    source = {"a": {"first": "生地は二倍になります", "second": "待ちます"}}
    _, borrowed = lend(source, {"a": {"first": "生地は二倍になります", "second": "Espere."}})
    assert borrowed == {("a", "first")}


@pytest.mark.parametrize("case", cases("scripts", "direction"))
def test_the_first_letter_says_the_direction(case: dict[str, Any]) -> None:
    assert is_rtl(case["text"]) == case["rtl"]


@pytest.mark.parametrize("case", cases("scripts", "wrap"))
def test_lines_break_where_the_script_lets_them(case: dict[str, Any]) -> None:
    assert wrap(case["text"], case["room"]) == case["lines"]


def test_letters_are_as_wide_as_their_script_needs() -> None:
    assert width("生地") == width("mm") / 0.95
    assert width("الخُبز") == width("الخبز")  # a vowel sign stands above its letter
    assert width("אב") < width("生地")


@pytest.mark.parametrize("case", cases("scripts", "find"))
def test_terms_are_found_inside_text_without_spaces(case: dict[str, Any]) -> None:
    found = Wordings({wording: wording for wording in case["wordings"]}).find(case["text"])
    assert [match[0] for match, _ in found] == case["found"]


@pytest.mark.parametrize("case", cases("scripts", "directed"))
def test_each_language_on_a_page_has_its_direction(case: dict[str, Any]) -> None:
    assert directed(case["html"], case["languages"]) == case["result"]


def test_the_index_of_a_language_without_spaces_has_its_words(scripts_site: Path) -> None:
    for lang in ("ja", "ar"):
        index = json.loads((scripts_site / lang / "search" / "search_index.json").read_text("utf-8"))
        assert index["docs"], lang


def test_what_is_borrowed_keeps_its_own_direction(scripts_site: Path) -> None:
    page = (scripts_site / "ar" / "dough" / "index.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl"' in page
    assert len(re.findall(r'<h2[^>]* lang="fr"[^>]* dir="ltr"', page)) == 1
    tags = re.findall(r'<[a-z][^<>]*\slang="[^"]*"[^<>]*>', page)
    assert len(tags) > 10
    assert [tag for tag in tags if " dir=" not in tag] == []


@pytest.mark.parametrize(("lang", "arrow"), [("ar", "←"), ("ja", "→"), ("fr", "→")])
def test_an_arrow_points_where_the_line_goes(scripts_site: Path, lang: str, arrow: str) -> None:
    course = load(scripts_site.parent.parent / "scripts project" / "content", PROJECT / "docs")
    sheet = writer(course, lang).directive("answer_sheet", None)
    assert set(re.findall("[←→]", sheet)) == {arrow}


def test_in_a_course_from_left_to_right_nothing_is_said_of_it(site: Path) -> None:
    assert 'dir="rtl"' not in (site / "fr" / "index.html").read_text("utf-8")
    assert '<html lang="fr" dir' not in (site / "fr" / "index.html").read_text("utf-8")


def test_a_drawing_is_not_mirrored_and_its_words_are(scripts_site: Path) -> None:
    for lang, asked in {"ar": 2, "ja": 0, "fr": 0}.items():
        (page,) = (
            html
            for path in (scripts_site / lang).rglob("index.html")
            if "illustration-loaf" in (html := path.read_text("utf-8"))
        )
        svg = page[page.index("<svg", page.index('class="illustration"')) :].partition("</svg>")[0]
        anchors = {text.group(1): text.group(0) for text in re.finditer(r'<text[^>]* x="(\d+)"[^>]*>', svg)}
        assert sum('direction="rtl"' in text for text in anchors.values()) == asked
        if asked:
            assert 'text-anchor="end"' in anchors["10"]
            assert 'text-anchor="start"' in anchors["190"]


def test_the_generator_names_no_language_in_its_styles_but_for_their_letters() -> None:
    """Scripts and styles tell languages apart only where their letters behave otherwise."""
    named = set(
        re.findall(
            r":lang\((\w+)\)", "".join(p.read_text("utf-8") for p in CORE.parents[1].glob("docs/assets/styles/*.css"))
        )
    )
    assert named <= {"ar", "fa", "he", "ur", "ja", "ko", "zh"}
