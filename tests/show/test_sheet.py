"""The foot of a sheet: an address and a code where the site has one, and not a word about it where it has none."""

from __future__ import annotations

import pytest
from courses import MINIMAL, course_of
from sitegen.show import sheet

REAL = {
    "https://school.org/": True,
    "https://a.b.school.org/sub/": True,
    "https://lebonquai.example/": False,
    "https://a.test/": False,
    "http://127.0.0.1:8000/": False,
    "http://localhost:8000/": False,
    "": False,
}


@pytest.mark.parametrize(("address", "real"), REAL.items())
def test_a_real_address_can_be_opened_elsewhere(address: str, real: bool) -> None:
    assert sheet.is_real(address) is real


def test_the_foot_says_the_address_or_nothing_of_it() -> None:
    course = course_of(MINIMAL)
    made = {site: sheet.addressed(sheet.PLACE, course, "fr", "practice.md", site) for site in REAL}
    for site, content in made.items():
        assert ("<svg" in content) == (f"{site}c/practice/" in content) == REAL[site]
        assert course.pages["fr"]["practice.md"].title in content
        assert ("<br>" in content) == REAL[site]
    assert sheet.addressed("<p></p>", course, "fr", "practice.md", "https://school.org/") == "<p></p>"


def test_a_code_has_no_style_of_its_own_and_is_the_same_each_time() -> None:
    drawn = sheet.qr("https://school.org/c/cards/")
    assert drawn == sheet.qr("https://school.org/c/cards/")
    assert "style" not in drawn
    assert "fill=" not in drawn
