"""`python -m sitegen check` and `python -m sitegen messages`, run in the project's folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sitegen import graph, i18n
from sitegen.findings import ContentError
from sitegen.load import load


def main() -> int:
    """Run one command; return the process's exit code."""
    parser = argparse.ArgumentParser(prog="sitegen", description="Check the content, or update interface strings.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check all content without building the site")
    check.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    messages = commands.add_parser("messages", help="bring interface catalogues up to date with the code")
    messages.add_argument("languages", nargs="*", help="language tags; all that have a catalogue by default")
    arguments = parser.parse_args()
    return _check(arguments.folder) if arguments.command == "check" else _messages(arguments.languages)


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
    print(f"{len(course.file.points)} points of the source article, each taught in a section.")
    if course.quiz:
        found = graph.figures(course.quiz)
        print(
            f"Quiz: {found.nodes} nodes, {found.exits} exits, {found.paths} paths of {found.shortest} to "
            f"{found.longest} questions, {found.combinations} answer combinations."
        )
    return 0


def _messages(languages: list[str]) -> int:
    known = sorted(path.parts[-3] for path in i18n.PACKAGE.glob("locale/*/LC_MESSAGES/sitegen.po"))
    for lang in languages or known:
        print(i18n.update(lang).relative_to(i18n.PACKAGE.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
