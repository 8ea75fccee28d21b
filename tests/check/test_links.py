"""Links as authors write them: those that lead somewhere, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, course_of
from golden import cases
from sitegen.check import links
from sitegen.course import yamlfile
from sitegen.course.page import Link

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from sitegen.course.course import Course
    from sitegen.course.page import Page
    from sitegen.findings import Finding


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(MINIMAL)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A content folder with a file, and the folder of files for all languages; some of them are not published."""
    published = ("content/en/files/flour.pdf", "docs/assets/oven.svg", "docs/plan.pdf")
    hidden = ("content/en/.files/flour.pdf", "docs/assets/.oven.svg", "docs/assets/oven.yml", "docs/templates/oven.svg")
    for path in (*published, *hidden):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    return tmp_path / "content", tmp_path / "docs"


@pytest.mark.parametrize("case", cases("links", "page"))
def test_links_on_pages(course: Course, folders: tuple[Path, Path], case: dict[str, Any]) -> None:
    linking = _with_link(course, case.get("page", "index.md"), case["target"])
    _expect(links.check(linking, *folders, rendered=True), case)


@pytest.mark.parametrize("case", cases("links", "not_rendered"))
def test_links_to_what_is_not_rendered(course: Course, folders: tuple[Path, Path], case: dict[str, Any]) -> None:
    pages = {
        lang: {path: _as_written(page) for path, page in pages.items() if not page.generated}
        for lang, pages in course.pages.items()
    }
    linking = _with_link(replace(course, pages=pages), "index.md", case["target"])
    _expect([f for f in links.check(linking, *folders, rendered=False) if f.path.endswith("index.md")], case)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("[a](/dough.md)", []),
        ("[a](/dough.md#rising) and [b](https://a.example)", []),
        ("[a](/no.md)", ["link/missing"]),
        ("[a](dough.md)", ["link/relative"]),
        ("[a](#rising)", ["link/relative"]),
        ("[a](dough.md) and [b](/no.md)", ["link/missing", "link/relative"]),
        ("[a](javascript:b)", ["link/scheme"]),
        ("[a](http://[b)", ["link/scheme"]),
    ],
)
def test_links_in_yaml(course: Course, text: str, rules: list[str]) -> None:
    document = yamlfile.parse(f"a: b\nc:\n  - '{text}'", "content/en/glossary.yml")
    findings = links.check(
        replace(course, documents={"en/glossary.yml": document}), MINIMAL / "content", None, rendered=True
    )
    assert sorted((f.path, f.line, f.rule) for f in findings) == [
        ("content/en/glossary.yml", 3, rule) for rule in rules
    ]


def test_links_in_structure_files_are_not_wording(course: Course) -> None:
    document = yamlfile.parse("a: '[b](no.md)'", "content/quiz.yml")
    assert links.check(replace(course, documents={"quiz.yml": document}), MINIMAL, None, rendered=True) == []


def _as_written(page: Page) -> Page:
    """Return the page without the ids that directives added."""
    return replace(page, ids=frozenset(heading.id for heading in page.headings if heading.id))


def _with_link(course: Course, path: str, target: str) -> Course:
    page = replace(course.pages["en"][path], links=(Link(target, 7),), generated=False, file="here/" + path)
    return replace(course, pages={**course.pages, "en": {**course.pages["en"], path: page}})


def _expect(findings: list[Finding], case: dict[str, Any]) -> None:
    assert [finding.rule for finding in findings] == ([case["rule"]] if "rule" in case else []), findings
    for finding in findings:
        assert (finding.path, finding.line) == ("here/" + case.get("page", "index.md"), 7)
        assert case["says"] in finding.message
