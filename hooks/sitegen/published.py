"""The ids that links to the quiz carry: none that was published may die without a successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from sitegen import graph
from sitegen.models import Published

if TYPE_CHECKING:
    from sitegen.findings import Finding
    from sitegen.models import QuizFile
    from sitegen.yamlfile import Document


def check(quiz: QuizFile, published: Published, document: Document, recorded: Document) -> list[Finding]:
    """Return ids that were published and are gone without a successor, and whether the record is out of date."""
    retired = {(entry.question, entry.option, entry.outcome) for entry in quiz.retired}
    questions, outcomes = graph.options(quiz), {outcome.id for outcome in quiz.outcomes}
    gone = [
        *(("question", name, (name, None, None)) for name in published.questions if name not in questions),
        *(
            ("option", f"{name}={option}", (name, option, None))
            for name, options in published.questions.items()
            for option in options
            if name in questions and option not in questions[name]
        ),
        *(("outcome", name, (None, None, name)) for name in published.outcomes if name not in outcomes),
    ]
    findings = [
        document.finding(
            ("retired",),
            "link/killed",
            f"the {kind} '{shown}' was published and is gone: links that carry it would die; "
            "name what stands for it now under retired, or leave out 'now' if nothing does",
        )
        for kind, shown, key in gone
        if key not in retired
    ]
    if not findings and record(quiz, published) != published:
        message = "the quiz has changed since its ids were recorded; run 'make quiz', which records them"
        findings.append(recorded.finding(("fingerprint",), "link/unrecorded", message, warning=True))
    return findings


def record(quiz: QuizFile, earlier: Published | None = None) -> Published:
    """Return what `content/published.yml` should say: all ids of today, and those recorded earlier."""
    questions = {name: list(options) for name, options in (earlier.questions if earlier else {}).items()}
    for name, options in graph.options(quiz).items():
        questions[name] = list(dict.fromkeys([*questions.get(name, []), *options]))
    outcomes = dict.fromkeys([*(earlier.outcomes if earlier else ()), *(outcome.id for outcome in quiz.outcomes)])
    return Published(fingerprint=graph.fingerprint(quiz), questions=questions, outcomes=tuple(outcomes))


def write(record: Published) -> str:
    """Return the text of `content/published.yml`."""
    return "# Written by 'make quiz': all ids that links to the quiz may carry.\n" + yaml.safe_dump(
        record.model_dump(mode="json"), sort_keys=False, width=120, default_flow_style=None
    )
