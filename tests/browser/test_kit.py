"""The trainer's kit in a browser: the exercise on a platform and without one, and texts that other programs read."""

from __future__ import annotations

import zipfile
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from browser.survey import examine
from conftest import PROJECT
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from sitegen.kinds.examples import EXAMPLES, quiz_of
from sitegen.kinds.kit import items
from sitegen.kinds.kit.gift import escaped
from sitegen.kinds.quiz import explain, graph
from sitegen.language.typography import polish
from sitegen.load import writer
from sitegen.show import offline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.visitor import Visitor
    from playwright.sync_api import Browser, Frame, Page, Route
    from sitegen.course.course import Course
    from sitegen.kinds.kit.items import Item

NODE = PROJECT / "node_modules"
HOST = "http://127.0.0.1:65000/"
LIMIT = 4096
"""Signs of suspend data that every platform must keep."""

PLATFORM = """
window.API = new Scorm12API({ autocommit: false, logLevel: 5 });
window.calls = [];
for (const name of ["LMSInitialize", "LMSFinish", "LMSCommit", "LMSGetValue", "LMSSetValue"]) {
  const call = API[name];
  API[name] = (...given) => {
    const answer = call.apply(API, given);
    calls.push([name, ...given, answer, API.LMSGetLastError()].map(String));
    return answer;
  };
}
undefined;
"""
STUB = """
window.calls = [];
window.API = Object.fromEntries(["LMSInitialize", "LMSFinish", "LMSCommit", "LMSGetValue", "LMSSetValue"].map((name) =>
  [name, (...given) => { calls.push([name, ...given]); return name === "LMSGetValue" ? VALUE(given[0]) : "true"; }]));
"""


@pytest.fixture
def questions(course: Course, lang: str) -> list[Item]:
    return list(items(writer(course, lang)))


@pytest.fixture
def package(site: Path, course: Course, lang: str) -> dict[str, bytes]:
    with zipfile.ZipFile(site / lang / f"{offline.name(course, lang)}-scorm.zip") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture
def platform(browser: Browser, package: dict[str, bytes], lang: str) -> Iterator[Callable[..., Page]]:
    """`platform(script, path="page", frame="…")`: a page of a platform, whose script runs before its frame is there.

    Whatever is refused, fails or is asked of anybody else is a fault.
    """
    context = browser.new_context(locale=lang, viewport={"width": 1024, "height": 768})
    wrong: list[str] = []
    pages: dict[str, str] = {}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        elif path.removeprefix("sco/") in package:
            kind = {"html": "text/html", "css": "text/css", "js": "text/javascript"}[path.rpartition(".")[2]]
            route.fulfill(body=package[path.removeprefix("sco/")], content_type=f"{kind}; charset=utf-8")
        else:
            wrong.append(route.request.url)
            route.abort()

    context.route("**/*", answer)

    def begin(script: str = "", frame: str = "sco/index.html", *, real: bool = True) -> Page:
        page = context.new_page()
        page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        pages["page"] = "<!doctype html><title>Platform</title>"
        pages["between"] = '<!doctype html><title>Between</title><iframe src="sco/index.html"></iframe>'
        pages["opener"] = "<!doctype html><title>Opener</title>"
        page.goto(f"{HOST}page")
        if real:
            page.add_script_tag(path=NODE / "scorm-again" / "dist" / "scorm12.min.js")
            page.evaluate(PLATFORM)
        if script:
            page.evaluate(script)
        if frame:
            page.evaluate(
                """(src) => new Promise((done) => {
                  const frame = Object.assign(document.createElement("iframe"), { src, width: 900, height: 700 });
                  frame.addEventListener("load", done);
                  document.body.append(frame);
                })""",
                frame,
            )
        return page

    yield begin
    context.close()
    assert wrong == []


def exercise(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame.url.endswith("sco/index.html"))


ANSWER_ALL = """([right, most]) => {
  let done = 0;
  for (const form of document.querySelectorAll("form")) {
    if (form.hidden || done === most) continue;
    const choices = [...form.querySelectorAll("input")];
    choices.find((choice) => choice.hasAttribute("data-right") === right).checked = true;
    form.querySelector("button").click();
    form.querySelector("button").click();
    done += 1;
  }
}"""
"""Answers the questions in their order, rightly or not, as many as asked."""


def leave(page: Page) -> None:
    """Take the exercise away, as platforms do."""
    page.evaluate("document.querySelector('iframe').src = 'page'")
    page.wait_for_function("calls.some(([name]) => name === 'LMSFinish')")
    page.wait_for_function("document.querySelector('iframe').contentWindow.location.pathname === '/page'")


def value(page: Page, name: str) -> str:
    return str(page.evaluate("(name) => name.split('.').reduce((part, key) => part[key], API)", name))


# On a platform --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right", "score", "status"), [(True, "100", "passed"), (False, "0", "failed")])
def test_a_platform_receives_the_result(
    platform: Callable[..., Page], questions: list[Item], right: bool, score: str, status: str
) -> None:
    page = platform()
    exercise(page).evaluate(ANSWER_ALL, [right, len(questions)])
    expect(page.frame_locator("iframe").locator("#end .result")).to_be_visible()
    assert value(page, "cmi.core.score.raw") == score
    assert value(page, "cmi.core.lesson_status") == status
    assert 0 < len(value(page, "cmi.suspend_data")) <= LIMIT
    leave(page)
    calls = page.evaluate("calls")
    names = Counter(call[0] for call in calls)
    assert (names["LMSInitialize"], names["LMSFinish"]) == (1, 1)
    assert names["LMSCommit"] >= len(questions)
    assert [call for call in calls if call[0] != "LMSGetValue" and call[-1] != "0"] == []
    kept = {call[1]: call[2] for call in calls if call[0] == "LMSSetValue" and ".interactions." in call[1]}
    asked = [kept[f"cmi.interactions.{number}.id"] for number in range(len(questions))]
    assert asked == [item.id for item in questions]
    results = {kept[f"cmi.interactions.{number}.result"] for number in range(len(questions))}
    assert results == ({"correct"} if right else {"wrong"})


def test_each_choice_scores_as_the_graph_says(platform: Callable[..., Page], questions: list[Item]) -> None:
    page = platform()
    scores = exercise(page).evaluate(
        """() => Object.fromEntries([...document.forms].map((form) => [form.dataset.item,
          Object.fromEntries([...form.querySelectorAll("input")].map((each) =>
            [each.value, each.hasAttribute("data-right")]))]))"""
    )
    assert scores == {item.id: {choice.id: choice.right for choice in item.choices} for item in questions}


def test_who_stops_on_the_way_goes_on_there(platform: Callable[..., Page], questions: list[Item]) -> None:
    page = platform()
    exercise(page).evaluate(ANSWER_ALL, [True, 3])
    leave(page)
    kept = value(page, "cmi.suspend_data")
    assert value(page, "cmi.core.lesson_status") == "incomplete"
    assert ["LMSSetValue", "cmi.core.exit", "suspend"] in [call[:3] for call in page.evaluate("calls")]
    again = platform(f"API.loadFromJSON({{ core: {{ lesson_status: 'incomplete' }}, suspend_data: '{kept}' }}, 'cmi')")
    frame = again.frame_locator("iframe")
    expect(frame.locator("form:visible")).to_have_attribute("data-item", questions[3].id)
    exercise(again).evaluate(ANSWER_ALL, [True, len(questions)])
    assert value(again, "cmi.core.score.raw") == "100"


@pytest.mark.one_language
@pytest.mark.parametrize("kept", ["", "other:000", "nonsense", "a:" + "1" * 5000])
def test_what_was_kept_of_other_questions_is_not_taken(
    platform: Callable[..., Page], questions: list[Item], kept: str
) -> None:
    page = platform(STUB.replace("VALUE", f"((name) => name === 'cmi.suspend_data' ? '{kept}' : '')"), real=False)
    expect(page.frame_locator("iframe").locator("form:visible")).to_have_attribute("data-item", questions[0].id)


@pytest.mark.one_language
def test_a_platform_that_knows_no_mode_blocks_nothing(platform: Callable[..., Page], questions: list[Item]) -> None:
    page = platform(STUB.replace("VALUE", "(() => '')"), real=False)
    exercise(page).evaluate(ANSWER_ALL, [True, len(questions)])
    assert ["LMSSetValue", "cmi.core.lesson_status", "passed"] in page.evaluate("calls")


@pytest.mark.one_language
def test_nothing_is_changed_where_somebody_only_looks(platform: Callable[..., Page], questions: list[Item]) -> None:
    page = platform(STUB.replace("VALUE", "((name) => name === 'cmi.core.lesson_mode' ? 'review' : '')"), real=False)
    exercise(page).evaluate(ANSWER_ALL, [True, len(questions)])
    assert [call for call in page.evaluate("calls") if "score" in str(call) or "suspend_data" in call[2:]] == []


@pytest.mark.one_language
def test_a_platform_that_fails_stops_nobody(platform: Callable[..., Page], questions: list[Item]) -> None:
    broken = "window.API = new Proxy({}, { get: () => () => { throw new Error('down'); } }); undefined"
    page = platform(broken, real=False)
    exercise(page).evaluate(ANSWER_ALL, [True, len(questions)])
    expect(page.frame_locator("iframe").locator("#end .result")).to_be_visible()


@pytest.mark.one_language
def test_the_platform_is_found_further_up(platform: Callable[..., Page]) -> None:
    page = platform(frame="between")
    page.wait_for_function("calls.some(([name]) => name === 'LMSInitialize')")


@pytest.mark.one_language
def test_the_platform_is_found_in_what_has_opened_the_exercise(platform: Callable[..., Page]) -> None:
    page = platform(frame="")
    with page.expect_popup() as opened:
        page.evaluate("void open('sco/index.html')")
    opened.value.wait_for_load_state()
    page.wait_for_function("calls.some(([name]) => name === 'LMSInitialize')")
    opened.value.close(run_before_unload=False)
    page.wait_for_function("calls.filter(([name]) => name === 'LMSFinish').length === 1")


# Without a platform ---------------------------------------------------------------------------------------------------


def test_the_exercise_runs_by_itself(platform: Callable[..., Page], questions: list[Item]) -> None:
    page = platform(real=False, frame="")
    page.goto(f"{HOST}sco/index.html")
    first = questions[0]
    shown = page.locator("form:visible")
    expect(shown).to_have_count(1)
    shown.get_by_role("button").click()
    expect(shown.locator(".said")).not_to_be_empty()  # nothing is chosen yet
    shown.locator(f"input[value='{first.right.id}']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(shown.locator(".said")).to_contain_text(first.right.feedback)
    expect(shown.locator(".reason")).to_contain_text(first.reason[0])
    expect(shown.locator("input:enabled")).to_have_count(0)
    shown.get_by_role("button").click()
    expect(page.locator("form:visible")).to_have_attribute("data-item", questions[1].id)
    expect(page.locator("#place")).to_be_focused()
    page.evaluate(ANSWER_ALL, [False, len(questions)])
    expect(page.locator("#end .result")).to_contain_text("1")
    page.locator("#end button").click()
    expect(page.locator("form:visible")).to_have_count(1)  # all of them, until the script of the new page has come
    expect(page.locator("form:visible")).to_have_attribute("data-item", first.id)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_exercise_breaks_no_rule(platform: Callable[..., Page], scheme: Any) -> None:
    page = platform(real=False, frame="")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{HOST}sco/index.html")
    assert examine(page) == []
    page.locator("form:visible input:not([data-right])").first.check()
    page.locator("form:visible button").click()
    assert examine(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Files, on their page -------------------------------------------------------------------------------------------------


def test_every_file_is_kept_under_its_name_and_none_opens(visitor: Visitor, course: Course, lang: str) -> None:
    page, place = visitor.page, course.place_of("kit")
    visitor.open(f"{lang}/{course.address(lang, str(place))}")
    address, links = page.url, page.locator("li:has(.size[data-file]) > a")
    assert links.count() > 1
    for link in links.all():
        with page.expect_download() as kept:
            link.click()
        assert kept.value.suggested_filename == link.locator("+ .size").get_attribute("data-file")
        assert kept.value.failure() is None
    assert page.url == address


def test_questions_that_are_opened_as_text_are_legible(site: Path, browser: Browser, course: Course, lang: str) -> None:
    """As a browser shows them that was told a wrong encoding."""
    content = (site / lang / f"{offline.name(course, lang)}-gift.txt").read_bytes()
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body=content, content_type="text/plain; charset=windows-1252"))
    page.goto(f"{HOST}questions.txt")
    assert page.locator("pre").text_content() == content.decode("utf-8-sig")
    context.close()


# What is said to have decided -----------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_what_decided_is_what_the_quiz_shows(visitor: Visitor, course: Course, lang: str) -> None:
    page, place = visitor.page, course.place_of("quiz")
    visitor.open(f"{lang}/{course.address(lang, str(place))}")
    for example in EXAMPLES.of(course):
        quiz = quiz_of(course, example)
        assert quiz
        words = quiz.words(lang)
        assert words
        for run in example.quiz.values():
            path = graph.walk(quiz.file, run.answers)
            decided = explain.deciding(quiz.file, path)
            page.evaluate("(fragment) => { location.hash = fragment; }", graph.fragment(quiz.file, path))
            clause = words.questions[decided.question].options[decided.option].because
            expect(page.locator(".quiz-decisive")).to_contain_text(polish(clause, lang), ignore_case=True)


# Whatever texts say ---------------------------------------------------------------------------------------------------


@contextmanager
def gift_reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(path=NODE / "gift-pegjs" / "lib" / "gift-parser-globals.js")
    yield page
    context.close()


TEXT = st.text("aé1 ~=#{}:\\/%[]<>&'\"-$.\n\u00a0\u202f’«»", min_size=1, max_size=40).filter(str.strip)


def test_any_text_is_read_back(browser: Browser) -> None:
    with gift_reader(browser) as page:

        @given(st.lists(TEXT, min_size=4, max_size=4))
        @settings(max_examples=150)
        def read_back(texts: list[str]) -> None:
            title, stem, right, wrong = texts
            written = [escaped(text) for text in (title, stem, right, wrong)]
            source = "::{}::[plain]{} {{\n=[plain]{}\n~[plain]{}\n}}\n".format(*written)
            [read] = page.evaluate("(text) => giftParser.parse(text)", source)
            found = [read["title"], read["stem"]["text"], *(choice["text"]["text"] for choice in read["choices"])]
            assert [" ".join(text.split()) for text in found] == [
                " ".join(text.replace("->", "→").split()) for text in texts
            ]
            assert [choice["isCorrect"] for choice in read["choices"]] == [True, False]

        read_back()
