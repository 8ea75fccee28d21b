"""The quiz's result as a reader meets it: its parts, and what Python says they must hold."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from browser.quizpage import QuizPage
from courses import data_of, writes
from sitegen.kinds.quiz import explain, graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from browser.visitor import Visitor
    from playwright.sync_api import Locator
    from sitegen.show.writer import Writer


class ResultPage(QuizPage):
    """Reads a result, in one language."""

    @cached_property
    def writer(self) -> Writer:
        return writes(self.course, self.lang)

    @cached_property
    def data(self) -> dict[str, Any]:
        return data_of(self.writer)

    @cached_property
    def interface(self) -> dict[str, str]:
        text: dict[str, str] = self.data["text"]
        return text

    def fragment_for(self, answers: Mapping[str, str], before: Mapping[str, str] | None = None) -> str:
        """Return the fragment that the quiz itself writes."""
        parts = [self.fragment_of(answers) or f"d={graph.fingerprint(self.quiz)}"]
        if before:
            parts.append("before=" + "~".join(f"{question}.{option}" for question, option in before.items()))
        return "&".join(part for part in parts if part) if answers or before else ""

    def show(self, path: graph.Path) -> None:
        """Go to the result of a path in the page that is open."""
        self.follow_fragment(self.fragment_for(path.answers))
        self.expect_path(path)

    def another(self, visitor: Visitor) -> ResultPage:
        """Return the same page before somebody else's eyes."""
        return ResultPage(visitor, self.course, self.lang)

    # What is on the page

    def section(self, name: str) -> Locator:
        """Return what stands under one of the result's headings, folded or not, element by element."""
        return self.app.locator(
            f'xpath=.//*[self::h3 or self::summary][.="{self.interface[name]}"]/following-sibling::*'
        )

    def button(self, name: str) -> Locator:
        return self.app.get_by_role("button", name=self.interface[name], exact=True)

    @property
    def comparison(self) -> Locator:
        return self.app.get_by_role("table", name=self.interface["compare_title"], exact=True)

    # What it must say

    def label(self, question: str, option: str) -> str:
        return self.shown(self.question(question).options[option].label)

    def because(self, question: str, option: str) -> str:
        return self.shown(self.question(question).options[option].because)

    def title(self, question: str) -> str:
        return self.shown(self.question(question).title)

    def outcome_title(self, outcome: str) -> str:
        return self.shown(self.outcome(outcome).title)

    def outcome_address(self, outcome: str) -> str:
        return self.visitor.url(f"{self.lang}/{self.course.address(self.lang, f'outcomes/{outcome}.md')}")

    def sentence_of(self, change: explain.Change) -> str:
        """Say a change in words."""
        joined = self.writer.interface.list
        quoted = [
            self.interface["quoted"].format(text=self.label(change.question, option)) for option in change.options
        ]
        template = self.interface["change_at_once" if change.at_once else "change_further"]
        return one_line(
            template.format(
                answers=joined(quoted, either=True),
                outcomes=joined([self.outcome_title(outcome) for outcome in change.outcomes], either=True),
            )
        )

    def reasons_of(self, path: graph.Path) -> str:
        """Say in words why a path has its outcome."""
        reason = explain.reason(self.quiz, path)
        clauses = self.writer.interface.list([self.because(*answer) for answer in reason.items()])
        others = [self.interface["others"]] if len(reason) < len(path.steps) else []
        return one_line(" ".join([f"{self.interface['because_intro']} {clauses}.", *others]))


def one_line(text: str) -> str:
    return " ".join(text.split())


def lines_of(element: Locator) -> list[str]:
    """Return what an element says, line by line."""
    return [line for line in map(one_line, element.inner_text().splitlines()) if line]


def texts_of(elements: Locator) -> list[str]:
    """Return what each of the elements says."""
    return [one_line(text) for text in elements.all_inner_texts()]
