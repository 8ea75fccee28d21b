"""The commands of `make`, such as `check`, `status` and `messages`, run in the project's folder."""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import boundary, schemas
from sitegen.begin import course as new_course
from sitegen.begin import language
from sitegen.check import license, published, reading, unfinished
from sitegen.check.unmeant import THEME
from sitegen.course import modeline, translation
from sitegen.course.translation import State, file_of, within
from sitegen.findings import ContentError, Finding, did_you_mean
from sitegen.kinds.cases import cases_of, doubts
from sitegen.kinds.cases.score import scores
from sitegen.kinds.quiz import graph, several
from sitegen.kinds.quiz.closed import said
from sitegen.language import catalogues, ease
from sitegen.load import SETTINGS, load, record, standing
from sitegen.show import listed, status
from sitegen.show.formats import FORMATS
from sitegen.show.review import Places, Side, review

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.course.course import Course
    from sitegen.course.files import Published
    from sitegen.course.translation import Translation
    from sitegen.kinds.cases.shape import Case
    from sitegen.kinds.quiz.shape import QuizFile

_LICENSES = Path("node_modules", "spdx-license-list", "licenses")
"""Texts of licences, by their SPDX ids."""

_UNRECORDED = "link/unrecorded"
"""Rule of the warning that `make ledger` cures."""


def main() -> int:
    """Run one command; return the process's exit code. What stops it is told."""
    return boundary.guard(_main)


def _main() -> int:
    parser = argparse.ArgumentParser(prog="sitegen", description="Check the content, or update interface strings.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check all content without building the site")
    check.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    check.add_argument(
        "--format", choices=("text", *FORMATS), default="text", help="what else the findings are said in"
    )
    recorded = commands.add_parser("ledger", help="record all that links may carry")
    recorded.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    lying = commands.add_parser("files", help="list the files that are published as they lie")
    lying.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    quiz = commands.add_parser("quiz", help="show what is proved of the quiz")
    quiz.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    easily = commands.add_parser("reading", help="show how easily each page reads")
    easily.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    licensed = commands.add_parser("license", help="write the files of the licences that the settings name")
    licensed.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    described = commands.add_parser("schemas", help="write the schemas by which editors complete and explain keys")
    described.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    stand = commands.add_parser("status", help="show how the translations stand towards the source")
    stand.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    stand.add_argument("--format", choices=("text", "markdown"), default="text")
    accept = commands.add_parser("accept", help="record that translations say what the source says now")
    accept.add_argument("places", nargs="*", help="page.md, page.md#section, file.yml or file.yml:key; all by default")
    accept.add_argument("--folder", type=Path, default=Path("content"))
    for each in (stand, accept):
        each.add_argument("--language", help="one translation alone")
    answer = commands.add_parser("review", help="write what answers a pull request, from the project before and after")
    answer.add_argument("before", type=Path, help="folder of the project")
    answer.add_argument("after", type=Path, help="the same with what is proposed")
    for place in ("site", "preview", "archive"):
        answer.add_argument(f"--{place}", default="", help="address of it, if it has one")
    messages = commands.add_parser("messages", help="bring interface catalogues up to date with the code")
    messages.add_argument("languages", nargs="*", help="language tags; all that have a catalogue by default")
    begun = commands.add_parser("language", help="begin another language of the course")
    begun.add_argument("tag", nargs="?", help="the language's tag, such as es or pt-BR")
    begun.add_argument("--folder", type=Path, default=Path("content"))
    started = commands.add_parser("course", help="begin another course, with a copy of this generator")
    started.add_argument("to", nargs="?", type=Path, help="a folder that is new or empty, such as ../mine")
    started.add_argument("--languages", default="", help="language tags, such as 'en es'; English unless said")
    arguments = parser.parse_args()
    if arguments.command == "course":
        return _course(arguments.to, arguments.languages)
    if arguments.command == "language":
        return _language(arguments.folder, arguments.tag)
    if arguments.command == "messages":
        return _messages(arguments.languages)
    if arguments.command == "review":
        places = Places(arguments.site, arguments.preview, arguments.archive)
        print(review(side(arguments.before), side(arguments.after), places), end="")
        return 0
    if arguments.command == "check":
        return _check(arguments.folder, arguments.format)
    if arguments.command == "status":
        return _status(arguments.folder, arguments.language, arguments.format)
    if arguments.command == "accept":
        return _accept(arguments.folder, arguments.language, arguments.places)
    run = {"ledger": _ledger, "files": _files, "quiz": _quiz, "reading": _reading, "license": _license}
    run |= {"schemas": _schemas}
    return run[arguments.command](arguments.folder)


def _check(folder: Path, form: str) -> int:
    """Check the content; another form than text goes to standard output, and the text beside it."""
    if form == "text":
        return _told(load(folder, folder.parent / "docs"))
    try:
        course = load(folder, folder.parent / "docs")
    except Exception as error:
        if found := boundary.findings(error):
            print(FORMATS[form](found), end="")
        raise
    print(FORMATS[form](course.warnings), end="")
    with redirect_stdout(sys.stderr):
        return _told(course)


def _told(course: Course) -> int:
    """Tell what was found and counted, in words."""
    for warning in course.warnings:
        print(warning, file=sys.stderr)
    print(f"{len(course.pages[course.source])} pages in each of {', '.join(course.languages)}.")
    if course.file.points:
        print(f"{len(course.file.points)} points, each taught in a section.")
    for quiz in several.quizzes(course):
        _print_figures(quiz, graph.figures(quiz.file))
    begun = unfinished.said(course)
    for lang, found in course.translations.items():
        print(begun.get(lang) or status.line(lang, found))
    print("How the translations stand: make status. How easily the pages read: make reading")
    return _stopped(course)


def _stopped(course: Course) -> int:
    """Return the exit code of a check: what stops a strict build stops it too."""
    stopping = sum(warning.stops for warning in course.warnings)
    if stopping:
        print(f"\n{stopping} to correct.", file=sys.stderr)
    return int(bool(stopping))


def side(project: Path) -> Side:
    """Return a project as a review compares it; what is wrong with its content stops nothing.

    Of links that are not recorded it says nothing: that is done where they are published.
    """
    try:
        course = load(project / "content", project / "docs")
    except Exception as error:
        if not (found := boundary.findings(error)):
            raise
        return Side(_texts_of(project), None, found, standing(project / "content", found))
    return Side(_texts_of(project), course, tuple(found for found in course.warnings if found.rule != _UNRECORDED))


def _texts_of(project: Path) -> dict[str, bytes]:
    """Return path -> content of the files that readers, or the navigation, are made of."""
    found = [project / SETTINGS] if (project / SETTINGS).is_file() else []
    for top in ("content", "docs"):
        found += [Path(place, name) for place, _, names in os.walk(project / top) for name in names]
    return {
        path.relative_to(project).as_posix(): boundary.read(path)
        for path in found
        if path.is_file() and not path.is_symlink()
    }


def _status(folder: Path, lang: str | None, form: str) -> int:
    """Print how the translations stand; none of it is a failure."""
    found = _translations(folder, lang)
    if found is not None:
        print(status.in_text(found) if form == "text" else status.in_pull_request(found))
    return int(found is None)


def _accept(folder: Path, lang: str | None, places: list[str]) -> int:
    """Record that translations are right at some places, or everywhere."""
    translations = _translations(folder, lang)
    if translations is None:
        return 1
    for place in places:
        if not any(_known(other, found, place) for other, found in translations.items()):
            known = {name for found in translations.values() for each in found.states for name in (each, file_of(each))}
            print(f"There is no '{place}' to accept{did_you_mean(place, known) or '.'}", file=sys.stderr)
            return 1
    for other, found in translations.items():
        wanted = [place for place in places if _known(other, found, place)]
        if wanted or not places:
            _record_accepted(folder / other / translation.FILE, found, [_inside(other, place) for place in wanted])
    return 0


def _known(lang: str, found: Translation, place: str) -> bool:
    return any(within(each, [_inside(lang, place)]) for each in found.states)


def _inside(lang: str, place: str) -> str:
    """Return a place without the language that may stand before it, as in what `status` prints."""
    return place.removeprefix(f"{lang}/")


def _record_accepted(file: Path, found: Translation, wanted: list[str]) -> None:
    record = translation.accept(found, lambda place: within(place, wanted))
    for place, state in found.states.items():
        if state is State.MISSING and within(place, wanted):
            print(f"{file.parent.name}/{place} is not translated yet: not accepted.")
    if record == found.record:
        print(f"{file}: nothing new to accept.")
        return
    changed = sum(record.get(place) != found.record.get(place) for place in record.keys() | found.record.keys())
    boundary.write(file, _line_in(file) + translation.text_of(record))
    print(f"{file}: {changed} changed, {len(record)} texts accepted in all.")


def _translations(folder: Path, lang: str | None) -> dict[str, Translation] | None:
    """Return how the translations stand, or that into one language; None where there is none, which is told."""
    found = load(folder, folder.parent / "docs").translations
    if lang and lang not in found:
        print(f"There is no translation '{lang}'{did_you_mean(lang, found) or '.'}", file=sys.stderr)
        return None
    return {other: stand for other, stand in found.items() if lang in (None, "", other)}


def _reading(folder: Path) -> int:
    """Print how easily each page reads, and which ones read less easily than their language asks."""
    course = load(folder, folder.parent / "docs")
    for lang in course.languages:
        _print_reading(course, lang)
    hard = reading.check(course)
    for finding in hard:
        print(finding, file=sys.stderr)
    return int(bool(hard))


def _print_reading(course: Course, lang: str) -> None:
    scale, wanted = ease.scale(lang), course.wording[lang].course.reading_ease
    if scale:
        asked = f", at least {wanted}" if wanted is not None else ""
        print(f"\n{lang}: reading ease of the written prose ({scale.source}, syllables by pyphen{asked})")
        for found in reading.measure(course, lang):
            print(f"{found.path:<24}{found.words:>6} words  {'-' if found.ease is None else round(found.ease):>3}")


def _ledger(folder: Path) -> int:
    """Record all that links to the course may carry, so that none is killed unnoticed."""
    course = load(folder, folder.parent / "docs")
    for warning in course.warnings:
        if warning.rule != _UNRECORDED:  # cured at once
            print(warning)
    _record(course, folder / "published.yml")
    return 0


def _license(folder: Path) -> int:
    """Write the files of the licences that the settings name, and what the read-me says of them."""
    project = folder.parent
    settings = boundary.text(project / SETTINGS)
    known = license.decided(settings)
    try:
        if wrong := license.settings(settings, SETTINGS):
            raise ContentError(wrong)
        files = license.written(known, folder.name, lambda name: _text_of_license(project / _LICENSES, name))
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    if (project / license.README).is_file():
        files[license.README] = license.readme(known, boundary.text(project / license.README))
    for place, text in files.items():
        boundary.write(project / place, text)
    for file in license.superfluous(known, project, folder.name):
        file.unlink()
    print(f"Written: {', '.join(files)}")
    return 0


def _text_of_license(texts: Path, name: str) -> str:
    """Return the text of a licence, as the package of the SPDX list has it."""
    file = texts / f"{name}.json"
    if not file.is_file():
        message = (
            f"there is no licence '{name}' in {texts}{did_you_mean(name, [path.stem for path in texts.glob('*')])}"
        )
        raise ContentError([Finding(SETTINGS, 1, "license/setting", message)])
    return str(json.loads(boundary.text(file))["licenseText"])


def _files(folder: Path) -> int:
    """List the files that are published as they lie, to be looked at, and compared with an earlier list."""
    docs = folder.parent / "docs"
    try:
        course = load(folder, docs)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    for path, sort in sorted(listed.sources(folder, course.languages, docs, folder.parent / THEME)):
        print(f"{path}  ({sort})")
    return 0


def _quiz(folder: Path) -> int:
    """Print the paths and figures of each quiz."""
    course = load(folder, folder.parent / "docs")
    quizzes = several.quizzes(course)
    for quiz in quizzes:
        if len(quizzes) > 1:
            print(f"\n{quiz.title(course.source)} ({quiz.document.path})\n")
        _print_quiz(quiz)
        _print_cases(quiz.file, cases_of(quiz))
    if not quizzes:
        print("This course has no quiz.")
    for warning in (*course.warnings, *doubts(course)):
        print(warning)
    return 0


def _print_quiz(shown: several.Quiz) -> None:
    quiz = shown.file
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
    _print_figures(shown, counted)


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
    found = record(course)
    if found == course.published:
        print(f"Nothing new: {file} has all that links may carry.")
        return
    boundary.write(file, _line_in(file) + published.write(found))
    print(f"Recorded in {file}: {', '.join(f'{name} ({count})' for name, count in _counts(found).items())}.")


def _line_in(file: Path) -> str:
    """Return the line by which a file that is written anew names its schema."""
    return modeline.of(boundary.text(file)) if file.is_file() else ""


def _schemas(folder: Path) -> int:
    """Write the schemas, and into each file of data the line that names its own."""
    for path in schemas.write(folder):
        print(f"{folder.name}/{path} names its schema now.")
    print(f"The schemas are in {folder.parent / schemas.FOLDER}.")
    return 0


def _counts(found: Published) -> dict[str, int]:
    """Return how many of each sort a record has."""
    named = {"addresses": found.addresses, "sections": found.sections, "terms": found.terms}
    counts = {name: sum(map(len, known.values())) for name, known in named.items()}
    quizzes = (found, *found.quizzes.values())
    questions = sum(len(quiz.questions) for quiz in quizzes)
    outcomes = sum(len(quiz.outcomes) for quiz in quizzes)
    counts = {"questions": questions, "outcomes": outcomes, **counts}
    return {name: count for name, count in counts.items() if count}


def _print_figures(quiz: several.Quiz, found: graph.Figures) -> None:
    print(
        f"Quiz{f' {quiz.id}' if quiz.id else ''}: {found.nodes} nodes, {found.exits} exits, {found.paths} paths of "
        f"{found.shortest} to {found.longest} questions, {found.combinations} answer combinations."
    )


def _language(folder: Path, tag: str | None) -> int:
    """Begin another language, and say what comes next."""
    if not tag:
        print("Which language? Name it by its tag: make language LANGUAGE=es", file=sys.stderr)
        return 1
    begun = language.begin(folder, tag)
    if begun.written:
        print(f"Written: {', '.join(begun.written)}\nThe site builds as it is: make serve. Next, in any order:")
    else:
        print(f"Nothing to do: '{tag}' is there already.{' Next, in any order:' if begun.next else ''}")
    for step in begun.next:
        print(f"- {step}")
    print("make check counts what is translated, and names what is missing.")
    return 0


def _course(folder: Path | None, languages: str) -> int:
    """Begin another course, and say what comes next."""
    if not folder:
        print('Where? Name a folder that is new: make course FOLDER=../mine LANGUAGES="en es"', file=sys.stderr)
        return 1
    steps = new_course.begin(folder, languages.replace(",", " ").split() or ["en"])
    print(f"A course has begun in {folder}; it checks clean and builds as it is. Next:")
    for step in steps:
        print(f"- {step}")
    return 0


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
