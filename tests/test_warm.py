"""What is built with results of earlier runs is what is built without any, whatever was changed between."""

from __future__ import annotations

import random
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT, mkdocs, on_one_core
from courses import MINIMAL
from hypothesis import given, settings
from hypothesis import strategies as st
from sitegen import kept
from sitegen.findings import ContentError
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BEGIN = kept.begin
"""What other tests do without."""


@pytest.fixture(autouse=True)
def _keeping() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "begin", BEGIN)
        yield
    BEGIN(None)


def lay_out(project: Path) -> None:
    """Write a project with the minimal course, and with copies, slides and widgets for other pages."""
    shutil.copytree(MINIMAL, project, dirs_exist_ok=True)
    for folder in ("docs", "overrides"):
        shutil.copytree(PROJECT / folder, project / folder)
    (project / "hooks").symlink_to(PROJECT / "hooks")
    for lang in ("fr", "en"):
        with (project / "content" / lang / "practice.md").open("a", encoding="utf-8") as page:
            page.write("\n<!-- slides -->\n\n<!-- copies -->\n\n<!-- embed -->\n\n<!-- kit -->\n")
    said = (MINIMAL.parent / "scripts" / "mkdocs.yml").read_text(encoding="utf-8")
    sheets = re.search(
        r"^extra_css:\n(?:  .*\n)+extra_javascript: .*\n", (PROJECT / "mkdocs.yml").read_text("utf-8"), re.M
    )
    assert sheets
    (project / "mkdocs.yml").write_text(f"{said}\n{sheets[0]}", encoding="utf-8")


def replaced(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


EDITS: list[list[tuple[str, Callable[[str], str]]]] = [
    [  # one sentence
        ("content/fr/dough.md", lambda text: f"{text}\nEncore une phrase.\n"),
    ],
    [
        ("content/en/dough.md", replaced("## Kneading {", "## Kneading by hand {")),
        ("content/en/index.md", lambda text: f"{text}\n[Kneading](dough.md#kneading)\n"),
        ("content/fr/dough.md", replaced("slug: la-pate", "slug: pate")),
        ("docs/assets/styles/cut.css", lambda text: f"{text}\n#quiz-app {{ color: var(--md-accent-fg-color) }}\n"),
    ],
    [
        ("content/en/glossary.yml", replaced("Working", "Folding")),
        ("content/en/quiz.yml", replaced("Has the dough risen?", "Has it risen?")),
        ("content/fr/practice.md", lambda text: text.replace("description: ", "description: Ici, ", 1)),
        ("overrides/404.html", replaced("<ul></ul>", '<ul class="md-post"></ul>')),
        ("mkdocs.yml", replaced("https://dough.example/", "https://dough.example/below/")),
        ("docs/assets/site.js", lambda text: f'{text}\ndocument.title === "md-dialog" && document.blink();\n'),
    ],
]


def site_of(project: Path) -> Path:
    done = mkdocs("build", "--quiet", project=project, PYTHONHASHSEED="random")
    assert done.returncode == 0, done.stderr
    return project / "site"


def content(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_site_is_the_same_with_and_without_what_was_kept(tmp_path: Path) -> None:
    warm, cold = tmp_path / "warm", tmp_path / "cold"
    lay_out(warm)
    site_of(warm)
    for edits in EDITS:
        for name, edit in edits:
            file = warm / name
            file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
        shutil.copytree(warm, cold, symlinks=True, ignore=shutil.ignore_patterns("site", ".*_cache"))
        built = content(site_of(warm))
        with on_one_core():
            assert content(site_of(cold)) == built
        shutil.rmtree(cold)
    functions = {file.name.partition("-")[0] for file in (warm / kept.FOLDER).iterdir()}
    assert functions >= {"articles", "finished", "pages", "purged"}
    site_of(warm)  # what one step needed of another one, while that was made, is gone now
    before = {file: file.stat().st_mtime_ns for file in (warm / kept.FOLDER).iterdir()}
    site_of(warm)
    assert {file: file.stat().st_mtime_ns for file in (warm / kept.FOLDER).iterdir()} == before


def told(project: Path) -> object:
    """Return all that becomes of a course, or what is wrong with it."""
    try:
        course = load(project / "content")
    except ContentError as error:
        return error.findings
    pages = {
        (lang, path): (page, vars(page.read)) for lang, found in course.pages.items() for path, page in found.items()
    }
    return pages, course.articles, course.shown, course.documents, course.wording, course.warnings


def changed(text: str, chance: random.Random) -> str:
    """Return a text with one of its lines gone, doubled, moved, cut, or with a word of another in place of one."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        case _:
            words = re.findall(r"\w+", text)
            lines[at] = re.sub(r"\w+", lambda _: chance.choice(words), lines[at], count=1)
    return "\n".join(lines)


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_a_course_is_the_same_with_and_without_what_was_kept(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One edit after the other, so that what is kept is of a course that was a little different."""
    chance, project = random.Random(seed), tmp_path_factory.mktemp("edited")
    shutil.copytree(MINIMAL, project, dirs_exist_ok=True)
    (project / "mkdocs.yml").write_text("site_name: Bread\ntheme: material\n", encoding="utf-8")
    told(project)
    files = sorted(path for path in (project / "content").rglob("*") if path.suffix in {".md", ".yml"})
    for _ in range(2):
        file = chance.choice(files)
        before = file.read_text(encoding="utf-8")
        file.write_text(changed(before, chance), encoding="utf-8")
        BEGIN(None)
        warm = told(project)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept, "FOLDER", ".nothing_kept")
            assert told(project) == warm
            shutil.rmtree(project / ".nothing_kept", ignore_errors=True)
        if chance.randrange(2):
            file.write_text(before, encoding="utf-8")
    BEGIN(None)
