"""What two checkers say of the HTML: the Nu Html Checker of the standard's makers, and html-validate.

What is not counted stands in `EXCEPTIONS` and in `htmlvalidate.json`, each with its reason in
`adr/042-an-audit-of-the-built-site.md`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from siteaudit.measure import Measure, faults, missing

if TYPE_CHECKING:
    from collections.abc import Sequence

TOOLS = Path(__file__).parent.parent.parent / ".audit" / "node_modules"
_JAR = Path("vnu-jar", "build", "dist", "vnu.jar")
EXCEPTIONS = (
    re.compile(r"(?:Resource|Inline (?:script|style)) violates Content Security Policy"),
    re.compile(r"Consider using the “h1” element as a top-level heading only"),
)
"""Warnings of the Nu Html Checker that are not counted."""


def nu(root: Path, paths: Sequence[str], tools: Path = TOOLS) -> list[Measure]:
    """Return the errors and the warnings that the Nu Html Checker finds in some files."""
    jar, java = tools / _JAR, shutil.which("java")
    if not java or not jar.is_file():
        why = f"there is no {jar.name}" if java else "there is no Java (Debian: apt-get install default-jre-headless)"
        return [missing("nu_errors", why), missing("nu_warnings", why)]
    said, failed = _run(java, "-Xss4m", "-jar", jar, "--format", "json", "--stdout", *(root / path for path in paths))
    try:
        messages = json.loads(said)["messages"]
    except (ValueError, KeyError):
        why = _last_line(failed)
        return [missing("nu_errors", why), missing("nu_warnings", why)]
    return judged(messages, len(paths))


def judged(messages: Sequence[dict[str, Any]], number: int) -> list[Measure]:
    """Return errors and warnings among what the Nu Html Checker has said of a `number` of files."""
    told = [
        (one["type"], _place(one)) for one in messages if not any(known.match(one["message"]) for known in EXCEPTIONS)
    ]
    return [
        faults("nu_errors", [place for kind, place in told if kind != "info"], number),
        faults("nu_warnings", [place for kind, place in told if kind == "info"], number),
    ]


def _place(message: dict[str, Any]) -> str:
    return f"{'/'.join(message.get('url', '').split('/')[-3:])}:{message.get('lastLine', 0)}: {message['message']}"


def html_validate(root: Path, paths: Sequence[str], tools: Path = TOOLS) -> Measure:
    """Return what html-validate finds in some files."""
    program = tools / ".bin" / "html-validate"
    if not program.exists():
        return missing("html_validate", "html-validate is not installed")
    config = Path(__file__).parent / "htmlvalidate.json"
    said, failed = _run(program, "--config", config, "--formatter", "json", *(root / path for path in paths))
    try:
        files = json.loads(said)
    except ValueError:
        return missing("html_validate", _last_line(failed))
    found = [
        f"{Path(file['filePath']).relative_to(root)}:{one['line']}: {one['ruleId']}: {one['message']}"
        for file in files
        for one in file["messages"]
    ]
    return faults("html_validate", found, len(paths))


def versions(tools: Path = TOOLS) -> dict[str, str]:
    """Return name -> version of the tools that are installed for the audit alone."""
    named = {"Nu Html Checker": "vnu-jar", "html-validate": "html-validate", "Lighthouse": "lighthouse"}
    files = {name: tools / package / "package.json" for name, package in named.items()}
    return {name: json.loads(file.read_text("utf-8"))["version"] for name, file in files.items() if file.is_file()}


def _run(*command: str | Path) -> tuple[str, str]:
    """Return what a program printed, and beside it; through files, for Node ends before a pipe has taken all."""
    with TemporaryFile("w+", encoding="utf-8") as said, TemporaryFile("w+", encoding="utf-8") as failed:
        subprocess.run(list(map(str, command)), stdout=said, stderr=failed, check=False)
        said.seek(0)
        failed.seek(0)
        return said.read(), failed.read()


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
