"""Nothing is read or published through a link that leads out of the project."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL
from sitegen.check import outside
from sitegen.course import assets
from sitegen.findings import ContentError
from sitegen.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.findings import Finding

SECRET = "secret-of-the-machine"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A course with docs and templates, hidden folders, and a secret beside the project."""
    project = tmp_path / "project"
    shutil.copytree(MINIMAL, project)
    for path in ("docs/assets/a.png", "shared/b.png", "shared/page.md", "overrides/main.html", ".venv/c.png", ".env"):
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text("x", encoding="utf-8")
    (tmp_path / "outside").mkdir()
    for name in ("x.png", "x.md", "x.yml", "x.html", "x"):
        (tmp_path / "outside" / name).write_text(SECRET, encoding="utf-8")
    (tmp_path / "project-of-another").symlink_to("outside")
    return project


def found(project: Path) -> list[str]:
    """Return where links are told, by loading the course."""
    told: tuple[Finding, ...] = ()
    try:
        load(project / "content", project / "docs")
    except ContentError as error:
        told = error.findings
    assert [finding for finding in told if finding.rule != "file/outside" or SECRET in finding.message] == []
    return [finding.path for finding in told]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("content/en/x.png", "../../../outside/x.png"),
        ("content/en/x.png", "../../shared/../../outside/x.png"),
        ("content/en/x.png", "../../../project-of-another/x.png"),
        ("content/en/x.png", "../../../project/../outside/x.png"),
        ("content/en/x.png", "../../../nowhere.png"),
        ("content/en/x.md", "../../../outside/x.md"),
        ("content/en/x.md", "/etc/passwd"),
        ("content/en/x", "/"),
        ("content/en/files", "../../../outside"),
        ("content/en/files..", "../../../outside"),
        ("content/x.yml", "../../outside/x.yml"),
        ("content/sorting.yaml", "../../outside/x.yml"),
        ("content/illustrations/x.svg", "../../../outside/x.png"),
        ("content/de", "../../outside"),
        ("docs/x.png", "../../outside/x.png"),
        ("docs/CNAME", "../../outside/x"),
        ("docs/assets/x.png", "/proc/self/environ"),
        ("docs/files", "../../outside"),
        ("overrides/404.html", "../../outside/x.html"),
        ("overrides/partials", "../../outside"),
        ("content/en/x.png", "../../.venv/c.png"),
        ("content/en/x", "../../.venv"),
        ("docs/assets/x", "../../.env"),
        ("content/en/x.png", "../../shared/page.md"),
        ("content/en/x.md", "../../shared/b.png"),
        ("docs/CNAME", "../mkdocs"),
    ],
)
def test_a_link_that_leads_out_is_told_and_never_read(project: Path, link: str, target: str) -> None:
    (project / "mkdocs").touch()
    (project / link).symlink_to(target)
    assert found(project) == [link]


@pytest.mark.parametrize("link", ["content/en/more", "docs/more", "overrides/more"])
def test_a_link_behind_others_is_told_where_it_is_met(project: Path, link: str) -> None:
    (project / link).symlink_to("../shared" if link.count("/") == 1 else "../../shared")
    (project / "shared" / "deep").mkdir()
    (project / "shared" / "deep" / "on").symlink_to("../first")
    (project / "shared" / "first").symlink_to("second")
    (project / "shared" / "second").symlink_to("../../outside")
    told = outside.check(project, [project / name for name in ("content", "docs", "overrides")])
    assert {finding.path for finding in told} == {f"{link}/first", f"{link}/deep/on"}


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("content/en/b.png", "../../shared/b.png"),
        ("content/en/files", "../../shared"),
        ("content/en/b.png", "../fr/../../shared/b.png"),
        ("docs/assets/b.png", "../../shared/b.png"),
        ("docs/assets/files", "../../shared"),
        ("docs/assets/round", "round"),
        ("docs/assets/around", ".."),
        ("docs/assets/gone.png", "nowhere.png"),
        ("overrides/404.html", "main.html"),
        (".github", "../outside"),
        ("content/en/.#x.md", "someone@machine.4711"),
        ("content/en/x.md~", "../../../outside/x.md"),
    ],
)
def test_other_links_are_let_alone(project: Path, link: str, target: str) -> None:
    (project / link).symlink_to(target)
    assert outside.check(project, [project / name for name in ("content", "docs", "overrides")]) == []


def test_a_file_that_is_linked_inside_is_published(project: Path) -> None:
    (project / "docs" / "assets" / "files").symlink_to("../../shared")
    assert assets.read(project / "docs")["assets/files/b.png"] == b"x"
    assert found(project) == []


@pytest.mark.parametrize("folder", ["docs", "overrides", "content"])
def test_a_folder_may_stand_elsewhere_as_a_whole(project: Path, folder: str, tmp_path: Path) -> None:
    (project / folder).rename(tmp_path / ".elsewhere")
    (project / folder).symlink_to("../.elsewhere")
    assert found(project) == []
    (tmp_path / ".elsewhere" / "x.png").symlink_to("../outside/x.png")
    assert found(project) == [f"{folder}/x.png"]


def test_links_to_each_other_come_to_an_end(project: Path) -> None:
    for here, there in (("one", "other"), ("other", "one")):
        (project / "docs" / here).mkdir()
        (project / "docs" / here / "on").symlink_to(f"../{there}")
    (project / "docs" / "one" / "all").symlink_to("../..")
    assert outside.check(project, [project / "docs"]) == []


def test_links_beside_each_other_are_told_of_at_once(project: Path) -> None:
    for number in range(50):
        (project / "docs" / "assets" / f"{number}.png").symlink_to("../../../outside/x.png")
    [finding] = outside.check(project, [project / "docs"])
    assert "49" in finding.message


@pytest.mark.parametrize(
    "written",
    [
        '--8<-- "{}"',
        "--8<--\n{}\n--8<--",
        '{{% include "{}" %}}',
        "{{{{ include('{}') }}}}",
        "<!-- include: {} -->",
        "![[{}]]",
        ".. include:: {}",
        '```\n--8<-- "{}"\n```',
    ],
)
@pytest.mark.parametrize("absolute", [True, False])
def test_no_text_brings_another_file(project: Path, written: str, absolute: bool) -> None:
    """What other tools read as an order to do so is shown as it is written, or refused."""
    secret = project.parent / "outside" / "x.md"
    page = project / "content" / "en" / "practice.md"
    text = written.format(secret if absolute else "../../../outside/x.md")
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
    try:
        course = load(project / "content", project / "docs")
    except ContentError as error:
        assert SECRET not in str(error)  # noqa: PT017 (either is right)
    else:
        assert SECRET not in course.articles["en"]["practice.md"].html
