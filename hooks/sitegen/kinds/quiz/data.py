"""The data that the quiz's script embeds: the graph, and the wording of one language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sitegen.kinds.quiz import graph
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.kinds.quiz.shape import (
        Condition,
        Outcome,
        OutcomeWording,
        Question,
        QuestionWording,
        QuizFile,
        QuizWording,
        SituationWording,
    )
    from sitegen.language.i18n import Interface
    from sitegen.show.writer import Writer


def quiz_data(writer: Writer, quiz: QuizFile, words: QuizWording, here: str) -> dict[str, Any]:
    """Return all that the script needs on the page `here`, in the writer's language.

    `summary`, `why`, `steps`, `signs`, `scope` and `limits` are HTML, all other texts are plain.
    """
    html, interface = writer.html(here), writer.interface
    bounds = graph.remaining(quiz).values()
    return {
        "lang": interface.tag,
        "fingerprint": graph.fingerprint(quiz),
        "start": quiz.start,
        "nodes": {
            name: {"ask": node.ask, "goto": {o: t.model_dump(exclude_none=True) for o, t in node.goto.items()}}
            for name, node in quiz.nodes.items()
        },
        "retired": _retired(quiz),
        "progress": {f"{low}-{high}": progress(interface, low, high) for low, high in bounds},
        "questions": {each.id: _question(each, words.questions[each.id], writer.lang) for each in quiz.questions},
        "outcomes": {each.id: _outcome(writer, each, words.outcomes[each.id], here, html) for each in quiz.outcomes},
        "scope": html(words.scope),
        "limits": html(words.limits),
        "text": json.loads(writer.template("kinds/quiz/templates/quiz_text.json.j2")),
    }


def progress(interface: Interface, fewest: int, most: int) -> str:
    """Say how many questions remain, the one on show included."""
    if fewest == most:
        return interface.ngettext("%(count)s question to go", "%(count)s questions to go", most, count=most)
    return interface.gettext("%(fewest)s to %(most)s questions to go", fewest=fewest, most=most)


def _retired(quiz: QuizFile) -> dict[str, dict[str, Any]]:
    questions = {entry.question: entry.now for entry in quiz.retired if entry.question and not entry.option}
    options: dict[str, dict[str, str | None]] = {}
    for entry in quiz.retired:
        if entry.question and entry.option:
            options.setdefault(entry.question, {})[entry.option] = entry.now
    return {"questions": questions, "options": options}


def _question(question: Question, words: QuestionWording, lang: str) -> dict[str, Any]:
    texts = {"title": words.title, "hint": words.hint, "error": words.error}
    data: dict[str, Any] = {key: polish(text, lang) for key, text in texts.items() if text}
    data["options"] = {
        option: {key: polish(text, lang) for key, text in words.options[option].model_dump().items()}
        for option in question.options
    }
    if question.controllable:
        data |= question.model_dump(mode="json", include={"controllable"})
    if question.veto:
        data["veto"] = list(question.veto)
    return data


def _situations(outcome: Outcome, words: OutcomeWording) -> list[tuple[Condition, SituationWording | OutcomeWording]]:
    """Return when each situation of an outcome is met, and its words; an outcome without any is one itself."""
    return [(each.when or {}, words.situations[each.id]) for each in outcome.situations] or [({}, words)]


def _situation(when: Condition, words: SituationWording | OutcomeWording, html: Callable[[str], str]) -> dict[str, Any]:
    return {
        "when": {question: list(options) for question, options in when.items()},
        "why": html(words.why or ""),
        "steps": [html(step) for step in words.steps],
    }


def _outcome(
    writer: Writer, outcome: Outcome, words: OutcomeWording, here: str, html: Callable[[str], str]
) -> dict[str, Any]:
    def link(target: str, title: str) -> dict[str, str]:
        return {"url": writer.course.href(writer.lang, here, target), "title": polish(title, writer.lang)}

    data = {
        "title": polish(words.title, writer.lang),
        "summary": html(words.summary),
        "situations": [_situation(when, told, html) for when, told in _situations(outcome, words)],
        "signs": [html(sign) for sign in words.signs],
        "url": link(f"outcomes/{outcome.id}.md", "")["url"],
        "chapter": link(outcome.chapter, writer.title(outcome.chapter)),
        **outcome.model_dump(mode="json", include={"decisive", "tone"}),
        "examples": [],
    }
    for places in writer.places(outcome.id):
        shown = [link(place, title) for place, title in places.links]
        data[places.name] = shown[0] if places.single else shown
    return data
