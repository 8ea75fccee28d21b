"""`python -m sitegen check`, as authors run it: findings one a line, exit code 1, never a traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from courses import CORE, MINIMAL, PROJECT, TESTS, course_of, own_copy
from sitegen import command
from sitegen.kinds.quiz import QUIZ, graph
from sitegen.language import catalogues

if TYPE_CHECKING:
    from pathlib import Path

FINDING = re.compile(r"[^:\n]+\.(?:yml|md):\d+: [a-z]+/[a-z-]+: \S.*")
TO_CORRECT = re.compile(r"(\d+) to correct\.")


def test_real_content_is_in_order() -> None:
    done = _sitegen("check", folder=PROJECT)
    assert (done.returncode, done.stderr) == (0, "")
    quiz = QUIZ.of(course_of(PROJECT))
    assert quiz
    counted = graph.figures(quiz)
    told = next(line for line in done.stdout.splitlines() if line.startswith("Quiz:"))
    assert [counted.nodes, counted.exits, counted.paths] == [int(number) for number in re.findall(r"\d+", told)[:3]]


def test_a_language_that_is_not_finished_is_told_of_and_no_error(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "content" / "en" / "dough.md").unlink()
    done = _sitegen("check", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("en: "))
    translated, total, share = (int(number) for number in re.findall(r"\d+", line)[:3])
    assert translated < total
    assert share == 100 * translated // total
    assert "dough.md#dough" in line


def test_a_reader_who_has_seen_enough_sees_no_traceback() -> None:
    command = [sys.executable, "-m", "sitegen", "check"]
    with subprocess.Popen(
        command,
        cwd=MINIMAL,
        env=os.environ | {"PYTHONPATH": str(CORE.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 1


def test_findings_come_one_a_line_with_exit_code_1(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "content" / "quiz.yml").write_text("start: a: b\n", encoding="utf-8")
    (tmp_path / "content" / "en" / "index.md").write_text("# Dough\n", encoding="utf-8")
    _expect_findings(_sitegen("check", folder=tmp_path), "content/quiz.yml:1: schema/yaml: ")


@pytest.mark.parametrize("garbage", [b"", bytes(range(256)), b"\x00" * 100, "¡ $ % [ { é".encode()])
def test_garbage_comes_to_findings(tmp_path: Path, garbage: bytes) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    for path in (tmp_path / "content").rglob("*.*"):
        path.write_bytes(garbage)
    _expect_findings(_sitegen("check", folder=tmp_path), "content/course.yml:1: ")


def test_missing_folder_comes_to_a_finding(tmp_path: Path) -> None:
    _expect_findings(_sitegen("check", folder=tmp_path), "content/course.yml:1: file/missing: ")


@pytest.fixture
def _in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_in")
def test_figures_of_the_quiz_are_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _main(monkeypatch, "check") == 0
    told = capsys.readouterr()
    quiz = next(line for line in told.out.splitlines() if line.startswith("Quiz:"))
    assert re.findall(r"\d+", quiz) == ["2", "3", "5", "1", "2", "6"]
    assert told.err == ""


@pytest.mark.usefixtures("_in")
def test_each_written_page_has_a_line_on_its_reading(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(monkeypatch, "reading") == 0
    told = re.findall(r"^(\S+\.md) +\d+ words +(?:-|\d+)$", capsys.readouterr().out, re.MULTILINE)
    assert told == ["dough.md", "index.md", "practice.md", "quiz.md"] * 2


@pytest.mark.usefixtures("_in")
def test_a_page_that_reads_less_easily_than_asked_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(TESTS / "fixtures" / "hard_to_read", tmp_path, dirs_exist_ok=True)
    assert _main(monkeypatch, "reading") == 1
    told = capsys.readouterr().err
    assert told.startswith("content/fr/index.md:1: reading/hard: ")
    assert "content/fr/course.yml asks for 60" in told
    assert _main(monkeypatch, "check") == 0


@pytest.mark.usefixtures("_in")
def test_what_stops_a_strict_build_stops_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quiz = tmp_path / "content" / "quiz.yml"
    quiz.write_text(re.sub(r" +same_as: .*\n", "", quiz.read_text(encoding="utf-8")), encoding="utf-8")
    assert _main(monkeypatch, "check") == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("content/quiz.yml:4: option/equivalent: ")
    assert (told[0].endswith(" (warning)"), told[-1]) == (True, "1 to correct.")


@pytest.mark.usefixtures("_in")
def test_another_folder_may_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").rename(tmp_path / "inhalt")
    assert _main(monkeypatch, "check", "inhalt") == 0
    assert _main(monkeypatch, "check") == 1
    assert "content/course.yml:1: file/missing" in capsys.readouterr().err


@pytest.mark.usefixtures("_in")
def test_all_that_links_may_carry_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "content" / "published.yml"
    assert _main(monkeypatch, "ledger") == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Recorded in {record.relative_to(tmp_path)}: questions (2), outcomes (3), addresses (27), ")
    written = record.read_bytes()
    assert _main(monkeypatch, "ledger") == 0
    assert "Recorded" not in capsys.readouterr().out
    assert record.read_bytes() == written


@pytest.mark.usefixtures("_in")
def test_recording_does_not_ask_to_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "content" / "published.yml"
    record.write_text("terms: {}\n", encoding="utf-8")
    quiz = tmp_path / "content" / "quiz.yml"
    quiz.write_text(re.sub(r" +same_as: .*\n", "", quiz.read_text(encoding="utf-8")), encoding="utf-8")
    assert _main(monkeypatch, "ledger") == 0
    told = capsys.readouterr().out
    assert "link/unrecorded" not in told
    assert "content/quiz.yml:4: option/equivalent: " in told
    assert "fingerprint" in record.read_text(encoding="utf-8")


@pytest.mark.usefixtures("_in")
def test_what_is_wrong_is_told_and_nothing_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(monkeypatch, "ledger") == 0
    record = tmp_path / "content" / "published.yml"
    written = record.read_bytes()
    page = tmp_path / "content" / "en" / "dough.md"
    page.write_text(page.read_text(encoding="utf-8").replace("slug: dough", "slug: loaf"), encoding="utf-8")
    assert _main(monkeypatch, "ledger") == 1
    assert "content/course.yml:1: link/killed: " in capsys.readouterr().err
    assert record.read_bytes() == written


def test_files_that_are_published_as_they_lie_are_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    wanted = ["docs/CNAME", "docs/assets/site.css", "docs/images/leaf.png", "overrides/assets/leaf.svg"]
    for path in (*wanted, "docs/notes.md", "docs/assets/.hidden", "overrides/main.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    monkeypatch.chdir(tmp_path)
    assert _main(monkeypatch, "files") == 0
    assert [line.partition("  ")[0] for line in capsys.readouterr().out.splitlines()] == wanted
    (tmp_path / "docs" / "id_rsa").touch()
    assert _main(monkeypatch, "files") == 1
    assert "docs/id_rsa:1: file/unmeant" in capsys.readouterr().err


def test_cases_are_counted_and_doubts_told_on_request_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(own_copy(tmp_path / "project", TESTS / "fixtures" / "other_course"))
    assert _main(monkeypatch, "quiz") == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[-4:] for line in told if line.startswith("all outcomes")] == [["2", "2", "2", "0"]]
    assert "Readings agree on roots in 33% of pairs." in told
    assert {line.split()[1] for line in told if line.startswith("content/")} == {"case/coverage:", "case/agreement:"}
    assert _main(monkeypatch, "check") == 0
    assert capsys.readouterr().err == ""


def test_each_quiz_is_told_of_under_the_title_of_its_page(
    two_quizzes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(two_quizzes)
    titles = {path: course_of(two_quizzes).pages["de"][path].title for path in ("quiz.md", "light.md")}
    assert _main(monkeypatch, "quiz") == 0
    main, light = capsys.readouterr().out.split(f"\n{titles['light.md']} (content/quizzes/light.yml)\n")
    assert main.startswith(f"\n{titles['quiz.md']} (content/quiz.yml)\n")
    for told, first, outcomes, cases in ((main, "Quiz: ", 4, "2"), (light, "Quiz light: ", 3, "1")):
        assert len(re.findall(r"^\w+ +\d+ +[\d.]+% ", told, re.MULTILINE)) == outcomes
        assert [line.split()[2] for line in told.splitlines() if line.startswith("all outcomes")] == [cases]
        assert sum(line.startswith(first) for line in told.splitlines()) == 1
    assert "smell: sour -> rescue" in main
    assert "window: south -> shade" in light
    assert _main(monkeypatch, "check") == 0
    assert re.findall(r"^Quiz.*?:", capsys.readouterr().out, re.MULTILINE) == ["Quiz:", "Quiz light:"]
    assert _main(monkeypatch, "ledger") == 0
    assert capsys.readouterr().out.startswith("Nothing new")


def test_a_course_without_quiz_has_its_addresses_recorded_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    _write_course_without_quiz(content)
    monkeypatch.chdir(tmp_path)
    assert _main(monkeypatch, "quiz") == 0
    for _ in range(2):
        assert _main(monkeypatch, "ledger") == 0
    assert capsys.readouterr().out.splitlines() == [
        "This course has no quiz.",
        "Recorded in content/published.yml: addresses (2), sections (1).",
        "Nothing new: content/published.yml has all that links may carry.",
    ]
    assert _main(monkeypatch, "check") == 0
    course = content / "course.yml"
    course.write_text(course.read_text(encoding="utf-8").replace("id: first", "id: other"), encoding="utf-8")
    assert _main(monkeypatch, "check") == 1
    assert "content/course.yml:1: link/killed: the page '/c/first/' " in capsys.readouterr().err


def _write_course_without_quiz(content: Path) -> None:
    """Write the smallest course that has a permanent address."""
    (content / "en").mkdir(parents=True)
    for path, text in {
        "course.yml": "languages: [en]\nsource: en\nchapters:\n  - {id: first, page: index.md}\n",
        "en/course.yml": "title: A\ndescription: B\n",
        "en/index.md": "---\ndescription: B\n---\n# A {#a}\n",
    }.items():
        (content / path).write_text(text, encoding="utf-8")


TEMPLATE = "sitegen/locale/sitegen.pot"


def test_messages_begin_a_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(CORE, tmp_path / "sitegen")
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path / "sitegen")
    assert _main(monkeypatch, "messages", "it") == 0
    assert capsys.readouterr().out.splitlines() == [TEMPLATE, "sitegen/locale/it/LC_MESSAGES/sitegen.po"]
    assert (tmp_path / "sitegen" / "locale" / "it" / "LC_MESSAGES" / "sitegen.po").is_file()
    assert _main(monkeypatch, "messages") == 0
    renewed = capsys.readouterr().out.split()
    assert len(renewed) == len(list((CORE / "locale").iterdir())) + 1  # that of Italian, and the list of all


def test_messages_refuse_an_unknown_language_in_one_line_and_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(CORE, tmp_path / "sitegen")
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path / "sitegen")
    assert _main(monkeypatch, "messages", "xx", "it") == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [TEMPLATE, "sitegen/locale/it/LC_MESSAGES/sitegen.po"]
    (line,) = told.err.splitlines()
    assert "language/unknown: 'xx'" in line


@pytest.mark.parametrize("arguments", [[], ["chekc"]])
def test_unknown_commands_are_refused(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        _main(monkeypatch, *arguments)


def _main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sitegen", *arguments])
    return command.main()


def _sitegen(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(PROJECT / "hooks")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _expect_findings(done: subprocess.CompletedProcess[str], first: str) -> None:
    assert done.returncode == 1
    *findings, empty, last = done.stderr.splitlines()
    assert findings
    assert any(finding.startswith(first) for finding in findings)
    assert all(FINDING.fullmatch(finding) for finding in findings), done.stderr
    assert empty == ""
    counted = TO_CORRECT.fullmatch(last)
    assert counted
    assert int(counted[1]) == len(findings)
    assert done.stdout == ""
