"""The data that the quiz's script embeds: the graph, and the wording of one language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sitegen import graph
from sitegen.typography import polish

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.models import Condition, Outcome, OutcomeWording, Question, QuizFile, SituationWording
    from sitegen.render import Renderer


def quiz_data(renderer: Renderer) -> dict[str, Any]:
    """Return all that the script needs, in the renderer's language.

    `summary`, `why`, `first`, `actions`, `signs`, `scope` and `limits` are HTML, all other texts are plain.
    """
    course, quiz, words = renderer.course, renderer.course.quiz, renderer.words.quiz
    if quiz is None or words is None:
        return {}
    here = course.place_of("quiz") or "index.md"
    html = renderer.html(here)
    return {
        "lang": renderer.interface.tag,
        "fingerprint": graph.fingerprint(quiz),
        "start": quiz.start,
        "nodes": {
            name: {"ask": node.ask, "goto": {o: t.model_dump(exclude_none=True) for o, t in node.goto.items()}}
            for name, node in quiz.nodes.items()
        },
        "retired": _retired(quiz),
        "progress": {f"{low}-{high}": progress(renderer, low, high) for low, high in graph.remaining(quiz).values()},
        "questions": {question.id: _question(renderer, question) for question in quiz.questions},
        "outcomes": {outcome.id: _outcome(renderer, outcome, here, html) for outcome in quiz.outcomes},
        "scope": html(words.scope),
        "limits": html(words.limits),
        "text": json.loads(renderer.template("quiz_text.json.j2")),
    }


def progress(renderer: Renderer, fewest: int, most: int) -> str:
    """Say how many questions remain, the one on show included."""
    interface = renderer.interface
    if fewest == most:
        return interface.ngettext("%(count)s question to go", "%(count)s questions to go", most) % {"count": most}
    return interface.gettext("%(fewest)s to %(most)s questions to go") % {"fewest": fewest, "most": most}


def _retired(quiz: QuizFile) -> dict[str, dict[str, Any]]:
    questions = {entry.question: entry.now for entry in quiz.retired if entry.question and not entry.option}
    options: dict[str, dict[str, str | None]] = {}
    for entry in quiz.retired:
        if entry.question and entry.option:
            options.setdefault(entry.question, {})[entry.option] = entry.now
    return {"questions": questions, "options": options}


def _question(renderer: Renderer, question: Question) -> dict[str, Any]:
    assert renderer.words.quiz
    words = renderer.words.quiz.questions[question.id]
    texts = {"title": words.title, "hint": words.hint, "error": words.error}
    data: dict[str, Any] = {key: polish(text, renderer.lang) for key, text in texts.items() if text}
    data["options"] = {
        option: {key: polish(text, renderer.lang) for key, text in words.options[option].model_dump().items()}
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
    texts = {"why": words.why, "first": words.first}
    return {
        "when": {question: list(options) for question, options in when.items()},
        **{key: html(text) for key, text in texts.items() if text},
        "actions": [html(action) for action in words.actions],
    }


def _outcome(renderer: Renderer, outcome: Outcome, here: str, html: Callable[[str], str]) -> dict[str, Any]:
    assert renderer.words.quiz
    words = renderer.words.quiz.outcomes[outcome.id]

    def link(target: str, title: str) -> dict[str, str]:
        return {"url": renderer.course.href(renderer.lang, here, target), "title": polish(title, renderer.lang)}

    analogies = [link(place, title) for place, title in renderer.analogies_of(outcome.id)]
    return {
        "title": polish(words.title, renderer.lang),
        "summary": html(words.summary),
        "situations": [_situation(when, told, html) for when, told in _situations(outcome, words)],
        "signs": [html(sign) for sign in words.signs],
        "url": link(f"outcomes/{outcome.id}.md", "")["url"],
        "chapter": link(outcome.chapter, renderer.title(outcome.chapter)),
        **outcome.model_dump(mode="json", include={"decisive"}),
        "examples": [link(place, title) for place, title in renderer.examples_of(outcome.id)],
        **({"analogy": analogies[0]} if analogies else {}),
    }
