"""Links to where a page is edited: whatever the host, to a file that is there and the line that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import MINIMAL, PROJECT, begin, course_of
from golden import cases
from sitegen.load import load, source
from sitegen.show.edit import Repository, Source

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course


@pytest.mark.parametrize("case", cases("edit", "link"))
def test_link(case: dict[str, Any]) -> None:
    kept = Repository(case.get("address", ""), case.get("uri", ""), case.get("template", ""))
    assert kept.link(Source(case["file"], case.get("line"))) == case.get("link")


@pytest.mark.parametrize("project", [PROJECT, MINIMAL], ids=["real", "minimal"])
def test_every_page_leads_to_its_words(project: Path) -> None:
    course = course_of(project)
    for lang in course.languages:
        for path in course.pages[lang]:
            expect_words(project, course, lang, path)


def expect_words(project: Path, course: Course, lang: str, path: str) -> None:
    """Expect the file that holds a page's words in its language, and the line of the key under which they stand."""
    found, page = source(course, lang, path), course.pages[lang][path]
    if path.startswith("translations/"):  # nobody writes these
        assert found is None
        return
    assert found
    assert found.file.startswith(f"content/{lang}/")
    text = (project / found.file).read_text(encoding="utf-8")
    if found.line is None:
        assert text == page.text
        return
    ident = path.rpartition("/")[2].removesuffix(".md")
    part = path.partition("/")[0]
    keys = [part, ident] if part in {"outcomes", "sessions"} else [ident]
    assert found.line == line_of(yaml.compose(text), keys)


def line_of(node: yaml.Node, keys: list[str]) -> int:
    """Return the line of a key in a YAML file, counted from 1."""
    key, below = next((key, below) for key, below in node.value if key.value == keys[0])
    return line_of(below, keys[1:]) if keys[1:] else key.start_mark.line + 1


def test_what_is_borrowed_is_edited_in_the_source_language(tmp_path: Path) -> None:
    """A page that a language has begun leads to its own file, although a section of it is borrowed."""
    begun = {
        "files": {"cost.md": "en/cost.md"},
        "cut": "limits",
        "data": {"examples.yml": {"startup": {"title": "Uno"}}},
    }
    course = load(begin(tmp_path / "project", begun), PROJECT / "docs")
    (lang,) = set(course.languages) - {"fr", "en"}
    files = {path: found.file for path in course.pages[lang] if (found := source(course, lang, path))}
    assert files["cost.md"] == f"content/{lang}/cost.md"
    assert files["chase.md"] == "content/fr/chase.md"
    assert files["examples/startup.md"] == f"content/{lang}/examples.yml"
    assert files["examples/consulting.md"] == "content/fr/examples.yml"
    assert files["outcomes/let_go.md"] == "content/fr/quiz.yml"
