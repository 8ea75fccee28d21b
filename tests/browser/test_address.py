"""What stands in the address: whatever it is, the quiz shows only what its answers give, and says what it dropped."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pytest
from browser.drawn import draw
from browser.resultpage import ResultPage
from hypothesis import strategies as st
from playwright.sync_api import expect
from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.visitor import Visitor
    from hypothesis.strategies import SearchStrategy
    from playwright.sync_api import Page, Route
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile

FRAGMENTS = 1_000
VISITED = 210
VISITS_PER_PAGE = 70
"""Chromium allows a page some 200 changes of address in ten seconds; a visit may take two."""
STEPS = 50
"""What a reader does at random in one test."""


@pytest.fixture
def result_page(regulars: Callable[..., Visitor], course: Course) -> Iterator[ResultPage]:
    """The quiz in one language: addresses are the same in all."""
    visitor = regulars(course.source)
    yield ResultPage(visitor, course, course.source)
    visitor.check()


# Fingerprint and retired ids ------------------------------------------------------------------------------------------


def test_the_address_begins_with_the_fingerprint(result_page: ResultPage, quiz: QuizFile, longest: graph.Path) -> None:
    result_page.open()
    assert "#" not in result_page.page.url
    result_page.answer(longest.steps[0].option)
    first = longest.steps[0]
    assert result_page.fragment == f"d={graph.fingerprint(quiz)}&{first.question}={first.option}"


def test_an_old_fingerprint_alone_is_no_news(result_page: ResultPage, longest: graph.Path) -> None:
    for fingerprint in ("", "d=0000&", "d=&", "d=nonsense&"):
        answers = result_page.fragment_for(longest.answers).partition("&")[2]
        result_page.open_fragment(fingerprint + answers)
        result_page.expect_path(longest)
        expect(result_page.app.locator("#quiz-app-notice")).to_have_count(0)
        assert result_page.fragment == result_page.fragment_for(longest.answers)


@pytest.fixture
def changed_quiz(result_page: ResultPage, longest: graph.Path) -> Iterator[ResultPage]:
    """The page of a quiz in which some ids have been retired since."""
    first, second = longest.steps[:2]
    retired = {
        "questions": {"renamed": first.question, "removed": None},
        "options": {first.question: {"old": first.option}, second.question: {"old": second.option, "gone": None}},
    }

    def serve(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(
            r'(id="quiz-data">)(.*?)(</script>)',
            lambda match: f"{match[1]}{json.dumps(json.loads(match[2]) | {'retired': retired})}{match[3]}",
            answer.text(),
            flags=re.DOTALL,
        )
        route.fulfill(response=answer, body=body)

    address = re.compile(re.escape(result_page.visitor.url(result_page.address)))
    result_page.page.route(address, serve)
    yield result_page
    result_page.page.unroute(address)


RETIRED = [
    ("d=0000&renamed={option}&{second}={other}", 2, "changed_since"),
    ("d=0000&{first}=old&{second}=old", 2, "changed_since"),
    ("renamed=old", 1, "changed_since"),
    ("d=0000&{first}={option}&removed=x", 1, "changed_since"),
    ("d=0000&{first}={option}&{second}=gone", 1, "changed_since"),
    ("{first}={option}&{second}=gone", 1, "dropped"),
    ("d={now}&{first}={option}&never=x", 1, "dropped"),
    ("d=0000&{first}={option}&renamed=old", 1, "changed_since"),
]
"""Fragment, how many answers of it are understood, and what is said about the rest."""


def test_retired_ids_are_mapped_or_dropped(changed_quiz: ResultPage, longest: graph.Path) -> None:
    first, second = longest.steps[:2]
    names = {"first": first.question, "option": first.option, "second": second.question, "other": second.option}
    changed_quiz.open_fragment("nonsense")
    for fragment, understood, notice in RETIRED:
        changed_quiz.follow_fragment(fragment.format(**names, now=graph.fingerprint(changed_quiz.quiz)))
        answers = dict(list(longest.answers.items())[:understood])
        changed_quiz.expect_path(graph.walk(changed_quiz.quiz, answers))
        lost = fragment.rpartition("&")[2].format(**names)
        told = changed_quiz.interface[notice].replace("{parts}", lost)
        expect(changed_quiz.app.locator("#quiz-app-notice")).to_have_text(told)
        assert changed_quiz.fragment == changed_quiz.fragment_for(answers), fragment


def test_an_earlier_run_is_mapped_as_well(changed_quiz: ResultPage, longest: graph.Path) -> None:
    run = changed_quiz.fragment_for({}, longest.answers).partition("before=")[2]
    first = longest.steps[0]
    changed_quiz.open_fragment("d=0000&before=" + run.replace(f"{first.question}.{first.option}", "renamed.old"))
    changed_quiz.expect_question(first.question)
    assert changed_quiz.fragment == changed_quiz.fragment_for({}, longest.answers)


# Any fragment at all --------------------------------------------------------------------------------------------------


@dataclass
class Understood:
    """What a fragment says, read in the plainest way."""

    fingerprint: str = ""
    answers: graph.Answers = field(default_factory=dict)
    before: graph.Answers | None = None
    dropped: bool = False


def understand(quiz: QuizFile, fragment: str) -> Understood:
    """Read a fragment, `before` only if it is an entire run."""
    found = Understood()
    for raw in fragment.removeprefix("#").split("&"):
        part = decoded(raw)
        name, _, value = part.partition("=")
        if not raw:
            continue
        if name == "d" and not found.fingerprint:
            found.fingerprint = value
        elif name == "before" and found.before is None:
            run: graph.Answers = {}
            parts = [piece.partition(".") for piece in value.split("~")]
            refused = [part for part in parts if not taken(quiz, run, part[0], part[2])]
            found.dropped |= bool(refused)
            path = graph.walk(quiz, run)
            found.before = path.answers if path.outcome else None
            found.dropped |= not path.outcome
        else:
            found.dropped |= not taken(quiz, found.answers, name, value)
    return found


def decoded(text: str) -> str:
    """Undo percent signs as browsers do: entirely or not at all."""
    if re.search(r"%(?![0-9a-fA-F]{2})", text):
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def taken(quiz: QuizFile, answers: graph.Answers, question: str, option: str) -> bool:
    if option not in graph.options(quiz).get(question, ()) or question in answers:
        return False
    answers[question] = option
    return True


def fragments(quiz: QuizFile) -> SearchStrategy[str]:
    """Return texts of any kind, and texts that look like an address of this quiz."""
    options = graph.options(quiz)
    paths = list(graph.paths(quiz))
    odd = st.sampled_from(["", "constructor", "__proto__", "toString", "d", "before", "%", "%zz", "%E0%A4%A", "<b>"])
    question = st.sampled_from(list(options)) | odd
    option = st.sampled_from([option for offered in options.values() for option in offered]) | odd | st.text(max_size=3)
    true = st.sampled_from([(name, picked) for name, offered in options.items() for picked in offered])
    pair = true | st.tuples(question, option)
    complete = st.sampled_from([list(path.answers.items()) for path in paths])
    pairs = complete | st.lists(pair, max_size=6)
    run = pairs.map(lambda given: "before=" + "~".join(f"{name}.{picked}" for name, picked in given))
    answers = pairs.map(lambda given: [f"{name}={picked}" for name, picked in given])
    extra = st.lists(
        st.one_of(
            run,
            st.sampled_from(["d=0000", f"d={graph.fingerprint(quiz)}", "d=", "d", "=", "==", "before", "before="]),
            st.text(max_size=8),
            true.map(lambda given: f"{quote(given[0])}=%{ord(given[1][0]):02x}{given[1][1:]}"),
        ),
        max_size=3,
    )
    structured = st.tuples(answers, extra, st.randoms(use_true_random=False), st.booleans()).map(
        lambda parts: "&".join(mixed(parts[0] + parts[1], parts[2]) if parts[3] else parts[1] + parts[0])
    )
    return st.one_of(structured, structured, structured, st.text(max_size=40))


def mixed(parts: list[str], chance: random.Random) -> list[str]:
    return chance.sample(parts, len(parts))


@pytest.fixture(scope="module")
def drawn(quiz: QuizFile) -> list[str]:
    return draw(fragments(quiz), FRAGMENTS)


PARSE_ALL = """async ([fragments, address]) => {
  const { answersOf, format, parse, walk } = await import(address);
  const quiz = JSON.parse(document.getElementById("quiz-data").textContent);
  const answers = (path) => path && answersOf(path.steps);
  return JSON.stringify(fragments.map((fragment) => {
    const link = parse(quiz, fragment);
    const path = walk(quiz, link.answers);
    return {
      understood: [link.fingerprint, link.answers, answers(link.before), link.dropped.length > 0],
      mapped: link.mapped,
      state: [path.node, path.outcome, answers(path)],
      again: parse(quiz, format(quiz, path.steps, link.before?.steps)),
    };
  }));
}"""


def test_any_fragment_is_read_as_what_it_says(result_page: ResultPage, quiz: QuizFile, drawn: list[str]) -> None:
    result_page.open()
    script = result_page.visitor.module("quiz/flow.js")
    found = json.loads(result_page.page.evaluate(PARSE_ALL, [drawn, script]))
    for fragment, there in zip(drawn, found, strict=True):
        here = understand(quiz, fragment)
        path = graph.walk(quiz, here.answers)
        expected = [here.fingerprint, here.answers, here.before, here.dropped]
        assert there["understood"] == expected, fragment
        assert there["state"] == [path.node, path.outcome, path.answers], fragment
        again = there["again"]
        assert again["answers"] == path.answers, fragment
        assert there["mapped"] + again["mapped"] + again["dropped"] == [], fragment


def test_the_drawn_fragments_are_of_all_kinds(quiz: QuizFile, drawn: list[str]) -> None:
    """Otherwise the tests above and below would prove little."""
    found = [understand(quiz, fragment) for fragment in drawn]
    ends = [graph.walk(quiz, each.answers).outcome for each in found]
    for count in (
        sum(each.dropped for each in found),
        sum(not each.dropped for each in found),
        sum(each.before is not None for each in found),
        sum(end is not None for end in ends),
        sum(end is None and bool(each.answers) for end, each in zip(ends, found, strict=True)),
    ):
        assert count > FRAGMENTS / 40
    assert set(ends) == {None, *(outcome.id for outcome in quiz.outcomes)}


VISIT_ALL = """async ([fragments, script]) => {
  const { known, mend } = await import(script);
  const seen = [];
  for (const fragment of fragments) {
    const wanted = new URL("#" + fragment, "https://quiz.example/").hash;
    const anchor = document.getElementById(wanted.slice(1)) !== null;
    if (location.hash !== wanted) {
      const followed = new Promise((resolve, reject) => {
        addEventListener("hashchange", resolve, { once: true });
        setTimeout(reject, 30_000, new Error(`${wanted} is not followed`));
      });
      location.hash = wanted;
      await followed;
    }
    const app = document.getElementById("quiz-app");
    seen.push({
      wanted: mend(wanted.slice(1), known()),
      anchor,
      hash: location.hash.slice(1),
      view: app.dataset.view,
      heading: document.querySelector("#quiz-app h2").textContent,
      question: app.querySelector("input")?.name ?? null,
      notice: document.getElementById("quiz-app-notice") !== null,
      compared: app.querySelector("table") !== null,
      title: document.title,
    });
  }
  return JSON.stringify(seen);
}"""


def visited(reader: ResultPage, drawn: list[str]) -> list[dict[str, Any]]:
    found = []
    for start in range(0, len(drawn), VISITS_PER_PAGE):
        with reader.visitor.another_page() as page:
            page.goto(reader.visitor.url(reader.address))
            script = reader.visitor.module("mend.js")
            found += json.loads(page.evaluate(VISIT_ALL, [drawn[start : start + VISITS_PER_PAGE], script]))
    return found


def test_any_fragment_shows_what_its_answers_give(result_page: ResultPage, quiz: QuizFile, drawn: list[str]) -> None:
    distinct = list(dict.fromkeys(fragment for fragment in drawn if fragment))[:VISITED]
    followed = 0
    for there in visited(result_page, distinct):
        if there["anchor"]:
            continue
        here = understand(quiz, there["wanted"])
        path = graph.walk(quiz, here.answers)
        asked = quiz.nodes[path.node].ask if path.node else None
        title = result_page.outcome_title(path.outcome) if path.outcome else result_page.title(str(asked))
        shown = " ".join(there["heading"].split())
        assert there["view"] == ("result" if path.outcome else "question"), there
        assert (shown, there["question"]) == (title, asked), there
        assert there["title"].startswith(there["heading"]), there
        assert there["hash"] == result_page.fragment_for(path.answers, here.before), there
        silent = not there["wanted"] or here.answers or here.before
        assert there["notice"] is (here.dropped or not silent), there
        assert there["compared"] is bool(path.outcome and here.before), there
        followed += 1
    assert followed > VISITED * 0.9


# History --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def fresh_page(result_page: ResultPage, new_visitor: Callable[..., Visitor]) -> ResultPage:
    """The quiz before somebody whose history is empty; a browser keeps fifty entries only."""
    return result_page.another(new_visitor(locale=result_page.lang))


def test_each_step_is_one_entry_of_the_history(fresh_page: ResultPage, longest: graph.Path) -> None:
    page, result_page = fresh_page.page, fresh_page
    result_page.open()
    before = entries(page)
    result_page.proceed()  # an error is no step
    assert entries(page) == before
    headings = []
    for number, step in enumerate(longest.steps, 1):
        result_page.answer(step.option)
        page.wait_for_function(WRITTEN)
        assert entries(page) == before + number
        headings.append(result_page.heading.inner_text())
    listed = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"][-number:]
    assert [entry["title"].partition(" · ")[0] for entry in listed] == headings
    page.reload()
    assert entries(page) == before + len(longest.steps)
    result_page.begin_change(longest.steps[1].question)
    result_page.answer(longest.steps[1].option)
    result_page.expect_path(longest)
    assert entries(page) == before + len(longest.steps) + 2


WALKS = """async ({ paths, walks }) => {
  const app = document.getElementById("quiz-app");
  const held = [];
  window.requestAnimationFrame = (work) => held.push(work);
  const frame = () => {
    for (const work of held.splice(0)) work();
    return new Promise((resolve) => setTimeout(resolve));
  };
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const rest = async () => { await frame(); await pause(2); };
  const twin = document.querySelector("a[data-twin]");
  const shown = () => JSON.stringify([app.dataset.view, app.querySelector("h2").textContent, twin.hash]);
  const moved = () => new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
  const problems = [];
  const turn = async (hash) => { const done = moved(); location.hash = hash; await done; await rest(); };
  for (const path of paths.slice(0, 3)) await turn(path); // two entries back, a reader is still on this page
  for (const [number, walk] of walks.entries()) {
    if (location.hash) await turn("");
    const [first, entries] = [history.state.at, [shown()]];
    let at = 0;
    for (const [action, chance, wait] of walk) {
      const inputs = app.querySelectorAll("input[type=radio]");
      if (action === "answer") {
        if (inputs.length) {
          inputs[Math.floor(chance * inputs.length)].click();
          app.querySelector("form button:not([type])").click();
        } else {
          const buttons = app.querySelectorAll("dl button");
          buttons[Math.floor(chance * buttons.length)].click();
        }
        entries.splice(at + 1, Infinity, shown());
        at += 1;
      } else if (action === "hash") {
        const done = moved();
        location.hash = `${paths[Math.floor(chance * paths.length)]}&walk${number}=${at}`;
        await done;
        entries.splice(at + 1, Infinity, shown());
        at += 1;
      } else if (action === "pagehide") dispatchEvent(new PageTransitionEvent("pagehide"));
      else {
        const by = action === "forward" ? 1 : action === "far" ? -2 : -1;
        if (at + by < 0 || at + by >= entries.length) continue;
        history.go(by);
        at += by;
        await moved();
        const there = () => history.state?.at === first + at && shown() === entries[at];
        for (let turn = 0; turn < 100 && !there(); turn += 1) await pause(5);
      }
      if (wait) await frame();
      if (shown() !== entries[at]) {
        problems.push([number, walk, "shown", at, shown(), entries[at]]);
        break;
      }
    }
    await rest();
    if (twin.hash !== location.hash) problems.push([number, walk, "address", location.hash, twin.hash]);
    if (problems.length > 3) break;
    if (number % 4) continue; // to look at every entry again takes its time
    if (at > 0) {
      history.go(-at);
      await moved();
    }
    for (let place = 0; place < entries.length; place += 1) {
      if (place > 0) {
        const done = moved();
        history.forward();
        await Promise.race([done, pause(1000)]);
      }
      if (shown() !== entries[place]) problems.push([number, walk, "place", place, shown(), entries[place]]);
    }
  }
  return problems;
}"""
ROUNDS = 500


def test_steps_are_kept_in_whatever_order_events_come(fresh_page: ResultPage, paths: tuple[graph.Path, ...]) -> None:
    """Back and Forward come before a step has its entry, or after; each entry shows what was shown when it was made."""
    fresh_page.open()
    chance = random.Random(47)
    actions = ["answer"] * 6 + ["back"] * 3 + ["forward", "far", "hash", "pagehide"]
    walks = [
        [(chance.choice(actions), chance.random(), chance.choice([0, 0, "frame"])) for _ in range(chance.randint(3, 9))]
        for _ in range(ROUNDS)
    ]
    known = [fresh_page.fragment_of(path.answers) for path in chance.sample(paths, 20)]
    assert fresh_page.page.evaluate(WALKS, {"paths": known, "walks": walks}) == []


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


WRITTEN = "() => document.querySelector('a[data-twin]').hash === location.hash"
"""Whether what is shown has its entry in the history, which comes after the frame that shows it."""
SEEN = """() => {
  const app = document.getElementById("quiz-app");
  return {
    fragment: location.hash.slice(1),
    view: app.dataset.view,
    heading: document.querySelector("#quiz-app h2").textContent,
    question: app.querySelector("input")?.name ?? null,
  };
}"""


@pytest.mark.parametrize("turn", range(2))
def test_back_and_forward_are_consistent_whatever_the_reader_does(fresh_page: ResultPage, turn: int) -> None:
    """Every entry of the history shows what it showed before, and every view what its address gives."""
    walker = Walker(fresh_page, random.Random(turn))
    for _ in range(STEPS):
        walker.go_on()
    assert walker.done >= {"answer", "back", "forward", "link", "change"}


class Walker:
    """A reader who does anything at all, and remembers what each entry of the history showed."""

    def __init__(self, result_page: ResultPage, chance: random.Random) -> None:
        self.result_page, self.page, self.chance = result_page, result_page.page, chance
        self.done: set[str] = set()
        result_page.open()
        self.length = entries(self.page)
        self.history = [self.look()]
        self.here = 0

    def go_on(self) -> None:
        view = self.history[self.here]
        choices = ["change", "change", "compare"] if view["view"] == "result" else ["answer"] * 4
        choices += ["back"] * (self.here > 0) + ["forward"] * 2 * (self.here < len(self.history) - 1)
        choices += ["link"] * (view["view"] == "question" and self.result_page.back.count() > 0)
        action = self.chance.choice(choices)
        self.done.add(action)
        if action in ("back", "forward"):
            self.move(-1 if action == "back" else 1)
        elif action == "link":  # Back as the quiz offers it: every entry here was made by a step
            self.result_page.back.click()
            self.arrive(self.here - 1)
        else:
            self.step(action)

    def move(self, by: int) -> None:
        self.page.evaluate("by => history.go(by)", by)
        self.arrive(self.here + by)

    def arrive(self, there: int) -> None:
        wanted = self.history[there]
        self.page.wait_for_function("fragment => location.hash.slice(1) === fragment", arg=wanted["fragment"])
        assert self.look() == wanted
        self.here = there
        assert entries(self.page) == self.length + len(self.history) - 1

    def step(self, action: str) -> None:
        buttons = self.result_page.app.locator("dl button")
        if action == "answer":
            radios = self.result_page.radios
            radios.nth(self.chance.randrange(radios.count())).check()
            self.result_page.proceed()
        elif action == "change":
            self.result_page.unfold()
            buttons.nth(self.chance.randrange(buttons.count())).click()
        else:
            self.result_page.button("compare").click()
        del self.history[self.here + 1 :]
        self.history.append(self.look())
        self.here += 1
        assert self.history[self.here] != self.history[self.here - 1]
        assert entries(self.page) == self.length + self.here

    def look(self) -> dict[str, Any]:
        """Return what is on show, once it is known to be what the address says."""
        self.page.wait_for_function(WRITTEN)
        seen: dict[str, Any] = self.page.evaluate(SEEN)
        quiz = self.result_page.quiz
        said = understand(quiz, seen["fragment"])
        path = graph.walk(quiz, said.answers)
        assert seen["fragment"] == self.result_page.fragment_for(path.answers, said.before)
        assert seen["view"] == ("result" if path.outcome else "question")
        assert seen["question"] == (quiz.nodes[path.node].ask if path.node else None)
        return seen
