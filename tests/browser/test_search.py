"""What search finds, typed as readers type: by the words in other numbers, without accents, after an apostrophe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from golden import cases
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from sitegen.course import Course


@pytest.mark.parametrize("case", cases("search", "queries"))
def test_search_finds(case: dict[str, Any], regulars: Callable[..., Visitor], course: Course) -> None:
    visitor, lang = regulars(case["lang"], True), case["lang"]
    visitor.begin_again()
    page = visitor.open(f"{lang}/")
    page.get_by_role("textbox").first.click()
    page.keyboard.type(case["query"])
    address = course.address(lang, case["page"])
    expect(page.locator(f'.md-search-result__item a[href*="/{lang}/{address}"]').first).to_be_attached()
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url("**?h=*")
    page.wait_for_load_state()
    marks = page.locator("article mark").all_text_contents()
    assert [mark for mark in marks if not mark.strip()] == []
    visitor.check()
