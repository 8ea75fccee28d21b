"""The course that `make bench` lets grow is a sound one: what it measures is work, and no refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import PROJECT
from courses import findings_of
from grown import grow
from sitegen.load import load

if TYPE_CHECKING:
    from pathlib import Path

MORE = 5


def test_a_grown_course_lacks_the_record_of_its_new_pages_alone(tmp_path: Path) -> None:
    course = load(PROJECT / "content", PROJECT / "docs")
    grow(tmp_path, len(course.pages[course.source]) + MORE)
    assert len(list((tmp_path / "content" / course.source).rglob("*-2.md"))) == MORE
    found = {str(finding) for finding in findings_of(tmp_path / "content", tmp_path / "docs") if finding.stops}
    assert found
    assert all("link/unrecorded" in finding for finding in found)
