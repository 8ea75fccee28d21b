"""Course folders to load in tests: the real one, the smallest valid one, and those with one defect each."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from sitegen.findings import ContentError
from sitegen.load import load

if TYPE_CHECKING:
    from sitegen.course import Course
    from sitegen.findings import Finding

TESTS = Path(__file__).parent
PROJECT = TESTS.parent
CORE = PROJECT / "hooks" / "sitegen"
MINIMAL = TESTS / "fixtures" / "minimal"
INVALID = TESTS / "fixtures" / "invalid"
EXPECTED = "expected.yml"


@dataclass(frozen=True)
class Defect:
    """One folder of `fixtures/invalid`: what it changes in the minimal course, and the findings to expect."""

    folder: Path
    findings: tuple[dict[str, Any], ...]
    """Each with `path`, `line` (a number, or the text of the line), `rule`, `says` and perhaps `warning`."""
    remove: tuple[str, ...] = ()
    copy: tuple[tuple[str, str], ...] = ()
    """Folders of the minimal course that also stand under another name."""
    interface: dict[str, str] | None = None
    """A message in the catalogue of `lang` that `becomes` something else."""

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def rules(self) -> set[str]:
        return {finding["rule"] for finding in self.findings}

    def lay_out(self, project: Path) -> Path:
        """Write the defective course into the empty folder `project`; return its content folder."""
        shutil.copytree(MINIMAL, project, dirs_exist_ok=True)
        for path in self.remove:
            (project / path).unlink()
        for source, target in self.copy:
            shutil.copytree(project / source, project / target)
        shutil.copytree(self.folder, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
        return project / "content"


@cache
def course_of(project: Path) -> Course:
    """Return the course of a project, loaded once for all tests; it is frozen."""
    return load(project / "content", PROJECT / "docs")


def defects() -> list[Defect]:
    """Return all of `fixtures/invalid`."""
    return [_defect(path.parent) for path in sorted(INVALID.glob(f"*/{EXPECTED}"))]


def findings_of(content: Path) -> list[Finding]:
    """Load a course; return its warnings, or all that is wrong with it."""
    try:
        return list(load(content).warnings)
    except ContentError as error:
        return list(error.findings)


def _defect(folder: Path) -> Defect:
    said = yaml.safe_load((folder / EXPECTED).read_text(encoding="utf-8"))
    return Defect(
        folder,
        tuple(said["findings"]),
        tuple(said.get("remove", ())),
        tuple(said.get("copy", {}).items()),
        said.get("interface"),
    )
