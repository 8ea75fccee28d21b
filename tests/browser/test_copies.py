"""Copies of the course: a folder on a disk, without any network, and all of it on paper."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

import pytest
from browser.quizpage import QuizPage
from browser.test_paper import PAGE_OBJECT
from browser.test_sorting import answer, shown
from playwright.sync_api import expect
from sitegen.language.typography import polish
from sitegen.show import offline
from sitegen.show.addressed import decks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.visitor import Visitor
    from playwright.sync_api import Browser, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph


@pytest.fixture(scope="module")
def folders(site: Path, course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Language -> its copy, unpacked."""
    target = tmp_path_factory.mktemp("a folder")
    for lang in course.languages:
        with zipfile.ZipFile(site / offline.paths(course, lang)[0]) as packed:
            packed.extractall(target)
    return {lang: target / offline.name(course, lang) for lang in course.languages}


@pytest.fixture
def reader(browser: Browser, folders: dict[str, Path], lang: str) -> Iterator[Page]:
    """A reader who has opened the folder, and whose browser reaches nothing else."""
    context = browser.new_context(offline=True, locale=lang)
    page, wrong = context.new_page(), []
    page.on("request", lambda request: _is_inside(request.url, folders[lang]) or wrong.append(request.url))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((folders[lang] / "index.html").as_uri())
    page.wait_for_url(f"**/{lang}/index.html")
    yield page
    context.close()
    assert wrong == []


def _is_inside(url: str, folder: Path) -> bool:
    return url.startswith(("data:", folder.as_uri()))


def _open(page: Page, folder: Path, course: Course, lang: str, directive: str) -> None:
    page.goto((folder / lang / course.address(lang, str(course.place_of(directive))) / "index.html").as_uri())


LEADS = (
    """() => [...document.querySelectorAll("[href], [src]")].map((each) => [each.localName, each.href || each.src])"""
)


def test_all_that_is_named_is_in_the_folder(
    browser: Browser, folders: dict[str, Path], course: Course, lang: str
) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page, wrong, seen = context.new_page(), [], 0
    for file in sorted(folders[lang].glob("*/**/index.html")):
        page.goto(file.as_uri())
        seen += 1
        for name, url in page.evaluate(LEADS):
            inside = _is_inside(url, folders[lang]) and Path(unquote(urlsplit(url).path)).is_file()
            if not inside and not url.startswith("data:") and (name != "a" or url.startswith("file:")):
                wrong.append((str(file), name, url))
        assert page.locator("[type=module], .md-search, [for=__search]").count() == 0
    context.close()
    assert wrong == []
    assert seen == sum(len(pages) + len(decks(course)) for pages in course.pages.values())


def test_the_quiz_leads_to_a_result_and_on(
    reader: Page, folders: dict[str, Path], course: Course, lang: str, longest: graph.Path
) -> None:
    _open(reader, folders[lang], course, lang, "quiz")
    quiz = QuizPage(cast("Visitor", SimpleNamespace(page=reader)), course, lang)
    for question, option in longest.answers.items():
        expect(quiz.heading.first).to_contain_text(quiz.shown(quiz.question(question).title))
        quiz.radio(option).check()
        quiz.proceed()
    expect(quiz.heading.first).to_contain_text(quiz.shown(quiz.outcome(str(longest.outcome)).title))
    links = quiz.app.locator("a[href]").evaluate_all("links => links.map((link) => link.href)")
    files = {Path(unquote(urlsplit(url).path)) for url in links if url.startswith("file:")}
    assert folders[lang] / lang / course.address(lang, f"outcomes/{longest.outcome}.md") / "index.html" in files
    assert [file for file in files if not file.is_file()] == []


def test_cards_are_sorted_figures_computed_and_examples_filtered(
    reader: Page, folders: dict[str, Path], course: Course, lang: str
) -> None:
    _open(reader, folders[lang], course, lang, "sorting")
    answer(shown(reader).first, right=True)
    expect(shown(reader).first.locator(".sorting-feedback")).to_have_text(re.compile(r"\w"))
    _open(reader, folders[lang], course, lang, "calculator")
    figures = reader.locator("[data-value]")
    before = figures.all_text_contents()
    reader.locator(".calculator [inputmode=decimal]").first.fill("7")
    reader.keyboard.press("Tab")
    assert figures.all_text_contents() != before
    _open(reader, folders[lang], course, lang, "examples")
    cards = reader.locator(".card[data-sector]:visible")
    all_of_them = cards.count()
    reader.locator("select[name=sector]").select_option(index=1)
    assert 0 < cards.count() < all_of_them


def test_slides_are_led_through_by_keys(reader: Page, folders: dict[str, Path], course: Course, lang: str) -> None:
    for address in decks(course):
        reader.goto((folders[lang] / lang / address / "index.html").as_uri())
        reader.keyboard.press("End")
        expect(reader.locator(".slide").last).to_be_focused()
        reader.keyboard.press("ArrowLeft")
        expect(reader.locator(".slide").last).not_to_be_in_viewport()


def test_the_language_is_switched_without_network(reader: Page, course: Course, lang: str) -> None:
    other = next(each for each in course.languages if each != lang)
    reader.locator(f"a[data-twin][hreflang={other}]").click()
    reader.wait_for_url(f"**/{other}/index.html")
    expect(reader.locator("html")).to_have_attribute("lang", other)


# On paper -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def printed(browser: Browser, base_url: str, lang: str) -> Iterator[Page]:
    """The whole course without script, as a printer gets it."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}{lang}/{offline.WHOLE}")
    page.emulate_media(media="print")
    yield page
    context.close()


def test_every_chapter_stands_there_once(printed: Page, course: Course, lang: str) -> None:
    contents = printed.locator(".contents a").evaluate_all("links => links.map((link) => link.hash.slice(1))")
    parts = printed.locator("article.part").evaluate_all("parts => parts.map((part) => part.id)")
    assert contents == parts
    assert [each.locator("h1").count() for each in printed.locator("article.part").all()] == [1] * len(parts)
    titles = printed.locator("article.part h1").all_inner_texts()
    for chapter in course.file.chapters:
        title = polish(course.pages[lang][chapter.page].title, lang)
        assert [" ".join(each.split()) for each in titles].count(" ".join(title.split())) == 1


def test_its_links_lead_inside_and_addresses_are_notes(printed: Page) -> None:
    dead = """() => [...document.querySelectorAll("a[href^='#']")].map((link) => link.getAttribute("href"))
      .filter((href) => !document.getElementById(decodeURIComponent(href.slice(1))))"""
    ids = printed.locator("[id]").evaluate_all("elements => elements.map((element) => element.id)")
    assert printed.evaluate(dead) == []
    assert len(ids) == len(set(ids))
    outside = "links => [...new Set(links.map((link) => link.getAttribute('href')))]"
    leading = printed.locator("article.part a:not([href^='#'])").evaluate_all(outside)
    notes = printed.locator(".addresses li").all_inner_texts()
    assert len(notes) == len(set(notes))
    assert set(notes) <= set(leading)
    assert printed.locator(".part .note a").count() >= len(notes)


def test_what_folds_is_printed_open(printed: Page) -> None:
    folded = printed.locator("article.part details > :not(summary)")
    assert folded.count()
    assert folded.evaluate_all("parts => parts.filter((part) => !part.checkVisibility()).map((p) => p.className)") == []


def test_search_engines_do_not_list_all_of_it_a_second_time(printed: Page, lang: str) -> None:
    expect(printed.locator("meta[name=robots]")).to_have_attribute("content", re.compile("noindex"))
    expect(printed.locator("link[rel=canonical]")).to_have_attribute("href", re.compile(f"/{lang}/{offline.WHOLE}$"))


@pytest.mark.one_language
def test_each_part_begins_a_sheet_of_its_own(printed: Page) -> None:
    sheets = len(PAGE_OBJECT.findall(printed.pdf(prefer_css_page_size=True)))
    assert sheets > printed.locator("article.part").count()
    # Numbers and running titles are the browser's: it must know the rules by which they are asked for.
    rules = printed.locator("style").first.text_content() or ""
    assert "counter(page)" in rules
    parts = range(1, printed.locator("article.part").count() + 1)
    assert re.findall(r'@top-right\{content:"(\d+)\\2e ', rules) == [str(number) for number in parts]
