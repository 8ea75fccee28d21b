"""`python -m sitegen status` and `accept`, as contributors run them, and what readers of the real site are shown."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from courses import DENIED, MINIMAL
from sitegen import command
from sitegen.course import translation
from sitegen.course.translation import State
from sitegen.load import load, stale_sections
from sitegen.show import around

if TYPE_CHECKING:
    from conftest import Build

RECORD = Path("content", "en", translation.FILE)
SECTION = "dough.md#rising"
EDITED = Path("content", "fr", "dough.md")


class Run(Protocol):
    def __call__(self, *arguments: str) -> tuple[int, str, str]: ...


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("status")` runs a command in a copy of the minimal course; gives its exit code and what it said."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sitegen", *arguments])
        code = command.main()
        return code, *capsys.readouterr()

    return run


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def stale(out: str) -> list[str]:
    return re.findall(r"^  (en/\S+)$", out.partition("stale: ")[2].partition("\n\n")[0], re.MULTILINE)


def test_all_is_new_until_it_is_accepted(run: Run) -> None:
    code, out, _ = run("status")
    assert code == 0
    assert "new: " in out
    assert run("accept")[0] == 0
    _, out, err = run("status")
    assert re.fullmatch(r"Translation en: (\d+) of \1 texts are up to date \(100 %\)\.\n", out)
    assert err == ""


def test_accepting_twice_changes_no_byte(run: Run) -> None:
    run("accept")
    first = RECORD.read_bytes()
    _, out, _ = run("accept")
    assert "nothing new" in out
    assert RECORD.read_bytes() == first
    RECORD.write_bytes(first.replace(b"# Written", b"# Once written"))  # as somebody else may write it
    assert run("check")[0] == 0
    assert "(100 %)" in run("status")[1]


def test_a_change_is_told_and_accepted_by_the_name_that_was_told(run: Run) -> None:
    run("accept")
    before = RECORD.read_text(encoding="utf-8")
    edit(EDITED, "Attendez qu'elle", "N'attendez pas qu'elle")
    edit(EDITED, "Pétrissez dix", "Pétrissez vingt")
    code, out, _ = run("status")
    assert (code, stale(out)) == (0, ["en/dough.md#kneading", f"en/{SECTION}"])
    assert "[-dix-] {+vingt+}" in out
    assert "2 stale" in run("check")[1]
    assert run("accept", f"en/{SECTION}")[0] == 0
    assert stale(run("status")[1]) == ["en/dough.md#kneading"]
    changed = set(RECORD.read_text(encoding="utf-8").split("\n")) ^ set(before.split("\n"))
    assert len(changed) == 2
    run("accept", "dough.md")
    assert stale(run("status")[1]) == []


def test_a_pull_request_is_told_in_markdown(run: Run) -> None:
    run("accept")
    edit(EDITED, "dix minutes", "vingt minutes")
    code, out, _ = run("status", "--format", "markdown")
    assert code == 0
    assert "\n- `en/dough.md#kneading`\n\n  " in out
    assert "<del>dix</del> <ins>vingt</ins>" in out


def test_unknown_places_and_languages_are_refused_in_one_line(run: Run) -> None:
    for arguments in (["accept", "dough.md#risin"], ["accept", "--language", "fr"], ["status", "--language", "xx"]):
        code, out, err = run(*arguments)
        assert (code, out) == (1, "")
        assert err.count("\n") == 1
    assert not RECORD.exists()
    assert "did you mean 'dough.md#rising'?" in run("accept", "dough.md#risin")[2]


def test_a_language_alone_is_accepted(run: Run) -> None:
    assert run("accept", "--language", "en")[0] == 0
    assert "(100 %)" in run("status", "--language", "en")[1]


def test_a_record_that_is_no_record_is_a_finding(run: Run) -> None:
    RECORD.write_text("- a\n", encoding="utf-8")
    code, _, err = run("check")
    assert code == 1
    assert err.startswith("content/en/accepted.yml:1: schema/type: ")
    RECORD.write_text("<<<<<<< ours\na: b\n=======\n", encoding="utf-8")
    assert run("accept")[0] == 1
    assert RECORD.read_text(encoding="utf-8").startswith("<<<")


def test_no_history_is_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a shallow clone, or without git, it is all the same."""
    monkeypatch.setattr(subprocess, "Popen", None)
    monkeypatch.setenv("PATH", "")
    run("accept")
    edit(EDITED, "dix minutes", "vingt minutes")
    assert stale(run("status")[1]) == ["en/dough.md#kneading"]


# The real content -----------------------------------------------------------------------------------------------------

FOUND = DENIED.split("#")


def test_one_sentence_denied_makes_one_section_stale(edited: Path) -> None:
    course = load(edited / "content", edited / "docs")
    assert not course.warnings
    found = {place: state for place, state in course.translations["en"].states.items() if state is not State.FRESH}
    assert found == {DENIED: State.STALE}
    assert stale_sections(course, "en") == {FOUND[0]: {FOUND[1]}}
    assert stale_sections(course, "fr") == {}


def test_readers_of_that_section_are_told_and_nobody_else(edited: Path, build: Build) -> None:
    site = build("edited", edited) / "site"
    course = load(edited / "content", edited / "docs")
    told = {
        path.relative_to(site).as_posix(): html
        for path in site.rglob("*.html")
        if path.name == "index.html"
        and "slides" not in path.parts
        and 'class="stale"' in (html := path.read_text(encoding="utf-8"))
    }
    here, there = (course.address(lang, FOUND[0]) for lang in ("en", "fr"))
    ((path, html),) = told.items()
    assert path == f"en/{here}index.html"
    ((heading, link),) = re.findall(
        r'<h\d id="([^"]+)"[^>]*>(?:(?!</h\d>).)*</h\d>(?:<p class="twin".*?</p>)?<p class="stale">'
        r'[^<]+<a href="([^"]+)" hreflang="fr">[^<]+</a></p>',
        html,
    )
    assert (heading, link) == (FOUND[1], f"../../fr/{there}#{FOUND[1]}")
    index = (site / "en" / "search" / "search_index.json").read_text(encoding="utf-8")
    assert around.original(course, "en", FOUND[0]).text not in index
    assert "styles/stale.css" in html
    assert not any("styles/stale.css" in path.read_text(encoding="utf-8") for path in site.glob("fr/*/index.html"))
    for lang in ("fr", "en"):
        page = (site / lang / "translations" / "en" / "index.html").read_text(encoding="utf-8")
        assert re.findall(r"<h3[^>]*><code[^>]*>(\S+?)</code>", page) == [DENIED]
        assert len(re.findall(r"<ins>", page)) >= 1


def test_accepting_that_section_clears_it(
    edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(edited, tmp_path / "copy", symlinks=True)
    monkeypatch.chdir(tmp_path / "copy")
    monkeypatch.setattr(sys, "argv", ["sitegen", "accept", DENIED])
    assert command.main() == 0
    states = load(Path("content"), Path("docs")).translations["en"].states
    assert set(states.values()) == {State.FRESH}
