"""Files of a project that a command writes: records, licences, schemas, catalogues."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import boundary
from sitegen import schemas as editors
from sitegen.check import license as licensed
from sitegen.check import published
from sitegen.course import modeline
from sitegen.findings import ContentError, Finding, did_you_mean
from sitegen.language import catalogues
from sitegen.load import SETTINGS, load, record

if TYPE_CHECKING:
    from sitegen.course.course import Course
    from sitegen.course.files import Published

_LICENSES = Path("node_modules", "spdx-license-list", "licenses")
"""Texts of licences, by their SPDX ids."""

UNRECORDED = "link/unrecorded"
"""Rule of the warning that `make ledger` cures."""


def ledger(folder: Path) -> int:
    """Record all that links to the course may carry, so that none is killed unnoticed."""
    course = load(folder, folder.parent / "docs")
    for warning in course.warnings:
        if warning.rule != UNRECORDED:  # cured at once
            print(warning)
    _record(course, folder / "published.yml")
    return 0


def _record(course: Course, file: Path) -> None:
    found = record(course)
    if found == course.published:
        print(f"Nothing new: {file} has all that links may carry.")
        return
    boundary.write(file, line_in(file) + published.write(found))
    print(f"Recorded in {file}: {', '.join(f'{name} ({count})' for name, count in _counts(found).items())}.")


def _counts(found: Published) -> dict[str, int]:
    """Return how many of each sort a record has."""
    named = {"addresses": found.addresses, "sections": found.sections, "terms": found.terms}
    counts = {name: sum(map(len, known.values())) for name, known in named.items()}
    quizzes = (found, *found.quizzes.values())
    questions = sum(len(quiz.questions) for quiz in quizzes)
    outcomes = sum(len(quiz.outcomes) for quiz in quizzes)
    counts = {"questions": questions, "outcomes": outcomes, **counts}
    return {name: count for name, count in counts.items() if count}


def line_in(file: Path) -> str:
    """Return the line by which a file that is written anew names its schema."""
    return modeline.of(boundary.text(file)) if file.is_file() else ""


def license(folder: Path) -> int:
    """Write the files of the licences that the settings name, and what the read-me says of them."""
    project = folder.parent
    settings = boundary.text(project / SETTINGS)
    known = licensed.decided(settings)
    try:
        if wrong := licensed.settings(settings, SETTINGS):
            raise ContentError(wrong)
        files = licensed.written(known, folder.name, lambda name: _text_of_license(project / _LICENSES, name))
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    if (project / licensed.README).is_file():
        files[licensed.README] = licensed.readme(known, boundary.text(project / licensed.README))
    for place, text in files.items():
        boundary.write(project / place, text)
    for file in licensed.superfluous(known, project, folder.name):
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


def schemas(folder: Path) -> int:
    """Write the schemas, and into each file of data the line that names its own."""
    for path in editors.write(folder):
        print(f"{folder.name}/{path} names its schema now.")
    print(f"The schemas are in {folder.parent / editors.FOLDER}.")
    return 0


def messages(languages: list[str]) -> int:
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
