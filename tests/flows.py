"""Quizzes of any size, for measuring: the same at every run, and without a defect."""

from __future__ import annotations

from typing import Any

OUTCOMES = 7
OPTIONS = "abc"


def large_flow(questions: int, nodes: int) -> dict[str, Any]:
    """Return a flow as `content/quiz.yml` holds it; every node is reached and every promise kept.

    Each question has a layer of nodes, whose options lead to three nodes of the next layer or end early. The last
    layer's nodes all differ in where their options end.
    """
    widths = _widths(questions, nodes)
    asked = [f"q{layer}" for layer in range(questions)]
    flow: dict[str, Any] = {}
    for layer, width in enumerate(widths):
        for place in range(width):
            below = widths[layer + 1] if layer + 1 < questions else 0
            targets = _inner(layer, place, below) if below else _last(place)
            flow[f"n{layer}_{place}"] = {"ask": asked[layer], "goto": dict(zip(OPTIONS, targets, strict=True))}
    return {
        "start": "n0_0",
        "longest": questions,
        "questions": [{"id": question, "options": list(OPTIONS)} for question in asked],
        "nodes": flow,
        "outcomes": [{"id": f"o{n}", "tone": "neutral", "chapter": "page.md#section"} for n in range(OUTCOMES)],
        "invariants": [
            {"id": "needs", "outcome": "o6", "needs": {asked[-1]: ["c"]}},
            {"id": "never", "when": {asked[-1]: ["a"]}, "never": ["o3", "o4", "o5", "o6"]},
            {"id": "monotone", "monotone": asked[-1], "order": list(OPTIONS), "never_gains": ["o0", "o1"]},
        ],
    }


def _widths(questions: int, nodes: int) -> list[int]:
    """Spread the nodes over layers: one at the start, at most three times as many from one layer to the next."""
    widths: list[int] = []
    for layer in range(questions):
        even = -(-(nodes - sum(widths)) // (questions - layer))
        widths.append(1 if layer == 0 else min(len(OPTIONS) * widths[-1], even))
    if sum(widths) != nodes or not len(OPTIONS) < widths[-1] <= len(OPTIONS) ** 3:
        raise ValueError(f"{nodes} nodes do not fit {questions} questions")
    return widths


def _inner(layer: int, place: int, below: int) -> list[Any]:
    """Lead to all nodes of the next layer in turn; once they are all reached, end early now and then."""
    targets: list[Any] = []
    for position in range(len(OPTIONS) * place, len(OPTIONS) * (place + 1)):
        again = position // below
        if again and position % 5 == 0:
            targets.append({"outcome": f"o{(position + layer) % (OUTCOMES - 1)}"})
        else:
            targets.append(f"n{layer + 1}_{(position + again) % below}")
    return targets


def _last(place: int) -> list[Any]:
    """End in one of three outcomes for each option, in as many ways as there can be nodes."""
    low, middle, high = place, place // 3, place + place // 3 + place // 9
    return [{"outcome": f"o{number}"} for number in (low % 3, 2 + middle % 3, 4 + high % 3)]
