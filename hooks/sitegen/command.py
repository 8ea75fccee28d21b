"""The commands `check`, `quiz`, `reading` and `messages`, run in the project's folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.check import permanent, reading, unfinished
from sitegen.course.files import Published
from sitegen.findings import ContentError
from sitegen.kinds import KINDS
from sitegen.kinds.cases import CASES, doubts
from sitegen.kinds.cases.score import scores
from sitegen.kinds.quiz import QUIZ, graph
from sitegen.kinds.quiz.closed import said
from sitegen.language import catalogues, ease
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.course.course import Course
    from sitegen.kinds.cases.shape import Case
    from sitegen.kinds.quiz.shape import QuizFile


def main() -> int:
    """Run one command; return the process's exit code."""
    parser = argparse.ArgumentParser(prog="sitegen", description="Check the content, or update interface strings.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check all content without building the site")
    check.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    quiz = commands.add_parser("quiz", help="show what is proved of the quiz, and record all ids that links may carry")
    quiz.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    easily = commands.add_parser("reading", help="show how easily each page reads")
    easily.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    messages = commands.add_parser("messages", help="bring interface catalogues up to date with the code")
    messages.add_argument("languages", nargs="*", help="language tags; all that have a catalogue by default")
    arguments = parser.parse_args()
    if arguments.command == "messages":
        return _messages(arguments.languages)
    return {"check": _check, "quiz": _quiz, "reading": _reading}[arguments.command](arguments.folder)


def _check(folder: Path) -> int:
    try:
        course = load(folder, folder.parent / "docs")
    except ContentError as error:
        print(error, file=sys.stderr)
        print(f"\n{len(error.findings)} to correct.", file=sys.stderr)
        return 1
    for warning in course.warnings:
        print(f"{warning} (warning)", file=sys.stderr)
    print(f"{len(course.pages[course.source])} pages in each of {', '.join(course.languages)}.")
    for line in unfinished.said(course):
        print(line)
    print(f"{len(course.file.points)} points of the source article, each taught in a section.")
    if quiz := QUIZ.of(course):
        _print_figures(graph.figures(quiz))
    print("How easily the pages read: make reading")
    return 0


def _reading(folder: Path) -> int:
    """Print how easily each page reads, and which ones read less easily than their language asks."""
    try:
        course = load(folder, folder.parent / "docs")
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    for lang in course.languages:
        _print_reading(course, lang)
    hard = reading.check(course)
    for finding in hard:
        print(f"{finding} (warning)", file=sys.stderr)
    return int(bool(hard))


def _print_reading(course: Course, lang: str) -> None:
    scale, wanted = ease.scale(lang), course.wording[lang].course.reading_ease
    if scale:
        asked = f", at least {wanted}" if wanted is not None else ""
        print(f"\n{lang}: reading ease of the written prose ({scale.source}, syllables by pyphen{asked})")
        for found in reading.measure(course, lang):
            print(f"{found.path:<24}{found.words:>6} words  {'-' if found.ease is None else round(found.ease):>3}")


def _quiz(folder: Path) -> int:
    """Print the paths and figures of the quiz; record all ids of the course, so that no link is killed unnoticed."""
    try:
        course = load(folder, folder.parent / "docs")
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    if quiz := QUIZ.of(course):
        _print_quiz(quiz)
        _print_cases(quiz, CASES.of(course))
    else:
        print("This course has no quiz.")
    for warning in (*course.warnings, *doubts(course)):
        if warning.rule != "link/unrecorded":  # cured at once
            print(f"{warning} (warning)")
    _record(course, folder / "published.yml")
    return 0


def _print_quiz(quiz: QuizFile) -> None:
    for path in graph.paths(quiz):
        print(f"{said(path.answers)} -> {path.outcome}")
    counted = graph.figures(quiz)
    print(f"\n{'outcome':<16}{'paths':>7}{'share':>8}{'combinations':>14}{'share':>8}  shortest answers")
    for outcome in quiz.outcomes:
        paths, combinations = counted.outcome_paths[outcome.id], counted.outcome_combinations[outcome.id]
        shortest = graph.witness(quiz, [outcome.id], {})
        answers = said(shortest.answers) if shortest else "-"
        print(
            f"{outcome.id:<16}{paths:>7}{paths / counted.paths:>8.1%}"
            f"{combinations:>14}{combinations / counted.combinations:>8.1%}  {answers}"
        )
    _print_figures(counted)


def _print_cases(quiz: QuizFile, cases: Sequence[Case]) -> None:
    """Print how right the quiz is about its cases, and how far their readings agree; nothing where it has none."""
    if not cases:
        return
    counted = scores(quiz, cases)
    print(f"\n{'cases':<16}{'all':>7}{'right':>8}{'best':>8}{'harmful':>9}")
    for name, score in {**counted.outcomes, "all outcomes": counted.all}.items():
        print(f"{name:<16}{score.cases:>7}{score.right:>8}{score.best:>8}{score.harmful:>9}")
    for question, share in counted.agreement.items():
        print(f"Readings agree on {question} in {share:.0%} of pairs.")


def _record(course: Course, file: Path) -> None:
    record = permanent.record(course)
    for kind in KINDS:
        record = kind.record(course, record)
    if record != (course.published or Published()):
        file.write_text(permanent.write(record), encoding="utf-8")
        ids = record.model_dump(exclude={"fingerprint"}, exclude_defaults=True)
        print(f"Recorded in {file}: {', '.join(f'{kind} ({len(known)})' for kind, known in ids.items())}.")


def _print_figures(found: graph.Figures) -> None:
    print(
        f"Quiz: {found.nodes} nodes, {found.exits} exits, {found.paths} paths of {found.shortest} to "
        f"{found.longest} questions, {found.combinations} answer combinations."
    )


def _messages(languages: list[str]) -> int:
    package = catalogues.PACKAGE
    print(catalogues.list_messages().relative_to(package.parent))
    known = sorted(path.parts[-3] for path in package.glob("locale/*/LC_MESSAGES/sitegen.po"))
    code = 0
    for lang in languages or known:
        try:
            print(catalogues.update(lang).relative_to(package.parent))
        except ContentError as error:
            print(error, file=sys.stderr)
            code = 1
    return code
