"""How often an author runs the check before a new entry is right: each round does what findings say, and no more."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import MINIMAL, findings_of

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.findings import Finding

MOST = 3
"""Rounds after which the check must have nothing more to say."""
_LACKS = re.compile(r"^(.*?) lacks the (?:key|wording of) '(\w+)'(?:; write \2: (.*))?$")
_CHOICE = re.compile(r"(\w+) or \w+")
_WAY = re.compile(r"(\w+): (\w+)(?: \(or [\w, ]+\))?")
_GOES_ON = re.compile(r"goes on with (.*?); answer as|; ([^;]*?) would lead there")
_NO_OPTION = re.compile(r"'(\w+)' has no option '(\w+)'")
_NO_QUESTION = re.compile(r"there is no question '(\w+)'")
_CHOICES = re.compile(r"'(\w+)'.*?[Tt]here are: ([\w, ]+)")
_NAMES = {"quiz": ["warm"], "sides": ["warm"], "options": ["fresh", "salty"]}
_ANSWERED = {"answers": {"risen": "flat"}, "outcomes": {"warm": "wait"}}
_KNOWN_TO_AUTHORS = {"slug": "in-the-street", "outcome": "wait", "because": "la pâte est salée"}
"""What an author knows besides: the sides of the course, the results of its quiz, and how an address looks."""


_SLIP = {"answers": {"rise": "flat"}, "outcome": "bake"}


@pytest.mark.parametrize(
    ("path", "begun"),
    [
        ("examples.yml", [{"id": "street"}]),
        ("analogies.yml", [{"id": "street"}]),
        ("analogies.yml", [{"id": "street", "origin": "own", "outcomes": {"warm": "backing", "cold": "waiting"}}]),
        (
            "examples.yml",
            [{"id": "street", "origin": "own", "quiz": {"warm": {"answers": {"rise": "flat"}, "outcome": "bake"}}}],
        ),
    ],
    ids=["example", "analogy", "analogy with slips", "example with slips"],
)
def test_a_new_entry_is_right_after_a_few_rounds(tmp_path: Path, path: str, begun: list[dict[str, Any]]) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    content = tmp_path / "content"
    _write(content / path, [*_read(content / path), *begun])
    for _ in range(MOST):
        if not (found := _errors(content)):
            return
        for finding in found:
            _do(finding, tmp_path)
    assert [str(finding) for finding in _errors(content)] == []


def test_a_new_question_is_right_after_a_few_rounds(tmp_path: Path) -> None:
    """It stands before all others, so every example must answer it."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    quiz = tmp_path / "content" / "quiz.yml"
    data = _read(quiz)
    data["questions"].append({"id": "salted", "options": ["fresh", "salty"]})
    data["nodes"]["salted"] = {"ask": "salted", "goto": {"fresh": data["start"], "salty": {"outcome": "wait"}}}
    data["start"] = "salted"
    data["longest"] = 3
    _write(quiz, data)
    for _ in range(MOST):
        for finding in _errors(tmp_path / "content"):
            _do(finding, tmp_path)
    assert [str(finding) for finding in _errors(tmp_path / "content")] == []


def _errors(content: Path) -> list[Finding]:
    return [finding for finding in findings_of(content) if finding.rule not in {"entry/unused", "link/unrecorded"}]


def _do(finding: Finding, project: Path) -> None:
    """Do what one finding says, to the letter."""
    file = project / finding.path
    data = _read(file)
    if match := _LACKS.match(finding.message):
        _at(data, match[1])[match[2]] = _filled(match[2], yaml.safe_load(_CHOICE.sub(r"\1", match[3] or "…")))
    elif finding.rule in {"example/mismatch", "form/mismatch"}:
        _answer(data, finding.message)
    elif match := _CHOICES.search(finding.message):
        _replace(data, match[1], match[2].split(", ")[0])
    _write(file, data)


def _answer(data: Any, message: str) -> None:
    ident, side = re.match(r"(\w+), (\w+): ", message).groups()  # type: ignore[union-attr]
    entry = next(entry for entry in data if entry["id"] == ident)
    answers = entry.get("quiz", entry)[side]["answers"]
    never = re.search(r"never asks (.*?);", message)
    for question in [*_NO_QUESTION.findall(message), *(re.findall(r"\w+", never[1]) if never else ())]:
        answers.pop(question)
    if way := _GOES_ON.search(message):
        if way[2]:
            answers.clear()
        answers |= dict(_WAY.findall(way[1] or way[2]))


def _filled(key: str, form: Any) -> Any:
    """Return what an author writes where a finding shows a form to be filled in."""
    if isinstance(form, dict) and key in _ANSWERED:
        return _ANSWERED[key]
    if isinstance(form, dict):
        return {
            side: _filled(each, below)
            for each, below in form.items()
            for side in (_NAMES[key] if each == "name" else [each])
        }
    if isinstance(form, list):
        return [_filled(key, below) for below in form]
    return _KNOWN_TO_AUTHORS.get(key, "Un texte.") if form == "…" else form


def _at(data: Any, place: str) -> Any:
    """Return what a finding names: entries of a list by their id, keys after dots."""
    for part in re.findall(r"'[^']+'|entry \d+|[\w]+", "" if place == "the file" else place):
        if part.startswith("'"):
            data = next(entry for entry in data if entry.get("id") == part.strip("'"))
        elif part.startswith("entry"):
            data = data[int(part.split()[1]) - 1]
        else:
            data = data.setdefault(part, {})
    return data


def _replace(data: Any, old: str, new: str) -> None:
    for key, value in list(
        data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    ):
        if value == old:
            data[key] = new
        else:
            _replace(value, old, new)


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _write(file: Path, data: Any) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
