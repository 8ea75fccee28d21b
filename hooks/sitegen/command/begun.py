"""Another language, and another course."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sitegen.begin import course as new_course
from sitegen.begin import language as new_language

if TYPE_CHECKING:
    from pathlib import Path


def language(folder: Path, tag: str | None) -> int:
    """Begin another language, and say what comes next."""
    if not tag:
        print("Which language? Name it by its tag: make language LANGUAGE=es", file=sys.stderr)
        return 1
    begun = new_language.begin(folder, tag)
    if begun.written:
        print(f"Written: {', '.join(begun.written)}\nThe site builds as it is: make serve. Next, in any order:")
    else:
        print(f"Nothing to do: '{tag}' is there already.{' Next, in any order:' if begun.next else ''}")
    for step in begun.next:
        print(f"- {step}")
    print("make check counts what is translated, and names what is missing.")
    return 0


def course(to: Path | None, languages: str) -> int:
    """Begin another course, and say what comes next."""
    if not to:
        print('Where? Name a folder that is new: make course FOLDER=../mine LANGUAGES="en es"', file=sys.stderr)
        return 1
    steps = new_course.begin(to, languages.replace(",", " ").split() or ["en"])
    print(f"A course has begun in {to}; it checks clean and builds as it is. Next:")
    for step in steps:
        print(f"- {step}")
    return 0
