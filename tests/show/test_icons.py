"""Icons that are drawn from the site's own."""

from __future__ import annotations

import io
import json
import math
import re
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT, course_of
from PIL import Image
from sitegen.show import head, icons
from sitegen.show.pictures import digest

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 {height}"><circle cx="4" cy="4" r="4" fill="#f00"/></svg>'
ROUND = SVG.format(height=8)


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_icons_have_their_sizes_and_some_have_no_holes() -> None:
    made = {path: picture(content) for path, content in icons.files(ROUND, "#14365c").items()}
    assert {path: image.size for path, image in made.items()} == {path: (n, n) for path, n in icons.SIZES.items()}
    for path, image in made.items():
        corner, middle = (image.convert("RGBA").getpixel((place, place)) for place in (0, image.width // 2))
        assert corner == ((0x14, 0x36, 0x5C, 255) if path in {icons.TOUCH, icons.MASKABLE} else (0, 0, 0, 0))
        assert middle == (255, 0, 0, 255)


def test_what_is_cut_to_a_circle_loses_nothing() -> None:
    """All that is drawn lies in the circle that no mask cuts, of two fifths of the width around the middle."""
    image = picture(icons.files(ROUND, "#14365c")[icons.MASKABLE]).convert("RGB")
    drawn = [
        math.dist((x, y), (image.width / 2, image.height / 2))
        for x in range(0, image.width, 4)
        for y in range(0, image.height, 4)
        if image.getpixel((x, y)) != (0x14, 0x36, 0x5C)
    ]
    assert 0.25 * image.width < max(drawn) <= 0.4 * image.width


@pytest.mark.parametrize("svg", ["", "no drawing", "<svg", SVG.format(height=4)])
def test_of_what_is_no_square_drawing_there_are_none(svg: str) -> None:
    assert icons.files(svg, "") == {}


def test_the_site_names_icons_that_are_there(site: Path) -> None:
    linked = 0
    for lang in course_of(PROJECT).languages:
        said = json.loads((site / lang / head.MANIFEST).read_text(encoding="utf-8"))
        sizes = {icon["sizes"] for icon in said["icons"] if icon["type"] == "image/png"}
        assert sizes == {"192x192", "512x512"}
        assert [icon["purpose"] for icon in said["icons"]].count("maskable") == 1
        for icon in said["icons"]:
            content = (site / lang / icon["src"]).read_bytes()
            if icon["type"] == "image/png":
                assert icon["sizes"] == "{}x{}".format(*picture(content).size)
    for page in site.glob("*/**/index.html"):
        for href in re.findall(r'<link rel="apple-touch-icon" href="([^"]*)">', page.read_text(encoding="utf-8")):
            assert (page.parent / href).resolve() == (site / icons.TOUCH).resolve(), page
            linked += 1
    assert linked >= sum(map(len, course_of(PROJECT).pages.values()))


@pytest.mark.parametrize(("one", "other"), [(("ab", "c"), ("a", "bc")), (("a",), ("a", ""))])
def test_parts_do_not_run_into_each_other(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert digest(*one) != digest(*other)
