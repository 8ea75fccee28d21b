"""The commands of `make`, such as `check`, `status` and `messages`, run in the project's folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import boundary
from sitegen.command import begun, checked, quizzes, recorded, translated
from sitegen.show.formats import FORMATS
from sitegen.show.review import Places, review

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> int:
    """Run one command; return the process's exit code. What stops it is told."""
    return boundary.guard(_main)


def _main() -> int:
    arguments = vars(_parser().parse_args())
    del arguments["command"]
    run: Callable[..., int] = arguments.pop("run")
    return run(**arguments)


def _parser() -> argparse.ArgumentParser:
    """Return what reads a command line: of each command, what runs it and what that is given."""
    parser = argparse.ArgumentParser(prog="sitegen", description="Check the content, or update interface strings.")
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Callable[..., int], says: str, folder: str = "folder") -> argparse.ArgumentParser:
        """Add a command that works on a folder of content."""
        command = commands.add_parser(name, help=says)
        command.set_defaults(run=run)
        if folder.startswith("-"):
            command.add_argument(folder, type=Path, default=Path("content"))
        else:
            command.add_argument(folder, nargs="?", type=Path, default=Path("content"))
        return command

    check = add("check", checked.check, "check all content without building the site")
    check.add_argument(
        "--format", dest="form", choices=("text", *FORMATS), default="text", help="what else findings are said in"
    )
    add("ledger", recorded.ledger, "record all that links may carry")
    add("files", checked.files, "list the files that are published as they lie")
    add("quiz", quizzes.quiz, "show what is proved of the quiz")
    add("reading", checked.reading, "show how easily each page reads")
    add("license", recorded.license, "write the files of the licences that the settings name")
    add("schemas", recorded.schemas, "write the schemas by which editors complete and explain keys")
    status = add("status", translated.status, "show how the translations stand towards the source")
    status.add_argument("--format", dest="form", choices=("text", "markdown"), default="text")
    accept = add("accept", translated.accept, "record that translations say what the source says now", "--folder")
    accept.add_argument("places", nargs="*", help="page.md, page.md#section, file.yml or file.yml:key; all by default")
    for each in (status, accept):
        each.add_argument("--language", dest="lang", help="one translation alone")
    language = add("language", begun.language, "begin another language of the course", "--folder")
    language.add_argument("tag", nargs="?", help="the language's tag, such as es or pt-BR")

    answer = commands.add_parser("review", help="write what answers a pull request, from the project before and after")
    answer.set_defaults(run=_review)
    answer.add_argument("before", type=Path, help="folder of the project")
    answer.add_argument("after", type=Path, help="the same with what is proposed")
    for place in ("site", "preview", "archive"):
        answer.add_argument(f"--{place}", default="", help="address of it, if it has one")
    messages = commands.add_parser("messages", help="bring interface catalogues up to date with the code")
    messages.set_defaults(run=recorded.messages)
    messages.add_argument("languages", nargs="*", help="language tags; all that have a catalogue by default")
    course = commands.add_parser("course", help="begin another course, with a copy of this generator")
    course.set_defaults(run=begun.course)
    course.add_argument("to", nargs="?", type=Path, help="a folder that is new or empty, such as ../mine")
    course.add_argument("--languages", default="", help="language tags, such as 'en es'; English unless said")
    return parser


def _review(before: Path, after: Path, site: str, preview: str, archive: str) -> int:
    print(review(checked.side(before), checked.side(after), Places(site, preview, archive)), end="")
    return 0
