"""Where a site may stand, and what is told where it may not, before any work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import mkdocs
from courses import MINIMAL, PROJECT, own_copy
from sitegen import place
from sitegen.swap import NotPublishedError

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER_COURSE = PROJECT / "tests" / "fixtures" / "other_course"
SOURCES = ("content", "docs", "hooks")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a folder of its own, with a link to one of its sources."""
    project = tmp_path / "around" / "project"
    for path in (*SOURCES, "tests/deep", "site", ".hidden", "empty"):
        (project / path).mkdir(parents=True)
    (project / "tests" / "a.py").touch()
    (project / ".hidden" / "a").touch()
    (project / "site" / "index.html").touch()
    (tmp_path / "elsewhere" / "overrides").mkdir(parents=True)
    (project / "overrides").symlink_to(tmp_path / "elsewhere" / "overrides")
    return project


def told(project: Path, site: str | Path) -> str:
    """Return the line that is told of a place; an empty text where a site may stand there."""
    try:
        place.expect(project / site, project, [project / name for name in (*SOURCES, "overrides")])
    except NotPublishedError as error:
        [line] = str(error).splitlines()
        return line
    return ""


@pytest.mark.parametrize(
    "site", ["site", "public", "deep/new/site", "empty", "../beside", "../../elsewhere/site", "content-of-another"]
)
def test_a_folder_of_its_own_is_right(project: Path, site: str) -> None:
    assert told(project, site) == ""
    assert not (project / "deep").exists()


@pytest.mark.parametrize(
    "site",
    [
        ".", "..", "../..", "/",
        "content", "content/site", "docs/new/site", "hooks", "hooks/site", "overrides", "../../elsewhere",
        "../../elsewhere/overrides/site", "tests", ".hidden", "tests/../content",
    ],
)  # fmt: skip
def test_what_the_site_is_made_from_is_never_replaced(project: Path, site: str) -> None:
    assert told(project, os.path.normpath(project / site))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda site: site.touch(), "no folder"),
        (os.mkfifo, "no folder"),
        (lambda site: site.symlink_to("site"), "is a link"),
        (lambda site: site.symlink_to("../../elsewhere"), "elsewhere; name that folder"),
        (lambda site: site.symlink_to("nowhere"), "remove the link"),
        (lambda site: site.symlink_to(site.name), "remove the link"),
        (lambda site: site.symlink_to("tests/a.py"), "remove the link"),
    ],
)
def test_what_is_no_folder_is_told(project: Path, make: Callable[[Path], object], says: str) -> None:
    make(project / "public")
    before = sorted(project.iterdir())
    assert says in told(project, "public")
    assert sorted(project.iterdir()) == before


@pytest.mark.parametrize("parent", ["tests/a.py", "round"])
def test_a_place_inside_something_else_than_a_folder_is_told(project: Path, parent: str) -> None:
    (project / "round").symlink_to("round")
    assert f"{project / parent} is no folder" in told(project, f"{parent}/site")


def test_another_users_site_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert "another user" in told(project, "site")
    assert told(project, "public") == ""
    monkeypatch.delattr(os, "geteuid")  # as on Windows, where nobody is asked
    assert told(project, "site") == ""


@pytest.mark.parametrize(("locked", "site"), [(".", "site"), (".", "new/site"), ("site", "site")])
def test_a_folder_that_may_not_be_changed_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, locked: str, site: str
) -> None:
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != project / locked and may(path, mode))
    assert str(project / locked) in told(project, site)


def test_a_mount_point_is_told_with_a_way_out(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounted = tmp_path / "mountinfo"
    mounted.write_text(f"36 35 98:0 /here {project}/site rw - ext4 /dev/sda rw\n", encoding="utf-8")
    monkeypatch.setattr(place, "_MOUNTED", mounted)
    assert f"site_dir: {project / 'site' / 'public'}" in told(project, "site")
    assert told(project, "site/public") == ""
    monkeypatch.setattr(place, "_MOUNTED", tmp_path / "nowhere")
    assert told(project, "site") == ""
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == project / "site")
    assert "mount point" in told(project, "site")


@pytest.mark.parametrize("broken", [True, False], ids=["with mistakes in the content", "without"])
def test_a_build_tells_it_before_any_work(tmp_path: Path, broken: bool) -> None:
    """In one line, and of nothing else, though the content is wrong too."""
    course = own_copy(tmp_path / "course", OTHER_COURSE)
    (course / "site").symlink_to("nowhere")
    if broken:
        (course / "content" / "course.yml").write_text("[", encoding="utf-8")
    before = {path: path.stat(follow_symlinks=False).st_mtime_ns for path in course.rglob("*")}
    done = mkdocs("build", "--strict", project=course)
    assert done.returncode == 1
    assert [line for line in (done.stdout + done.stderr).splitlines() if " - " in line] == [done.stderr.splitlines()[0]]
    assert f"site_dir: {course / 'site'} is a link" in done.stderr
    assert before == {path: path.stat(follow_symlinks=False).st_mtime_ns for path in course.rglob("*")}


def test_the_projects_of_the_tests_have_a_right_place() -> None:
    for project in (PROJECT, MINIMAL, OTHER_COURSE):
        place.expect(project / "site", project, [project / "content"])
