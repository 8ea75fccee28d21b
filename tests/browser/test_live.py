"""What is saved changes in open tabs, and all else there stays as the reader has left it."""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from typing import TYPE_CHECKING

import pytest
from browser.visitor import AT_EASE, PATIENCE
from playwright.sync_api import expect
from servers import DEADLINE, lay_out, served
from sitegen.show import preview
from sitegen.show.bar import ID, inserted
from sitegen.show.policy import without_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from servers import Server
    from sitegen.course.course import Course

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


def test_a_question_changes_under_the_answers(server: Server, browser: Browser) -> None:
    """What is chosen and not yet sent stays as well, and so does the way back; no build runs."""
    tab = opened(browser, server, "de/meine-pflanze/")
    first = tab.locator("#quiz-app h2").inner_text()
    tab.locator("#quiz-app input[type=radio]").first.check()
    tab.locator("#quiz-app form button").first.click()
    tab.wait_for_function("location.hash.includes('=')")
    tab.locator("#quiz-app input[type=radio]").last.check()
    state = tab.evaluate("[location.hash, history.length]")
    with server.held():
        for old, new in (("sehen Sie", "zählen Sie"), ("zählen Sie", "finden Sie")):
            replace(server.project / "content/de/quiz.yml", f"Wie viele Wurzeln {old}", f"Wie viele Wurzeln {new}")
            expect(tab.locator("#quiz-app h2")).to_contain_text(f"Wie viele Wurzeln {new}")
            expect(tab.locator("#asked-roots")).to_contain_text(new)
    expect(tab.locator("#quiz-app input[type=radio]").last).to_be_checked()
    assert tab.evaluate("[location.hash, history.length]") == state
    assert tab.title().count("Wie viele Wurzeln") == 1
    tab.go_back()
    expect(tab.locator("#quiz-app h2")).to_have_text(first)
    assert is_same(tab)
    tab.close()


def _answer(tab: Page) -> None:
    tab.locator("#quiz-app input").first.check()
    tab.locator("#quiz-app form button").first.click()
    tab.wait_for_function("history.state.back")
    tab.locator("#quiz-app input").last.check()


def _calculate(tab: Page) -> None:
    told = tab.locator(".calculator-verdict").inner_text()
    tab.locator(".calculator-field input").last.fill("77")
    expect(tab.locator(".calculator-verdict")).not_to_have_text(told)


def _sort(tab: Page) -> None:
    cards = tab.locator("form.sorting-card:visible")
    for number in range(3):
        cards.nth(number).locator("input").nth(number).check()
        if number < 2:
            cards.nth(number).locator("button").click()


def _compare(tab: Page) -> None:
    for name in ("before", "after"):
        form = tab.locator(f"#before-after-{name}")
        for situation in form.locator("fieldset").all():
            situation.locator("input").first.check()
        form.locator("button").click()
        if name == "before":
            tab.locator(".before-after-onward a").click()
    expect(tab.locator(".before-after-result")).to_be_visible()


def _plan(tab: Page) -> None:
    tab.locator(".plan-box input").last.click()
    tab.locator(".plan-fields input").first.fill("09:30")


def _filter(tab: Page) -> None:
    tab.locator("#filter select").first.select_option(index=1)


@pytest.mark.parametrize(
    ("directive", "act", "reworded"),
    [
        ("quiz", _answer, "#quiz-app h2"),
        ("calculator", _calculate, ".calculator-input label"),
        ("sorting", _sort, ".sorting-groups dd"),
        ("before_after", _compare, ".before-after-table th[scope=row]"),
        ("session_builder", _plan, ".plan-title"),
        ("examples", _filter, "#filter option:checked"),
    ],
)
def test_widgets_begin_anew_with_other_words_where_the_reader_is(
    directive: str,
    act: Callable[[Page], None],
    reworded: str,
    course: Course,
    browser: Browser,
    site: Path,
    base_url: str,
) -> None:
    """On a page that was built, whatever it shows, with what a server would tell it."""
    lang = course.source
    address = f"{lang}/{course.address(lang, str(course.place_of(directive)))}"
    page, tab = without_policy((site / address / "index.html").read_bytes()), browser.new_page()
    told = page
    served = inserted(page, preview.script(page))
    tab.route(f"{base_url}{address}", lambda route: route.fulfill(content_type="text/html", body=served))
    tab.route(f"**{preview.EVENTS}*", lambda route: route.fulfill(content_type="text/event-stream", body=_event(told)))
    tab.add_init_script(AT_EASE + _LOOK)
    tab.goto(base_url + address)
    tab.evaluate("window.mark = 'same'")
    act(tab)
    words, listening = tab.locator(reworded).first.inner_text(), list[Counter[tuple[str, str]]]()
    for number in range(2):
        before, now = tab.evaluate("look()"), f"{words} {number}{number}"
        told = page.replace(escape(words, quote=False).encode(), escape(now, quote=False).encode())
        tab.wait_for_function("now => look().includes(now)", arg=now)
        tab.wait_for_function(
            "([before, old, now]) => look().replaceAll(now, old) === before", arg=[before, words, now]
        )
        words, page = now, told
        listening.append(_listeners(tab))
    assert is_same(tab)
    assert listening[0] == listening[1]
    tab.unroute_all(behavior="ignoreErrors")
    tab.close()


def _event(page: bytes) -> str:
    return f"retry: 20\ndata: {json.dumps(preview.message(page))}\n\n"


_LOOK = """window.look = () => JSON.stringify([
  document.querySelector("article").innerText,
  document.title,
  location.hash,
  history.length,
  scrollY,
  [...document.querySelectorAll("article *")].indexOf(document.activeElement),
  ...Array.from(document.querySelectorAll("article :is(input, select)"), ({ value, checked }) => [value, checked]),
  ...Array.from(document.querySelectorAll("article details"), ({ open }) => open),
]);"""
"""Tells all that a reader has before them, and where they are."""


def _listeners(tab: Page) -> Counter[tuple[str, str]]:
    session, found = tab.context.new_cdp_session(tab), Counter[tuple[str, str]]()
    for name in ("window", "document"):
        place = session.send("Runtime.evaluate", {"expression": name})["result"]["objectId"]
        told = session.send("DOMDebugger.getEventListeners", {"objectId": place})["listeners"]
        found.update((name, each["type"]) for each in told)
    session.detach()
    return found


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
