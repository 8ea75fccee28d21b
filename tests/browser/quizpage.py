"""The quiz as a reader meets it, in one language."""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError, expect
from sitegen.kinds.quiz import graph, several
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import OutcomeWording, QuestionWording, QuizFile, QuizWording

AFTER_THE_FRAME = "new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)))"
"""In a page: wait until what is shown has its entry in the history (adr/047)."""


class QuizPage:
    """Opens the quiz, answers it, and says what it shows."""

    def __init__(self, visitor: Visitor, course: Course, lang: str, ident: str | None = None) -> None:
        """`ident` names the quiz; the main one of the course by default."""
        self.visitor = visitor
        self.course = course
        self.lang = lang
        self.chosen = several.chosen(course, ident)

    @property
    def page(self) -> Page:
        return self.visitor.page

    @cached_property
    def quiz(self) -> QuizFile:
        return self.chosen.file

    @cached_property
    def words(self) -> QuizWording:
        words = self.chosen.words(self.lang)
        assert words
        return words

    @cached_property
    def interface(self) -> dict[str, str]:
        """What the page gives its script to say beside the content."""
        text: dict[str, str] = self.page.evaluate("JSON.parse(document.getElementById('quiz-data').textContent).text")
        return text

    @property
    def address(self) -> str:
        assert self.chosen.place
        return f"{self.lang}/{self.course.address(self.lang, self.chosen.place)}"

    def shown(self, text: str) -> str:
        """Return plain text of the content as pages show it, on one line."""
        return " ".join(polish(text, self.lang).split())

    def question(self, ident: str) -> QuestionWording:
        return self.words.questions[ident]

    def outcome(self, ident: str) -> OutcomeWording:
        return self.words.outcomes[ident]

    # What is on the page

    @property
    def app(self) -> Locator:
        return self.page.locator("#quiz-app")

    @property
    def heading(self) -> Locator:
        return self.app.locator("h2")

    @property
    def radios(self) -> Locator:
        return self.app.get_by_role("radio")

    @property
    def back(self) -> Locator:
        return self.app.get_by_role("button", name=self.interface["back"], exact=True)

    @property
    def key(self) -> Locator:
        return self.page.locator("#quiz-key")

    @property
    def notice(self) -> Locator:
        """What is told of the parts of a link that could not be read."""
        return self.app.get_by_text(self.interface["dropped"].partition("{")[0])

    def radio(self, option: str) -> Locator:
        return self.app.locator(f'input[type=radio][value="{option}"]')

    def change(self, question: str) -> Locator:
        name = self.interface["change_for"].replace("{question}", polish(self.question(question).title, self.lang))
        return self.app.get_by_role("button", name=name, exact=True)

    @property
    def fragment(self) -> str:
        """What the address says once the entry is written, which comes after the frame."""
        return str(self.page.evaluate(f"{AFTER_THE_FRAME}.then(() => location.hash.slice(1))"))

    def fragment_of(self, answers: Mapping[str, str]) -> str:
        """Return the part of the address that says these answers."""
        parts = [f"{question}={option}" for question, option in answers.items()]
        return "&".join([f"d={graph.fingerprint(self.quiz)}", *parts]) if parts else ""

    # What the reader does

    def open(self, answers: Mapping[str, str] | None = None) -> None:
        self.open_fragment(self.fragment_of(answers or {}))

    def open_fragment(self, fragment: str) -> None:
        self.visitor.open(self.address + (f"#{fragment}" if fragment else ""))

    def follow_fragment(self, fragment: str) -> None:
        """Change the address of the open page, as a reader does by hand."""
        self.page.evaluate(
            """async (fragment) => {
              if (location.hash === `#${fragment}`) return;
              const followed = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
              location.hash = fragment;
              await followed;
            }""",
            fragment,
        )

    def proceed(self) -> None:
        self.app.get_by_role("button", name=self.interface["continue"], exact=True).click()

    def begin_change(self, question: str) -> None:
        """Go from a result back to one of its questions."""
        self.unfold()
        self.change(question).click()

    def unfold(self) -> None:
        """Open all that a result folds away."""
        self.app.locator("details").evaluate_all("folds => folds.forEach((fold) => { fold.open = true })")

    def answer(self, option: str) -> None:
        self.radio(option).check()
        self.proceed()

    def hurry_through(self, steps: Iterable[graph.Step]) -> None:
        """Give these answers, one after the other, where the way is not what is tested; wait for the last entry."""
        self.page.evaluate(
            f"""(options) => {{
              for (const option of options) {{
                document.querySelector(`#quiz-app input[value="${{option}}"]`).click();
                document.querySelector("#quiz-app form button").click();
              }}
              return {AFTER_THE_FRAME};
            }}""",
            [step.option for step in steps],
        )

    # What must be there

    def expect_question(self, question: str, *, checked: str | None = None) -> None:
        """Wait for a question; with the answer `checked`, or with none."""
        options = graph.options(self.quiz)[question]
        self._expect(self.shown(self.question(question).title), question, options, checked)

    def expect_outcome(self, outcome: str) -> None:
        """Wait for a result."""
        self._expect(self.shown(self.outcome(outcome).title))

    def expect_path(self, path: graph.Path) -> None:
        """Wait for what these answers lead to: a result, or the first question that they leave open."""
        if path.outcome:
            self.expect_outcome(path.outcome)
        else:
            assert path.node
            self.expect_question(self.quiz.nodes[path.node].ask)

    def expect_arrival(self) -> None:
        """The heading has the focus, and begins the title of the window."""
        expect(self.heading).to_be_focused()
        title = self.page.evaluate(f"{AFTER_THE_FRAME}.then(() => document.title)")
        assert self.shown(title).startswith(self.shown(self.heading.inner_text()))

    def expect_fragment(self, answers: Mapping[str, str]) -> None:
        """Wait for the address to say just these answers."""
        wanted = self.fragment_of(answers)
        with contextlib.suppress(TimeoutError):
            self.page.wait_for_function("fragment => location.hash.slice(1) === fragment", arg=wanted)
        assert self.fragment == wanted, f"{self.fragment} instead of {wanted}"

    def _expect(
        self, heading: str, question: str | None = None, options: tuple[str, ...] = (), checked: str | None = None
    ) -> None:
        wanted = {"heading": heading, "question": question, "options": [*options], "checked": checked}
        with contextlib.suppress(TimeoutError):
            self.page.wait_for_function(f"wanted => {SAME}({VIEW}(), wanted)", arg=wanted)
        found = self.page.evaluate(VIEW)
        assert found == wanted, f"{found} instead of {wanted}"


VIEW = """(() => {
  const app = document.querySelector("#quiz-app");
  if (!app) return {};
  const radios = [...app.querySelectorAll("input[type=radio]")];
  return {
    heading: app.querySelector("h2")?.textContent.trim().replace(/\\s+/g, " "),
    question: radios[0]?.name ?? null,
    options: radios.map((radio) => radio.value),
    checked: radios.find((radio) => radio.checked)?.value ?? null,
  };
})"""
SAME = "((one, other) => Object.keys(other).every((key) => String(one[key]) === String(other[key])))"
