"""Faults in the content of a quiz, made from whatever it holds: proofs, promises, cases or examples must notice each.

Every function yields what a fault does, and the content with it.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Data = dict[str, Any]
Made = tuple[str, Data]
T = TypeVar("T")

EXCHANGED = 4
"""Of so many nodes, one has two of its targets exchanged."""


def graph_faults(text: str) -> Iterator[tuple[str, str]]:
    """Yield faults of `quiz.yml`."""
    quiz = yaml.safe_load(text)
    for makes in (_retargets, _exchanges, _gaps, _marks, _names, _ways, _promises):
        yield from ((what, written(data)) for what, data in makes(quiz))


def wording_faults(text: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield faults of a language's `quiz.yml`; `other` is that of another language."""
    words, others = yaml.safe_load(text), yaml.safe_load(other)
    for what, data in (*_missing_words(words), *_wrong_words(words, others)):
        yield what, written(data)
    yield "scope stands there twice", f"{text}\nscope: again\n"


def written(data: Data) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def put(data: Data, value: object, *loc: str | int) -> Data:
    """Return the data with a value in one place."""
    changed = deepcopy(data)
    _at(changed, loc[:-1])[loc[-1]] = value
    return changed


def cut(data: Data, *loc: str | int) -> Data:
    """Return the data without what stands in one place."""
    changed = deepcopy(data)
    del _at(changed, loc[:-1])[loc[-1]]
    return changed


def _at(data: Any, loc: tuple[str | int, ...]) -> Any:
    for key in loc:
        data = data[key]
    return data


def first(found: Iterable[T]) -> Iterator[T]:
    """Yield one of what is found, if anything is."""
    return islice(found, 1)


# The graph ------------------------------------------------------------------------------------------------------------


def _retargets(quiz: Data) -> Iterator[Made]:
    """Let one option of each node end in another outcome."""
    outcomes = [outcome["id"] for outcome in quiz["outcomes"]]
    for place, (name, node) in enumerate(quiz["nodes"].items()):
        option, target = list(node["goto"].items())[place % len(node["goto"])]
        now = target["outcome"] if isinstance(target, dict) else outcomes[place % len(outcomes)]
        other = outcomes[(outcomes.index(now) + 1) % len(outcomes)]
        yield f"{name}: {option} ends in {other}", put(quiz, {"outcome": other}, "nodes", name, "goto", option)


def _exchanges(quiz: Data) -> Iterator[Made]:
    """Exchange the targets of two options."""
    for name, node in islice(quiz["nodes"].items(), 0, None, EXCHANGED):
        (one, target), *others = node["goto"].items()
        for other, different in first((o, t) for o, t in others if t != target):
            goto = {**node["goto"], one: different, other: target}
            yield f"{name}: {one} and {other} are exchanged", put(quiz, goto, "nodes", name, "goto")


def _gaps(quiz: Data) -> Iterator[Made]:
    """Leave something out that something else needs."""
    name, node = list(quiz["nodes"].items())[-1]
    yield f"{name} has an option less", cut(quiz, "nodes", name, "goto", list(node["goto"])[-1])
    yield f"{name} is gone", cut(quiz, "nodes", name)
    yield "the first outcome is gone", cut(quiz, "outcomes", 0)
    yield "the last question has an option less", cut(quiz, "questions", -1, "options", -1)
    for place, question in first((p, q) for p, q in enumerate(quiz["questions"]) if "same_as" in q):
        yield f"{question['id']}: nobody says that options are the same", cut(quiz, "questions", place, "same_as")
    for place, outcome in first((p, o) for p, o in enumerate(quiz["outcomes"]) if "after_unknown" in o):
        yield f"{outcome['id']} follows without a reason", cut(quiz, "outcomes", place, "after_unknown")


def _marks(quiz: Data) -> Iterator[Made]:
    """Name other answers as decisive, as controllable and as a veto."""
    options = {question["id"]: question["options"] for question in quiz["questions"]}
    for place, outcome in enumerate(quiz["outcomes"]):
        for question, named in first(outcome.get("decisive", {}).items()):
            wrong = [option for option in options[question] if option not in named]
            yield (
                f"{outcome['id']}: {question} decides otherwise",
                put(quiz, {question: wrong}, "outcomes", place, "decisive"),
            )
    for key, value in (("controllable", {"nobody": ["nothing"]}), ("veto", ["nothing"]), ("unknown", "nothing")):
        yield f"the first question names no option of its own as {key}", put(quiz, value, "questions", 0, key)


def _names(quiz: Data) -> Iterator[Made]:
    """Ask something else, and call things by other names."""
    question, other = quiz["questions"][0], quiz["questions"][-1]
    name = next(name for name, node in quiz["nodes"].items() if node["ask"] == question["id"])
    yield f"{name} asks {other['id']}", put(quiz, other["id"], "nodes", name, "ask")
    yield f"{other['id']} has another name", put(quiz, f"{other['id']}s", "questions", -1, "id")
    yield "the first option has another name", put(quiz, "another", "questions", 0, "options", 0)
    yield "the first two options have one name", put(quiz, question["options"][1], "questions", 0, "options", 0)
    yield "a chapter has no such section", put(quiz, f"{quiz['outcomes'][0]['chapter']}s", "outcomes", 0, "chapter")


def _ways(quiz: Data) -> Iterator[Made]:
    """Lead in a circle, past the beginning, and on for too long."""
    name, node = list(quiz["nodes"].items())[-1]
    yield f"{name} leads back to the start", put(quiz, quiz["start"], "nodes", name, "goto", next(iter(node["goto"])))
    yield "another start", put(quiz, name, "start")
    yield "a reader meets one question", put(quiz, 1, "longest")


def _promises(quiz: Data) -> Iterator[Made]:
    """Promise something else."""
    outcomes = [outcome["id"] for outcome in quiz["outcomes"]]
    for place, promise in enumerate(quiz["invariants"]):
        here, ident = ("invariants", place), promise["id"]
        if "never" in promise:
            yield f"{ident}: nothing is left", put(quiz, outcomes, *here, "never")
        for question, options in first((q, o) for q, o in promise.get("needs", {}).items() if len(o) > 1):
            yield f"{ident}: of {question} one option less", put(quiz, options[1:], *here, "needs", question)
        if "order" in promise:
            yield f"{ident}: the other way round", put(quiz, promise["order"][::-1], *here, "order")
    yield "a promise has another name", put(quiz, "another", "invariants", 0, "id")
    for retired in ({"outcome": outcomes[0], "now": outcomes[1]}, {"question": "before", "now": "nothing"}):
        yield f"retired: {retired}", put(quiz, [*quiz.get("retired", []), retired], "retired")


# The words ------------------------------------------------------------------------------------------------------------


def _missing_words(words: Data) -> Iterator[Made]:
    for name, question in first((n, q) for n, q in words["questions"].items() if "hint" in q):
        yield f"{name}: no hint", cut(words, "questions", name, "hint")
        yield f"{name}: no error", cut(words, "questions", name, "error")
        yield f"{name}: an option less", cut(words, "questions", name, "options", next(iter(question["options"])))
    for name in first(words["outcomes"]):
        yield f"{name}: no line", cut(words, "outcomes", name, "line")
        yield f"{name}: a sign less", cut(words, "outcomes", name, "signs", 0)
        yield f"{name}: no title", put(words, "", "outcomes", name, "title")
    for name in first(words["invariants"]):
        yield f"{name}: a promise less", cut(words, "invariants", name)


def _wrong_words(words: Data, others: Data) -> Iterator[Made]:
    name, question = next(iter(words["questions"].items()))
    here = ("questions", name)
    option, told = next(iter(question["options"].items()))
    yield f"{name} has another name", put(cut(words, *here), question, "questions", f"{name}s")
    yield f"{name}: title has another name", put(cut(words, *here, "title"), question["title"], *here, "titel")
    yield f"{name}: not translated", put(words, others["questions"][name]["title"], *here, "title")
    yield "scope: not translated", put(words, others["scope"], "scope")
    yield f"{name}.{option} has another name", put(cut(words, *here, "options", option), told, *here, "options", "x")
    yield (
        f"{name}.{option}: because has another name",
        put(words, {"label": "A", "becuase": "b"}, *here, "options", option),
    )
    for outcome in first(words["outcomes"]):
        yield f"{outcome}: a slug with spaces", put(words, "Let it go", "outcomes", outcome, "slug")
        yield f"{outcome}: a link to nowhere", put(words, "See [this](nowhere.md).", "outcomes", outcome, "signs", 0)
