"""A page that is renamed is right in the second round: the first answer names all places, and the address that dies."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import MINIMAL, PROJECT, findings_of, own_copy
from golden import cases
from sitegen.check import published
from sitegen.load import load
from sitegen.load import record as record_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sitegen.findings import Finding

NEW = "renamed-page.md"
NAV = """\
site_name: Dough
nav:
- index.md
- learn: [dough.md, quiz.md, outcomes/, examples/, practice.md]
theme: {name: material, logo: assets/logo.svg}
"""
PAGES = ["dough.md", "practice.md", "quiz.md"]
RETIRED = re.compile(r" - (\{.*?\})")
RENAME = re.compile(r"rename (.+?) to (\S+?)(?:,|;|$)")
_PLACES = r"[^\s:]+:\d+(?:, \d+)*"
WRITE = re.compile(rf"write (\S+) in place of (\S+) in ({_PLACES}(?: and {_PLACES})*)")
PLACES = re.compile(r"([^\s:]+):(\d+(?:, \d+)*)")
ALLOWED = {"link/unrecorded"}
"""What may be left: the next `make ledger` writes it."""

pytestmark = pytest.mark.usefixtures("nothing_read_twice")


@pytest.fixture(scope="module")
def record() -> str:
    return published.write(record_of(load(MINIMAL / "content")))


@pytest.fixture
def small(record: str, tmp_path: Path) -> Path:
    """The minimal course, with its record and a navigation."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "content" / "published.yml").write_text(record, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(NAV, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("case", cases("renamed", "begun"))
def test_small_course(case: dict[str, Any], page: str, small: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    rename(small, case, page)
    if not named(small, page):
        assert {finding.rule for finding in findings_of(small / "content")} <= {"link/killed", *ALLOWED}
        return
    told = told_of(small, case, page)
    for kept in told:
        project = tmp_path_factory.mktemp("followed") / "project"
        shutil.copytree(small, project)
        follow(project, told[kept])
        assert {finding.rule for finding in findings_of(project / "content")} <= ALLOWED
        assert named(project, page if kept == NEW else NEW) == set()


@pytest.mark.parametrize(("at", "kept"), [(-1, "old"), (4, "new")])
def test_real_course(at: int, kept: str, tmp_path: Path) -> None:
    project = own_copy(tmp_path / "project", PROJECT)
    page = yaml.safe_load((PROJECT / "content" / "course.yml").read_text(encoding="utf-8"))["chapters"][1]["page"]
    case = [param.values[0] for param in cases("renamed", "begun")][at]
    rename(project, case, page)
    follow(project, told_of(project, case, page)[page if kept == "old" else NEW])
    assert {finding.rule for finding in findings_of(project / "content", project / "docs")} <= ALLOWED


def test_home_page_keeps_its_name(small: Path) -> None:
    rename(small, {"in": ["fr"]}, "index.md")
    told = told_of(small, {}, "index.md")
    assert told.keys() == {"index.md"}
    follow(small, told["index.md"])
    assert findings_of(small / "content") == []


def test_a_page_below_which_others_lie_keeps_its_name(small: Path) -> None:
    for lang in ("fr", "en"):
        (small / "content" / lang / "dough").mkdir()
        shutil.move(small / "content" / lang / "practice.md", small / "content" / lang / "dough")
    (small / "mkdocs.yml").write_text(NAV.replace("practice.md", "dough/practice.md"), encoding="utf-8")
    (small / "content" / "published.yml").unlink()
    record_again(small)
    rename(small, {}, "dough.md")
    told = told_of(small, {}, "dough.md")
    assert told.keys() == {"dough.md"}
    follow(small, told["dough.md"])
    assert findings_of(small / "content") == []


def test_links_inside_a_folder_name_its_pages(small: Path) -> None:
    for lang in ("fr", "en"):
        (small / "content" / lang / "more").mkdir()
        shutil.move(small / "content" / lang / "practice.md", small / "content" / lang / "more")
        with (small / "content" / lang / "more" / "practice.md").open("a", encoding="utf-8") as file:
            file.write("\n[here](practice.md#sorting), [above](#sorting), [there](../quiz.md)\n")
        with (small / "content" / lang / "quiz.md").open("a", encoding="utf-8") as file:
            file.write("\n[there](more/practice.md)\n")
    (small / "mkdocs.yml").write_text(NAV.replace("practice.md", "more/practice.md"), encoding="utf-8")
    (small / "content" / "published.yml").unlink()
    record_again(small)
    for lang in ("fr", "en"):
        page = small / "content" / lang / "more" / "practice.md"
        page.rename(page.with_name(NEW))
    page.with_name(NEW).write_text(page.with_name(NEW).read_text("utf-8").replace("practice.md", NEW), "utf-8")
    (finding,) = findings_of(small / "content")
    ways = ways_of(finding)
    assert {place for place, *_ in ways[f"more/{NEW}"][1]} == {
        f"content/fr/more/{NEW}:22", "content/fr/quiz.md:22", "content/en/quiz.md:22", "mkdocs.yml:4"
    }  # fmt: skip
    assert {place for place, *_ in ways["more/practice.md"][1]} == {f"content/en/more/{NEW}:22"}


def test_a_page_renamed_back_in_one_language(small: Path) -> None:
    rename(small, {"changed": [path.as_posix() for path in files(small)]}, "practice.md")
    record_again(small)
    (small / "content" / "fr" / NEW).rename(small / "content" / "fr" / "practice.md")
    told = told_of(small, {}, "practice.md")
    follow(small, told[NEW])
    assert findings_of(small / "content") == []


def test_each_language_with_a_name_of_its_own(small: Path) -> None:
    for lang in ("fr", "en"):
        (small / "content" / lang / "dough.md").rename(small / "content" / lang / f"{lang}.md")
    (finding,) = findings_of(small / "content")
    ways = ways_of(finding)
    assert ways.keys() == {"dough.md", "fr.md", "en.md"}
    assert ways["fr.md"][0] == {"content/en/en.md": "fr.md"}
    assert ways["dough.md"][0] == {"content/fr/fr.md": "dough.md", "content/en/en.md": "dough.md"}


def test_a_page_is_known_again_by_its_address_alone(small: Path) -> None:
    rename(small, {}, "dough.md")
    for path in small.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        if path.name != "published.yml":
            path.write_text(re.sub(r"\b(kneading|rising|dough)(?=\}|\b(?!\.md|: |,))", r"other-\1", text), "utf-8")
    assert "file/renamed" in {finding.rule for finding in findings_of(small / "content")}


def test_what_is_retired_keeps_the_earlier_name(small: Path) -> None:
    case: dict[str, Any] = {"changed": [path.as_posix() for path in files(small)], "slug": ["fr"]}
    rename(small, case, "dough.md")
    with (small / "content" / "course.yml").open("a", encoding="utf-8") as file:
        file.write("retired:\n  - {address: fr/la-pate/, now: dough.md}\n")
    assert {finding.rule for finding in findings_of(small / "content")} <= ALLOWED


@pytest.mark.parametrize("ids", [["kneading", "rising"], ["other"]])
def test_pages_in_place_of_another_are_no_renamed_page(small: Path, ids: list[str]) -> None:
    for lang in ("fr", "en"):
        (small / "content" / lang / "dough.md").unlink()
        for ident in ids:
            head = f"---\nslug: {ident}\ndescription: On {ident}.\n---\n\n"
            (small / "content" / lang / f"{ident}.md").write_text(f"{head}# Part {{#{ident}}}\n", encoding="utf-8")
    assert "file/renamed" not in {finding.rule for finding in findings_of(small / "content")}


def record_again(project: Path) -> None:
    (project / "content" / "published.yml").write_text(published.write(record_of(load(project / "content"))), "utf-8")


def rename(project: Path, case: dict[str, Any], page: str) -> None:
    content = project / "content"
    for lang in case.get("in", ("fr", "en")):
        text = (content / lang / page).read_text(encoding="utf-8")
        if lang in case.get("slug", ()):
            text = re.sub(r"^slug: .*", f"slug: other-{lang}", text, flags=re.MULTILINE)
        (content / lang / page).unlink()
        (content / lang / NEW).write_text(text, encoding="utf-8")
    for path in case.get("changed", ()):
        if (project / path).exists():
            text = (project / path).read_text(encoding="utf-8")
            (project / path).write_text(re.sub(spelt(page), NEW, text), encoding="utf-8")
    if "added" in case:
        file = project / case["added"]
        file = file if file.exists() else file.with_name(NEW)
        file.write_text(f"{file.read_text(encoding='utf-8')}\n[there]({NEW})\n", encoding="utf-8")


def told_of(project: Path, case: dict[str, Any], page: str) -> dict[str, Any]:
    """Return each way that the answer offers; it names every place that a search finds, and nothing else is wrong."""
    docs = project / "docs"
    found = findings_of(project / "content", docs if docs.exists() else None)
    (renamed,) = [finding for finding in found if finding.rule == "file/renamed"]
    asked = [line for finding in found if finding.rule == "link/killed" for line in RETIRED.findall(finding.message)]
    assert len(found) == 1 + len(asked) == 1 + len(case.get("slug", ()))
    ways = ways_of(renamed)
    for kept, (moved, changed) in ways.items():
        other = page if kept == NEW else NEW
        assert moved.keys() == {path.as_posix() for path in files(project) if path.name == other}
        assert {place for place, *_ in changed} == named(project, other)
    return {kept: (*way, asked) for kept, way in ways.items()}


def ways_of(finding: Finding) -> dict[str, tuple[dict[str, str], list[tuple[str, str, str]]]]:
    """Return for each name that may be kept: file -> its new name, and each place with the name there and the new."""
    found = {}
    for way in finding.message.split("; or "):
        moved = {file: new for files, new in RENAME.findall(way) for file in files.split(": ")[-1].split(" and ")}
        changed = [
            (f"{file}:{line}", other, new)
            for new, other, places in WRITE.findall(way)
            for file, lines in PLACES.findall(places)
            for line in lines.split(", ")
        ]
        (kept,) = {*moved.values(), *(new for *_, new in changed)}
        found[kept] = (moved, changed)
    return found


def follow(project: Path, way: tuple[dict[str, str], list[tuple[str, str, str]], list[str]]) -> None:
    """Do what the answer says, and no more."""
    moved, changed, asked = way
    for place, other, new in changed:
        file, _, line = place.rpartition(":")
        lines = (project / file).read_text(encoding="utf-8").split("\n")
        assert re.search(spelt(other), lines[int(line) - 1])
        lines[int(line) - 1] = re.sub(spelt(other), new, lines[int(line) - 1])
        (project / file).write_text("\n".join(lines), encoding="utf-8")
    for file, new in moved.items():
        (project / file).rename((project / file).with_name(new))
    if asked:
        course = project / "content" / "course.yml"
        text = course.read_text(encoding="utf-8")
        text = text if "\nretired:\n" in text else f"{text}retired:\n"
        lines = "".join(f"  - {line}\n" for line in asked)
        course.write_text(text.replace("\nretired:\n", f"\nretired:\n{lines}"), encoding="utf-8")


def named(project: Path, name: str) -> set[str]:
    """Return each line of the project that names a page, found as text; what has been retired comes last."""
    return {
        f"{path.as_posix()}:{number}"
        for path in files(project)
        for number, line in enumerate(
            (project / path).read_text(encoding="utf-8").split("\nretired:")[0].split("\n"), 1
        )
        if re.search(spelt(name), line)
    }


def spelt(name: str) -> str:
    return rf"(?<![\w-])(?<!\w/){re.escape(name)}"  # and no page of that name in a folder


def files(project: Path) -> Iterator[Path]:
    """Yield all that may link to pages, or list them; what is recorded of them is written by commands."""
    for path in (project / "mkdocs.yml", *(project / "content").rglob("*.*")):
        if path.suffix in {".md", ".yml"} and path.name not in {"published.yml", "accepted.yml"}:
            yield path.relative_to(project)
