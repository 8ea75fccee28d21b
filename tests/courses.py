"""Course folders to load in tests: the real one, the smallest valid one, and those with one defect each."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from sitegen.course import translation
from sitegen.findings import ContentError
from sitegen.kinds import KINDS
from sitegen.kinds.quiz import QUIZ
from sitegen.kinds.quiz.data import quiz_data
from sitegen.load import load, writer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.course.course import Course
    from sitegen.findings import Finding
    from sitegen.kind import Kind
    from sitegen.show.writer import Writer

S = TypeVar("S")
W = TypeVar("W")

TESTS = Path(__file__).parent
PROJECT = TESTS.parent
CORE = PROJECT / "hooks" / "sitegen"
MINIMAL = TESTS / "fixtures" / "minimal"
INVALID = TESTS / "fixtures" / "invalid"
UNFINISHED = TESTS / "fixtures" / "unfinished"
TWO_QUIZZES = TESTS / "fixtures" / "two_quizzes"
EXPECTED = "expected.yml"
LEFT_BY_EDITORS = ("a.md~", "#a.md#", ".#a.md", ".a.md.swp", "4913", "~$a.docx", "a.md.~1~", "a.md___jb_tmp___")
"""Names that editors give to backups, locks and trials."""


@dataclass(frozen=True)
class Defect:
    """One folder of `fixtures/invalid`: what it changes in the minimal course, and the findings to expect."""

    folder: Path
    findings: tuple[dict[str, Any], ...]
    """Each with `path`, `line` (a number, or the text of the line), `rule`, `says` and perhaps `warning`."""
    remove: tuple[str, ...] = ()
    copy: tuple[tuple[str, str], ...] = ()
    """Folders of the minimal course that also stand under another name."""
    link: tuple[tuple[str, str], ...] = ()
    """Links of the file system, each with where it leads."""
    interface: dict[str, str] | None = None
    """A message in the catalogue of `lang` that `becomes` something else."""
    missing: tuple[str, ...] = ()
    """What of it is counted as missing in English."""
    grow: dict[str, dict[str, Any]] | None = None
    """Files with a text at their end: what stands `before`, what to `repeat` how many `times`, what stands `after`."""

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def rules(self) -> set[str]:
        return {finding["rule"] for finding in self.findings}

    def lay_out(self, project: Path) -> Path:
        """Write the defective course into the empty folder `project`; return its content folder."""
        shutil.copytree(MINIMAL, project, dirs_exist_ok=True)
        for path in self.remove:
            (project / path).unlink()
        for source, target in self.copy:
            shutil.copytree(project / source, project / target)
        shutil.copytree(self.folder, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
        for path, target in self.link:
            (project / path).symlink_to(target)
        for path, text in (self.grow or {}).items():
            with (project / path).open("a", encoding="utf-8") as file:
                file.write(text.get("before", "") + text["repeat"] * text["times"] + text.get("after", ""))
        return project / "content"


def _section_of_a_chapter(wanted: str) -> str:
    """Return the section that is wanted, or the first one of a chapter that begins with a sentence, if it is gone."""
    course = yaml.safe_load((PROJECT / "content" / "course.yml").read_text(encoding="utf-8"))
    found = {
        f"{chapter['page']}#{ident}"
        for chapter in course["chapters"]
        for ident in re.findall(
            r"^## .*\{#([\w-]+)\}\n\n(?=\w)",
            (PROJECT / "content" / course["source"] / chapter["page"]).read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    return wanted if wanted in found else min(found)


DENIED = _section_of_a_chapter("chase.md#definition")
"""The section whose first sentence `deny` denies."""


def deny(project: Path) -> None:
    """Write the real project, all its translations accepted, with one sentence of one original denied."""
    shutil.copytree(PROJECT / "content", project / "content")
    for name in ("mkdocs.yml", "LICENSE"):
        shutil.copy(PROJECT / name, project)
    for folder in ("docs", "hooks", "overrides"):
        (project / folder).symlink_to(PROJECT / folder)
    course = load(project / "content", project / "docs")
    for lang, found in course.translations.items():
        record = translation.text_of(translation.accept(found, lambda _: True))
        (project / "content" / lang / translation.FILE).write_text(record, encoding="utf-8")
    path, _, section = DENIED.partition("#")
    page = project / "content" / course.source / path
    before, heading, after = page.read_text(encoding="utf-8").partition(f"{{#{section}}}\n\n")
    page.write_text(f"{before}{heading}Il est faux que {after}", encoding="utf-8")


def writes(course: Course, lang: str, extra: Mapping[str, Any] | None = None) -> Writer:
    """Return a writer that renders everything anew, so that tests may change the course."""
    return writer(replace(course, shown={}), lang, extra)


def generated(course: Course, lang: str) -> dict[str, str]:
    """Return path -> Markdown of the generated pages of a language, rendered anew."""
    writer = writes(course, lang)
    return {path: make() for kind in KINDS for path, make in kind.pages(writer).items()}


def with_kind(course: Course, kind: Kind[S, Any], structure: S) -> Course:
    """Return the course with another structure of one kind of content."""
    return replace(course, kinds={**course.kinds, kind.name: structure})


def with_words(course: Course, lang: str, kind: Kind[Any, W], words: W) -> Course:
    """Return the course with other words for one kind of content."""
    told = course.wording[lang]
    changed = replace(told, kinds={**told.kinds, kind.name: words})
    return replace(course, wording={**course.wording, lang: changed})


def data_of(writer: Writer) -> dict[str, Any]:
    """Return the data of the quiz's script, as its page embeds it."""
    quiz, words = QUIZ.of(writer.course), QUIZ.words(writer.course, writer.lang)
    assert quiz
    assert words
    return quiz_data(writer, quiz, words, writer.course.place_of("quiz") or "index.md")


@cache
def course_of(project: Path) -> Course:
    """Return the course of a project, loaded once for all tests; it is frozen."""
    return load(project / "content", PROJECT / "docs")


def own_copy(target: Path, project: Path) -> Path:
    """Copy configuration and content; the rest stays where it is."""
    target.mkdir()
    shutil.copytree(project / "content", target / "content")
    text = (project / "mkdocs.yml").read_text(encoding="utf-8").replace("../../../", "")
    (target / "mkdocs.yml").write_text(text, encoding="utf-8")
    if (project / "LICENSE").exists():
        shutil.copy(project / "LICENSE", target)
    for folder in ("docs", "hooks", "overrides"):
        (target / folder).symlink_to(PROJECT / folder)
    return target


def lay_out_two_quizzes(project: Path) -> None:
    """Write the other course with a second quiz into the folder `project`, which is not there yet."""
    own_copy(project, TESTS / "fixtures" / "other_course")
    shutil.copytree(TWO_QUIZZES / "content", project / "content", dirs_exist_ok=True)
    more = yaml.safe_load((TWO_QUIZZES / "more.yml").read_text(encoding="utf-8"))
    for path, text in more["add"].items():
        with (project / path).open("a", encoding="utf-8") as file:
            file.write(text)
    for path, changes in more["replace"].items():
        text = (project / path).read_text(encoding="utf-8")
        for before, after in changes.items():
            assert before in text, before
            text = text.replace(before, after)
        (project / path).write_text(text, encoding="utf-8")


def defects() -> list[Defect]:
    """Return all of `fixtures/invalid`."""
    return [_defect(path.parent) for path in sorted(INVALID.glob(f"*/{EXPECTED}"))]


def unfinished() -> list[Defect]:
    """Return all of `fixtures/unfinished`: nothing is wrong in them, and English lacks something."""
    return [_defect(path.parent) for path in sorted(UNFINISHED.glob(f"*/{EXPECTED}"))]


def findings_of(content: Path, assets: Path | None = None) -> list[Finding]:
    """Load a course, whose pages may link to files in `assets`; return its warnings, or all that is wrong with it."""
    try:
        return list(load(content, assets).warnings)
    except ContentError as error:
        return list(error.findings)


def begin(project: Path, case: Mapping[str, Any], lang: str = "es") -> Path:
    """Lay out the real content with one more language, of which `case` says how far it is; return its folder.

    The cases are in `cases/unfinished.yml`, with what their keys mean.
    """
    content = project / "content"
    shutil.copytree(PROJECT / "content", content)
    for name in ("mkdocs.yml", "LICENSE"):
        shutil.copy(PROJECT / name, project)
    for folder in ("docs", "hooks", "overrides"):
        (project / folder).symlink_to(PROJECT / folder)
    course = content / "course.yml"
    course.write_text(re.sub(r"^languages: \[", rf"\g<0>{lang}, ", course.read_text("utf-8"), flags=re.M), "utf-8")
    shutil.copytree(content / case["copy"], content / lang) if "copy" in case else (content / lang).mkdir()
    for path, source in case.get("files", {}).items():
        text = (content / source).read_text(encoding="utf-8")
        (content / lang / path).write_text(_changed(text, case), encoding="utf-8")
    for path, data in case.get("data", {}).items():
        (content / lang / path).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return content


def _changed(text: str, case: Mapping[str, Any]) -> str:
    if "cut" in case:
        text = text.replace(_section(text, case["cut"]), "")
    if "swap" in case:
        first, second = (_section(text, ident) for ident in case["swap"])
        text = text.replace(first + second, second + first)
    if "slug" in case:
        text = re.sub(r"^slug: .*", f"slug: {case['slug']}", text, flags=re.MULTILINE)
    return f"{text}\n{case['add']}\n" if "add" in case else text


def _section(text: str, ident: str) -> str:
    found = re.search(rf"^## [^\n]*\{{#{ident}\}}.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found
    return found[0]


def _defect(folder: Path) -> Defect:
    said = yaml.safe_load((folder / EXPECTED).read_text(encoding="utf-8"))
    return Defect(
        folder,
        tuple(said.get("findings", ())),
        tuple(said.get("remove", ())),
        tuple(said.get("copy", {}).items()),
        tuple(said.get("link", {}).items()),
        said.get("interface"),
        tuple(said.get("missing", ())),
        said.get("grow"),
    )
