"""The answer to a pull request: what it holds, what no text can make of it, and how long it gets."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from courses import DENIED, MINIMAL, PROJECT
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sitegen import command
from sitegen.check import published
from sitegen.command import checked
from sitegen.course import translation
from sitegen.findings import Finding
from sitegen.load import load, record
from sitegen.show.review import Places, Side, review
from sitegen.show.spans import code, fenced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

pytestmark = pytest.mark.usefixtures("nothing_read_twice")

PLACES = Places("https://x.example/", "https://x.example/preview/3/", "")
MOST = 65_536
TAGS = re.compile(r"</?(?:details|summary|del|ins)>")
AUTOLINKED = re.compile(r"@\w|#\d|GH-\d|://|www\.|[0-9a-f]{7,40}")
"""What GitHub makes a link of, wherever it is no code."""


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course, its translation accepted and its links recorded."""
    project = tmp_path_factory.mktemp("accepted")
    shutil.copytree(MINIMAL, project, dirs_exist_ok=True)
    course = load(project / "content")
    (project / "content" / "published.yml").write_text(published.write(record(course)), encoding="utf-8")
    text = translation.text_of(translation.accept(course.translations["en"], lambda _: True))
    (project / "content" / "en" / "accepted.yml").write_text(text, encoding="utf-8")
    return project


@pytest.mark.parametrize("case", cases("review", "reviews"))
def test_review(case: dict[str, Any], accepted: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    shutil.copytree(accepted, before)
    _edit(before, case.get("before", []))
    shutil.copytree(before, after)
    _edit(after, case.get("replace", []))
    for path, text in case.get("write", {}).items():
        (after / path).write_text(text, encoding="utf-8")
    told = review(checked.side(before), checked.side(after), PLACES)
    assert [heading.rpartition(" · ")[2] for heading in _headings(told)] == case["headings"], told
    for piece in case.get("holds", []):
        assert piece in told, told
    for piece in case.get("lacks", []):
        assert piece not in told, told
    _expect_harmless(told)


@pytest.mark.parametrize("case", cases("review", "hostile"))
def test_no_text_makes_anything_of_a_comment(case: dict[str, Any], accepted: Path, tmp_path: Path) -> None:
    text = case["text"]
    after = tmp_path / "after"
    shutil.copytree(accepted, after)
    page = after / "content" / "fr" / "dough.md"
    page.write_text(page.read_text(encoding="utf-8").replace("La pâte se", f"{text} se"), encoding="utf-8")
    found = [Finding(f"content/{text}.md".replace("/", "|"), 1, "a/b", f"'{text}'\n{text}")]
    before, now = checked.side(accepted), checked.side(after)
    files = {**now.files, f"content/fr/{text}.md": b"", f"content/{text}/x.md": b"", text: b""}
    for course in (now.course, None):
        _expect_harmless(review(before, Side(files, course, (*now.findings, *found)), PLACES))


@given(st.text(min_size=1, max_size=60) | st.text("`\\ \n*<>|", min_size=1, max_size=20))
def test_any_text_is_shown_as_code(text: str) -> None:
    tokens = _markdown().parse(f"- {code(text)} end")
    (inline,) = [token for token in tokens if token.type == "inline"]
    assert inline.children
    assert [child.type for child in inline.children] == ["code_inline", "text"]
    (block,) = _markdown().parse(fenced(text.replace("\r", "")))
    assert block.type == "fence"


def test_a_long_comment_is_cut_between_items_and_says_so(accepted: Path) -> None:
    side = checked.side(accepted)
    found = tuple(Finding(f"content/{n}.md", n, "a/b", f"'{n}' " + "é" * 5000) for n in range(1, 400))
    killed = tuple(
        Finding(
            "content/course.yml", 1, "link/killed", f"x; add this line under 'retired': - {{address: {n}/}} (with ', y"
        )
        for n in range(1, 4000)
    )
    files = {f"content/fr/{'x' * 200}{n}.md": b"" for n in range(400)}
    before = replace(side, files={}, findings=found[:200])
    told = review(before, replace(side, files=files, findings=(*found, *killed)), PLACES)
    assert len(told) <= MOST
    assert len(told.encode()) <= MOST
    _expect_harmless(told)
    assert told.count("… ") >= 3
    assert told.count("<details>") == told.count("</details>") == 1


@pytest.mark.parametrize(("key", "below"), [("", ""), (" (a key for the end of this file)", "retired:\n")])
def test_lines_to_paste_bring_the_key_that_a_file_lacks(key: str, below: str) -> None:
    line = "- {address: a/, now: b.md}"
    killed = Finding("content/course.yml", 1, "link/killed", f"x; add this line under 'retired'{key}: {line} (with y)")
    assert f"```yaml\n{below}  {line}\n```" in review(Side({}, None, ()), Side({}, None, (killed,)), PLACES)


def test_what_nobody_writes_is_no_change_of_theirs() -> None:
    told = review(Side({}, None, ()), Side({"content/published.yml": b"", "content/b.yml": b""}, None, ()), PLACES)
    assert "`content/b.yml`" in told
    assert "published" not in told


def test_of_findings_alike_as_many_are_old_as_there_were() -> None:
    same = tuple(Finding("a.md", line, "a/b", "wrong") for line in (1, 5, 9))
    told = review(Side({}, None, same[:1]), Side({}, None, same[:2]), PLACES)
    new, _, old = told.partition("<details>")
    assert [part.count("`a/b`") for part in (new, old)] == [1, 1]


def test_the_archive_is_named_where_there_is_no_preview(
    accepted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(accepted, tmp_path / "after")
    _edit(tmp_path / "after", [["content/fr/dough.md", "La pâte se", "La pâte ne se"]])
    arguments = ["review", str(accepted), str(tmp_path / "after"), "--archive", "https://x.example/runs/1"]
    monkeypatch.setattr(sys, "argv", ["sitegen", *arguments])
    assert command.main() == 0
    told = capsys.readouterr().out
    assert "(https://x.example/runs/1)" in told
    assert "/fr/la-pate/" not in told


def test_a_sentence_of_the_real_content_is_followed_to_its_translation(edited: Path) -> None:
    told = review(checked.side(PROJECT), checked.side(edited), PLACES)
    page, _, _ = DENIED.partition("#")
    assert f"- **`{page}`**: `fr` " in told
    assert f"**`en/{DENIED}`**" in told
    assert f"`make accept PAGE={DENIED}`" in told
    assert "<ins>`Il est faux que`</ins>" in told
    _expect_harmless(told)


def _edit(project: Path, edits: list[list[str]]) -> None:
    for path, old, new in edits:
        text = (project / path).read_text(encoding="utf-8")
        assert old in text, (path, old)
        (project / path).write_text(text.replace(old, new), encoding="utf-8")


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _headings(told: str) -> list[str]:
    tokens = _markdown().parse(told)
    return [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]


def _expect_harmless(told: str) -> None:
    """Expect links to nothing but the site, no HTML but ours, and outside of code nothing that GitHub links."""
    for token in _all(_markdown().parse(told)):
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith("https://x.example/"), told
        if token.type in {"html_block", "html_inline"}:
            assert TAGS.sub("", re.sub(r"(?<=<summary>)[^<>]*(?=</summary>)", "", token.content)).strip() == "", told
        if token.type == "text":
            assert not AUTOLINKED.search(token.content), token.content
        assert token.type not in {"image", "table_open"}, told
