"""Asks what is known against the locked packages: `make audit-dependencies`.

Exit code 1: something is, and `requirements/reasons.yml` has no line about it. Exit code 2: not everything could be
asked, so that nothing is proved of the rest.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

PROJECT = Path(__file__).parent.parent
LOCKS = [f"requirements/{name}.txt" for name in ("test", "lock", "audit", "fuzz", "properdocs", "materialx")]
"""What is in site.txt is in test.txt too."""

_YANKED = re.compile(r"`(\S+)==(\S+)` is yanked(?: \(reason: \"(.*)\"\))?")


@dataclass(frozen=True)
class Answer:
    """What one service knows."""

    asked: str
    """What was asked, in words."""
    against: tuple[tuple[str, str], ...] = ()
    """Id of what is known, and what it is about."""
    silent: str = ""
    """Why there is no answer, or not about everything."""


def advisories(said: str, failed: str) -> Answer:
    """Read what pip-audit printed as JSON, and beside it."""
    asked = "known weaknesses of the Python packages"
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):  # it gave up
        return Answer(asked, silent=_last_line(failed))
    against = [(one["id"], f"{p['name']} {p['version']}") for p in packages for one in p.get("vulns", ())]
    skipped = [package["skip_reason"] for package in packages if "skip_reason" in package]
    silent = f"{len(skipped)} of {len(packages)} could not be asked about: {skipped[0]}" if skipped else ""
    return Answer(asked, tuple(against), silent)


def node_advisories(said: str, failed: str) -> Answer:
    """Read what `npm audit` printed as JSON, and beside it."""
    asked = "known weaknesses of the Node packages"
    try:
        answered = json.loads(said)
        packages = answered["vulnerabilities"]
    except ValueError:
        return Answer(asked, silent=_last_line(failed))
    except (KeyError, TypeError):
        return Answer(asked, silent=_last_line(str(answered.get("message", failed))))
    sources = [(name, via) for name, package in packages.items() for via in package["via"] if isinstance(via, dict)]
    return Answer(asked, tuple((via["url"].rpartition("/")[2], f"{name} {via['range']}") for name, via in sources))


def yanked(failed: str, code: int) -> Answer:
    """Read what uv told of packages that were taken back."""
    asked = "Python packages that were taken back by their index"
    against = [(f"yanked:{name}", f"{name} {version}: {why}") for name, version, why in _YANKED.findall(failed)]
    return Answer(asked, tuple(against), _last_line(failed) if code else "")


def judge(answers: Sequence[Answer], accepted: Collection[str]) -> tuple[int, list[str]]:
    """Return the exit code and what to print."""
    lines = []
    for answer in answers:
        found = [(ident, about) for ident, about in answer.against if ident not in accepted]
        lines += [f"{about}: {ident}" for ident, about in found]
        if answer.silent:
            lines.append(f"No answer about {answer.asked}: {answer.silent}")
        elif not found:
            lines.append(f"None found: {answer.asked}.")
    open_ = any(ident not in accepted for answer in answers for ident, _ in answer.against)
    silent = any(answer.silent for answer in answers)
    if silent:
        lines.append("Not everything could be asked: this is no pass. Try where the network reaches the services.")
    return 1 if open_ else 2 if silent else 0, lines


def main() -> int:
    reasons = yaml.safe_load((PROJECT / "requirements" / "reasons.yml").read_text(encoding="utf-8"))
    locks = list(chain.from_iterable(("-r", path) for path in LOCKS))
    options = ("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json")
    known = _run(sys.executable, "-m", "pip_audit", *locks, *options)
    node = _run("npm", "audit", "--json")
    back = _run(sys.executable, "-m", "uv", "pip", "compile", "--no-config", "--universal", "--no-deps", *LOCKS)
    answers = [
        advisories(known.stdout, known.stderr),
        node_advisories(node.stdout, node.stderr),
        yanked(back.stderr, back.returncode),
    ]
    taken_back = {f"yanked:{name}" for name in reasons["given_up"] or {}}
    code, lines = judge(answers, {*(reasons["accepted"] or {}), *taken_back})
    print("\n".join(lines))
    return code


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False)


def _last_line(text: str) -> str:
    """Return the last line that says something, without addresses: they may hold a password."""
    lines = [line for line in text.splitlines() if line.strip() and "complete log" not in line]
    return re.sub(r"\w+://\S+", "…", lines[-1].strip()) if lines else "it said nothing"


if __name__ == "__main__":
    sys.exit(main())
