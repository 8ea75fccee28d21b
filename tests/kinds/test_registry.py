"""A kind of content that nobody has yet is added by one folder and a line in the registry."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, TESTS

if TYPE_CHECKING:
    from pathlib import Path

NEW = TESTS / "fixtures" / "checklists"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generator with the minimal course and one kind of content more."""
    tmp_path = tmp_path_factory.mktemp("checklists")
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    shutil.copytree(PROJECT / "hooks", tmp_path / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(NEW / "content", tmp_path / "content", dirs_exist_ok=True)
    kinds = tmp_path / "hooks" / "sitegen" / "kinds"
    shutil.copytree(NEW / "kind", kinds / "checklists")
    registry = kinds / "__init__.py"
    text = registry.read_text(encoding="utf-8")
    text = text.replace(
        "\nKINDS = (\n", "from sitegen.kinds.checklists import CHECKLISTS\n\nKINDS = (\n    CHECKLISTS,\n"
    )
    registry.write_text(text, encoding="utf-8")
    for lang in ("fr", "en"):
        path = tmp_path / "content" / lang / "dough.md"
        path.write_text(path.read_text(encoding="utf-8") + "\n<!-- checklist: oven -->\n", encoding="utf-8")
    return tmp_path


def test_nothing_else_of_the_generator_changes(project: Path) -> None:
    before, after = ({path.relative_to(root): path.read_bytes() for path in _code(root)} for root in (PROJECT, project))
    changed = {str(path) for path in after if after[path] != before.get(path)}
    assert before.keys() <= after.keys()
    assert {path for path in changed if "/checklists/" not in path} == {"hooks/sitegen/kinds/__init__.py"}


def test_it_is_read_worded_checked_shown_and_linked(project: Path) -> None:
    done = _python(project, "-m", "sitegen", "check")
    assert (done.returncode, done.stderr) == (0, "")
    shown = _python(
        project,
        "-c",
        "from pathlib import Path; from sitegen.load import load; course = load(Path('content'))\n"
        "for lang in course.languages:\n"
        "    print(course.shown[lang]['checklist', 'oven'], course.pages[lang]['checklists/oven.md'].text)\n"
        "    print(course.pages[lang]['outcomes/bake.md'].text, course.permanent['c/checklists/oven/'])",
    )
    assert shown.returncode == 0, shown.stderr
    for text in ("- Is the oven hot?", "1. La plaque est-elle libre ?", "# Before it goes in {#checklist}"):
        assert text in shown.stdout.replace("\u202f", " ")
    assert len(re.findall(r"\]\(/checklists/oven\.md\)", shown.stdout)) == 2
    assert shown.stdout.count("checklists/oven.md\n") == 2


SLIPS = [
    ("checklists.yml", "[hot, empty]", "[hot]", "checklist/short"),
    ("checklists.yml", "[hot, empty]", "[hot, empty, clean]", "parity/missing-text"),
    ("checklists.yml", "id: oven", "name: oven", "schema/"),
    ("checklists.yml", "items:", "points: [S99], items:", "reference/unknown"),
    ("en/checklists.yml", "slug: oven", "slug: Oven!", "schema/"),
    ("en/checklists.yml", "hot: ", "cold: ", "parity/extra-text"),
    ("en/dough.md", "checklist: oven", "checklist: over", "directive/unknown"),
]
FINDINGS = """
import json, sys
from pathlib import Path
from sitegen.findings import ContentError
from sitegen.load import load
for file, old, new, _ in json.loads(sys.argv[1]):
    path = Path("content", file)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        load(Path("content"))
        print("nothing")
    except ContentError as error:
        print(*(finding.rule for finding in error.findings))
    path.write_text(text, encoding="utf-8")
"""


def test_what_is_wrong_with_it_is_found(project: Path) -> None:
    done = _python(project, "-c", FINDINGS, json.dumps(SLIPS))
    assert done.returncode == 0, done.stderr
    for (*slip, rule), found in zip(SLIPS, done.stdout.splitlines(), strict=True):
        assert any(each.startswith(rule) for each in found.split()), (slip, found)


def _code(root: Path) -> list[Path]:
    return [path for path in (root / "hooks").rglob("*.*") if path.is_file() and "__pycache__" not in path.parts]


def _python(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "hooks"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
