"""A language that is not finished: it is counted and published, and what is wrong in it is found all the same."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, Defect, begin, course_of, findings_of, unfinished
from golden import cases
from sitegen.check.unfinished import progress, said
from sitegen.course import yamlfile
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import Any

    from sitegen.course.course import Course
    from sitegen.findings import Finding

LANG = "es"


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_read_twice() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamlfile, "parse", cache(yamlfile.parse))
        yield


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """All that can be translated, the interface aside."""
    course = load(begin(tmp_path_factory.mktemp("empty"), {}), PROJECT / "docs")
    return _of_content(course)


@pytest.mark.parametrize("project", [MINIMAL, PROJECT])
def test_finished_languages_have_everything(project: Path) -> None:
    course = course_of(project)
    assert course.finished
    assert {lang: found.missing for lang, found in progress(course).items()} == {"en": ()}
    assert said(course) == {}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in unfinished()])
def test_what_is_missing_is_counted_and_no_error(case: Defect, tmp_path: Path) -> None:
    course = load(case.lay_out(tmp_path))
    found = progress(course)["en"]
    assert found.missing == case.missing
    assert found.translated == found.total - len(case.missing)
    assert found.share < 100
    assert not course.finished
    assert course.warnings == ()


@pytest.mark.parametrize("case", cases("unfinished", "begun"))
def test_a_language_begun(case: dict[str, Any], places: list[str], tmp_path: Path) -> None:
    content = begin(tmp_path, case)
    if found := case.get("found"):
        assert {finding.path: finding.rule for finding in _recorded(findings_of(content, PROJECT / "docs"))} == found
        return
    course = load(content, PROJECT / "docs")
    missing = _of_content(course)
    wanted = [place for place in places if place.startswith(tuple(case["translated"]))]
    assert [place for place in places if place not in missing] == wanted
    assert _recorded(course.warnings) == []
    assert course.pages[LANG].keys() == course.pages[course.source].keys()
    ((lang, line),) = said(course).items()
    assert lang == LANG
    assert line.startswith(f"{LANG}: ")


def test_each_page_tells_what_of_it_is_borrowed(tmp_path: Path) -> None:
    course = load(begin(tmp_path, {"files": {"cost.md": "en/cost.md"}, "cut": "limits"}), PROJECT / "docs")
    pages, source = course.pages[LANG], course.pages[course.source]
    assert [path for path in course.listed if not pages[path].untranslated] == ["cost.md"]
    assert pages["cost.md"].borrowed == {"limits"}
    assert [heading.id for heading in pages["cost.md"].headings] == [
        heading.id for heading in source["cost.md"].headings
    ]
    lent = re.search(r"^## [^\n]*\{#limits\}.*?(?=^## )", source["cost.md"].text, re.MULTILINE | re.DOTALL)
    assert lent
    assert lent[0].strip() in pages["cost.md"].text
    assert pages["chase.md"].text == source["chase.md"].text
    assert course.address(LANG, "chase.md") == course.address(course.source, "chase.md")
    assert course.permanent == load(PROJECT / "content", PROJECT / "docs").permanent


def test_the_source_lacks_nothing_without_a_finding(tmp_path: Path) -> None:
    content = begin(tmp_path, {"copy": "fr"})
    (content / "fr" / "cost.md").unlink()
    found = {(finding.path, finding.rule) for finding in findings_of(content, PROJECT / "docs")}
    assert {("content/es/cost.md", "parity/missing-page"), ("content/en/cost.md", "parity/missing-page")} <= found


def test_a_language_without_a_catalogue_borrows_the_interface(tmp_path: Path) -> None:
    content = begin(tmp_path, {}, lang="eo")
    course = load(content, PROJECT / "docs")
    total = progress(course)["eo"]
    assert total.translated == 0
    assert course.interface("eo").gettext("Back") == course.interface("fr").gettext("Back")


def _recorded(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without that about new addresses, which are recorded once they are meant to stay."""
    return [finding for finding in findings if finding.rule != "link/unrecorded"]


def _of_content(course: Course) -> list[str]:
    return [place for place in progress(course)[LANG].missing if not place.startswith("interface: ")]
