"""What is saved changes in open tabs, and all else there stays as the reader has left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.visitor import PATIENCE
from playwright.sync_api import expect
from servers import DEADLINE, lay_out, served
from sitegen.show.bar import ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from servers import Server

PAGE, ADDRESS = "content/de/repotting.md", "de/umtopfen/"
ARTICLE = "article"
FILLED = "".join(f"\n\nAbsatz {number} mit einigen Worten.\n" for number in range(60))
FOLDS = '\n\n??? note "Gefaltet"\n\n    Was sich faltet.\n\n'


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("live")
    lay_out(folder / "project")
    append(folder / "project" / PAGE, FILLED[: len(FILLED) // 2] + FOLDS + FILLED[len(FILLED) // 2 :])
    with served(folder) as server:
        server.wait_until(lambda: server.shows("", "<html"))
        yield server


@pytest.fixture
def server(started: Server) -> Server:
    """The server, when all is built that an earlier test has saved."""
    started.rest()
    return started


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def opened(browser: Browser, server: Server, address: str) -> Page:
    """Open a page that would forget a mark of ours if it were loaded again."""
    tab = browser.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto(server.url + address)
    tab.wait_for_load_state("load")
    tab.evaluate("window.mark = 'same'")
    return tab


def is_same(tab: Page) -> bool:
    return bool(tab.evaluate("window.mark === 'same'"))


def test_a_sentence_changes_in_its_place(server: Server, browser: Browser) -> None:
    """How far the reader has come, what is unfolded, and every element but one stay; so it is after the full build."""
    tab, before = opened(browser, server, ADDRESS), server.builds
    tab.locator("details summary").click()
    tab.locator("text=Absatz 41 mit").scroll_into_view_if_needed()
    tab.evaluate("window.kept = [...document.querySelectorAll('article p')]")
    place = tab.locator("text=Absatz 41 mit").bounding_box()
    with server.held():
        replace(server.project / PAGE, "Absatz 40 mit einigen Worten.", "Absatz 40, anders gesagt.\n\nUnd einer mehr.")
        expect(tab.locator("text=Absatz 40, anders gesagt.")).to_be_visible()
        shown_at_once = server.get(ADDRESS)
    lost = tab.evaluate("kept.filter((each) => !each.isConnected).map((each) => each.textContent)")
    assert len(lost) <= 1
    expect(tab.locator("details[open]")).to_have_count(1)
    shown = tab.locator("text=Absatz 41 mit").bounding_box()
    assert place
    assert shown
    assert abs(shown["y"] - place["y"]) < 120
    assert tab.evaluate("scrollY") > 300
    server.rest()
    assert server.builds == before + 1
    assert server.get(ADDRESS) == shown_at_once
    assert is_same(tab)
    tab.close()


def test_words_inside_a_fold_change_and_it_stays_open(server: Server, browser: Browser) -> None:
    tab = opened(browser, server, ADDRESS)
    tab.locator("details summary").click()
    replace(server.project / PAGE, "Was sich faltet.", "Was sich *anders* faltet.")
    expect(tab.locator("details[open] em")).to_have_text("anders")
    assert is_same(tab)
    tab.close()


def test_answers_of_the_quiz_stay(server: Server, browser: Browser) -> None:
    tab = opened(browser, server, "de/meine-pflanze/")
    tab.locator("#quiz-app input[type=radio]").first.check()
    tab.locator("#quiz-app form button").first.click()
    tab.wait_for_function("location.hash.includes('=')")
    asked, state = tab.locator("#quiz-app h2").first.inner_text(), tab.evaluate("location.hash")
    replace(server.project / "content/de/quiz.md", "\nEine bis drei Fragen zu einer", "\nWenige Fragen zu einer")
    expect(tab.locator(ARTICLE)).to_contain_text("Wenige Fragen")
    assert is_same(tab)
    assert tab.locator("#quiz-app h2").first.inner_text() == asked
    assert tab.evaluate("location.hash") == state
    tab.close()


def test_what_a_tool_shows_is_loaded_again_with_its_answers(server: Server, browser: Browser) -> None:
    """Its script has taken hold of what it was given; the address keeps the answers."""
    tab = opened(browser, server, "de/meine-pflanze/")
    tab.locator("#quiz-app input[type=radio]").first.check()
    tab.locator("#quiz-app form button").first.click()
    tab.wait_for_function("location.hash.includes('=')")
    state = tab.evaluate("location.hash")
    with server.held():
        replace(server.project / "content/de/quiz.yml", "Wie viele Wurzeln sehen Sie", "Wie viele Wurzeln zählen Sie")
        expect(tab.locator("#quiz-app h2").first).to_contain_text("Wie viele Wurzeln zählen Sie")
    assert tab.evaluate("location.hash") == state
    tab.close()


def test_words_of_data_change_where_somebody_looks_before_any_build(server: Server, browser: Browser) -> None:
    """In each tab that shows them; what is wrong with them is told as well, and gone when it is mended."""
    file, good = server.project / "content/de/examples.yml", "Seit Wochen kam kein neues Blatt."
    tabs = [opened(browser, server, address) for address in (ADDRESS, "de/pflanzen/einblatt/", "es/trasplantar/")]
    with server.held():
        replace(file, good, "Seit Wochen kam [kein](/nowhere.md) Blatt.")
        for tab in tabs:
            expect(tab.locator(f"#{ID}[role=alert]")).to_contain_text("content/de/examples.yml")
        replace(file, "[kein](/nowhere.md)", "*gar kein*")
        for tab in tabs:
            expect(tab.locator(f"#{ID}")).to_have_count(0)
        for tab in tabs[:2]:
            expect(tab.locator(ARTICLE)).to_contain_text("Seit Wochen kam gar kein Blatt.")
    server.rest()
    assert all(map(is_same, tabs))
    for tab in tabs:
        tab.close()


def test_a_hint_in_what_has_changed_can_be_put_away(server: Server, browser: Browser) -> None:
    file = server.project / "content/de/legal.md"
    append(file, "\nEin Ballen für sich.\n")
    server.rest()
    tab = opened(browser, server, "de/impressum/")
    replace(file, "Ein Ballen für sich.", "Ein *fester* Ballen für sich.")
    term = tab.locator("p:has(em) .term")
    term.get_by_role("link").focus()
    expect(term.get_by_role("tooltip")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(term.get_by_role("tooltip")).not_to_be_visible()
    assert is_same(tab)
    tab.close()


def test_a_heading_that_changes_is_shown_by_a_build_with_folds_as_they_were(server: Server, browser: Browser) -> None:
    tab, other = opened(browser, server, ADDRESS), opened(browser, server, "es/trasplantar/")
    tab.locator("details summary").click()
    replace(server.project / PAGE, "# Die Zeichen", "# Alle Zeichen")
    expect(tab.locator("h2#signs")).to_contain_text("Alle Zeichen", timeout=PATIENCE)
    expect(tab.locator(".md-nav--secondary").first).to_contain_text("Alle Zeichen")
    expect(tab.locator("details[open]")).to_have_count(1)
    assert not is_same(tab)
    assert is_same(other)  # of another language, where nothing has changed
    for each in (tab, other):
        each.close()


def test_two_tabs_follow_each_for_itself(server: Server, browser: Browser) -> None:
    tabs = [opened(browser, server, address) for address in (ADDRESS, ADDRESS, "de/impressum/")]
    append(server.project / PAGE, "\nIn beiden Fenstern.\n")
    for tab in tabs[:2]:
        expect(tab.locator(ARTICLE)).to_contain_text("In beiden Fenstern.")
    assert "In beiden Fenstern." not in tabs[2].locator(ARTICLE).inner_text()
    assert all(map(is_same, tabs))
    for tab in tabs:
        tab.close()


def test_a_tab_that_was_not_seen_shows_what_it_has_missed(server: Server, browser: Browser) -> None:
    tab = opened(browser, server, ADDRESS)
    see = "Object.defineProperty(document, 'visibilityState', {value: %r, configurable: true});"
    tab.evaluate(see % "hidden" + "dispatchEvent(new Event('visibilitychange'))")
    append(server.project / PAGE, "\nUngesehen.\n")
    server.wait_until(lambda: server.shows(ADDRESS, "Ungesehen."))
    assert "Ungesehen." not in tab.locator(ARTICLE).inner_text()
    tab.evaluate(see % "visible" + "dispatchEvent(new Event('visibilitychange'))")
    expect(tab.locator(ARTICLE)).to_contain_text("Ungesehen.")
    assert is_same(tab)
    tab.close()


def test_what_is_wrong_is_told_at_once_and_goes_when_it_is_mended(server: Server, browser: Browser) -> None:
    """The last good article stays on show; nothing is built in between."""
    file = server.project / PAGE
    good, tab = file.read_text(encoding="utf-8"), opened(browser, server, ADDRESS)
    other = opened(browser, server, "es/")
    line = good.count("\n") + 2
    before = server.builds, server.said.count("Still showing")
    with server.held():
        file.write_text(f"{good}\nFalsch: [x](nowhere.md)\n", encoding="utf-8")
        for each in (tab, other):
            expect(each.locator(f"#{ID}[role=alert]")).to_contain_text(f"{PAGE}:{line} link/missing")
        assert (server.builds, server.said.count("Still showing")) == before
        assert "Falsch:" not in tab.locator(ARTICLE).inner_text()
    server.wait_until(lambda: server.said.count("Still showing") > before[1])  # the full check has said the same
    expect(tab.locator(f"#{ID}")).to_contain_text(f"{PAGE}:{line} link/missing")
    with server.held():
        file.write_text(f"{good}\nRichtig.\n", encoding="utf-8")
        for each in (tab, other):
            expect(each.locator(f"#{ID}")).to_have_count(0)
        expect(tab.locator(ARTICLE)).to_contain_text("Richtig.")
    assert is_same(tab)
    assert is_same(other)
    for each in (tab, other):
        each.close()


def test_a_style_changes_without_a_reload(server: Server, browser: Browser) -> None:
    tab, before = opened(browser, server, ADDRESS), server.builds
    append(server.project / "docs/assets/styles/text.css", "\narticle h1 { letter-spacing: 7px !important; }\n")
    expect(tab.locator("h1")).to_have_css("letter-spacing", "7px")
    server.rest()
    assert server.builds == before + 1
    assert is_same(tab)
    assert tab.locator("link[href*='styles/text.css']").count() == 1
    tab.close()


def test_the_end_of_the_server_is_no_end_of_the_tab(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> None:
    """It asks again, and shows what a server that begins anew has."""
    folder = tmp_path_factory.mktemp("again")
    lay_out(folder / "project")
    with served(folder) as first:
        first.wait_until(lambda: first.shows("", "<html"))
        tab = opened(browser, first, ADDRESS)
    append(folder / "project" / PAGE, "\nDanach.\n")
    with served(folder, first.url.rpartition(":")[2].strip("/")):
        expect(tab.locator(ARTICLE)).to_contain_text("Danach.", timeout=DEADLINE * 1000)
    tab.close()
