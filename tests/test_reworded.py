"""What a file of words may change while its course stays in memory."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import yaml
from courses import PROJECT, TESTS
from sitegen import reworded
from sitegen.course import page
from sitegen.course.yamlfile import texts
from sitegen.edited import Targets, brought_ids, outline
from sitegen.kinds import KINDS
from sitegen.load import load, names, writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sitegen.show.writer import Writer

LANG = "de"


def outlines(by: Writer) -> Iterator[object]:
    """Yield what others may know of each page that is made of words."""
    for kind in KINDS:
        for path, make in kind.pages(by).items() if kind.wording else ():
            made, _ = page.parse(make(), path, "", names(KINDS), generated=True)
            yield outline(made.with_ids(brought_ids(by, made)))


def test_no_text_that_is_shown_at_once_stands_in_what_others_know(tmp_path: Path) -> None:
    """Each text of a course, another one in its place."""
    root = tmp_path / "content"
    shutil.copytree(TESTS / "fixtures" / "other_course" / "content", root)
    course, targets = load(root), Targets(root, PROJECT / "docs", "")
    writers = {lang: writer(course, lang) for lang in course.languages}
    before, told = list(outlines(writers[LANG])), {True: 0, False: 0}
    for file in (root / LANG).glob("*.yml"):
        good = file.read_text(encoding="utf-8")
        for _, text in texts(yaml.safe_load(good)):
            file.write_text(good.replace(text, f"{text} ja"), encoding="utf-8")
            renewed, _, wrong = reworded.read(writers, LANG, file.name, [], targets)
            assert not wrong or "schema" in str(wrong)  # an address has no spaces
            told[bool(renewed)] += 1
            if renewed:
                assert list(outlines(renewed[LANG])) == before, text
        file.write_text(good, encoding="utf-8")
    assert min(told.values()) > 20
