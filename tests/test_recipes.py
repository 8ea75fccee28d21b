"""Every recipe of CONTRIBUTING.md, followed to the letter on a copy of the real content, passes whatever is asked.

What is run on the copy here is quick; `make recipes` runs every test on it, in a browser too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import recipes
from courses import findings_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Once

READ_CONTENT = ["test_content.py", "test_weight.py", "course/test_course.py", "kinds/quiz", "kinds/test_sorting.py"]
"""Tests of which it is known that today's content could break them."""
WITHOUT_RECIPE = {"calculator", "sessions", "cards", "before_after"}
"""Files that are one whole, in which an entry more changes others: minutes that add up, forms of as many stories."""


@pytest.fixture(scope="module")
def followed(once: Once) -> Path:
    """A copy of the project in which all recipes were followed."""
    return once("recipes", lambda project: recipes.follow_all(recipes.lay_out(project).parent))


def test_the_check_has_nothing_to_say(followed: Path) -> None:
    assert findings_of(followed / "content", followed / "docs") == []


def test_every_recipe_says_where_its_blocks_go(followed: Path) -> None:
    guide = (followed / "CONTRIBUTING.md").read_text(encoding="utf-8")
    written = {block.path for block in recipes.blocks(guide)}
    folder = followed / "content"
    known = {f"content/{file.name}" for file in folder.glob("*.yml")} - {
        "content/published.yml",
        "content/sorting.yml",
        "content/accessibility.yml",
    }
    assert written >= known - {f"content/{name}.yml" for name in WITHOUT_RECIPE}


def test_a_strict_build_and_the_tests_of_the_content_pass(followed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]
        + [f"tests/{name}" for name in READ_CONTENT],
        cwd=followed,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
