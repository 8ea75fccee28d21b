"""A translation whose original has changed: what its readers see, and what contributors see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.survey import expect_sound
from courses import DENIED, course_of
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.visitor import Visitor
    from conftest import Build, ServeDirectory
    from playwright.sync_api import Page
    from sitegen.course.course import Course

PATH, SECTION = DENIED.split("#")


@pytest.fixture(scope="module")
def course(edited: Path) -> Course:
    return course_of(edited)


@pytest.fixture(scope="module")
def edited_url(edited: Path, build: Build, serve_directory: ServeDirectory) -> Iterator[str]:
    with serve_directory(build("edited", edited) / "site") as url:
        yield url


@pytest.fixture
def visitor(regulars: Callable[..., Visitor], edited_url: str) -> Iterator[Visitor]:
    visitor = regulars("en", site_url=edited_url)
    yield visitor
    visitor.check()


def test_the_section_says_so_and_leads_to_its_original(visitor: Visitor, course: Course, page: Page) -> None:
    visitor.open(f"en/{course.address('en', PATH)}#{SECTION}")
    badge = page.locator(".stale")
    expect(badge).to_have_count(1)
    expect(badge).to_be_in_viewport()
    assert page.locator('link[href$="styles/stale.css"]').count() == 1
    assert page.locator(f"#{SECTION} ~ .stale").count() == 1
    expect_sound(page)
    page.emulate_media(media="print")
    expect(badge).to_be_hidden()
    page.emulate_media(media="screen")
    badge.get_by_role("link").click()
    page.wait_for_url(visitor.url(f"fr/{course.address('fr', PATH)}#{SECTION}"))
    expect(page.locator(f"#{SECTION}")).to_be_in_viewport()
    expect(page.locator(".stale")).to_have_count(0)


def test_the_contents_do_not_name_it(visitor: Visitor, course: Course, page: Page) -> None:
    visitor.open(f"en/{course.address('en', PATH)}")
    said = page.locator(".stale").inner_text()
    assert all(said not in text for text in page.locator("nav").all_inner_texts())


def test_contributors_see_the_change_beside_the_translation(visitor: Visitor, lang: str, page: Page) -> None:
    visitor.open(f"{lang}/translations/en/#changed")
    change = page.locator(".change")
    expect(change).to_have_count(1)
    assert page.locator('link[href$="styles/change.css"]').count() == 1
    expect(change.locator("[lang=fr] ins")).to_contain_text("faux")
    expect(change.locator("[lang=en]")).to_be_visible()
    expect_sound(page)


def test_the_page_for_contributors_is_linked_from_theirs(visitor: Visitor, course: Course, page: Page) -> None:
    visitor.open(f"en/{course.address('en', 'contributors.md')}")
    page.locator('article a[href*="translations/en/"]').click()
    page.wait_for_url(visitor.url("en/translations/en/"))
    expect(page.locator('meta[name="robots"][content="noindex"]')).to_have_count(1)
