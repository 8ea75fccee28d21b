"""What stops a command: findings for the content's faults, one line for the system's, a traceback for our own alone."""

from __future__ import annotations

import errno
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import mkdocs
from courses import CORE, MINIMAL, PROJECT, findings_of, own_copy
from sitegen import boundary, command
from sitegen.command import checked, quizzes, recorded, translated
from sitegen.course import tree
from sitegen.findings import ContentError, Finding
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.usefixtures("nothing_read_twice"),
    pytest.mark.skipif(sys.platform == "win32", reason="it has no pipes and no links that need no permission"),
]

REFUSED = [
    getattr(errno, name) for name in ("ENOSPC", "EACCES", "EROFS", "EISDIR", "ELOOP", "ENAMETOOLONG", "EIO", "EDQUOT")
]
FAULT = "This is a fault of the generator: report it "


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small course, in whose folder commands run."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sitegen", *arguments])
    return command.main()


def _fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    for room in (checked, quizzes, recorded, translated):
        monkeypatch.setattr(room, "load", fail)


@pytest.mark.parametrize("name", ["check", "status", "accept", "ledger", "quiz", "reading"])
@pytest.mark.parametrize("number", REFUSED)
def test_what_the_system_refuses_is_one_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, number: int
) -> None:
    _fail_with(monkeypatch, OSError(number, os.strerror(number), str(project / "content" / "quiz.yml")))
    assert _run(monkeypatch, name) == 1
    told = capsys.readouterr()
    (line,) = told.err.splitlines()
    assert line.startswith("content/quiz.yml: ")
    assert ";" in line  # what to do
    assert told.out == ""


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "", None),
        OSError(errno.EOPNOTSUPP, "Operation\nnot supported", b"a"),
        OSError("`a` is a named pipe"),
        shutil.SpecialFileError("`a` is a named pipe"),
        shutil.Error([("a", "b", "no\nroom")]),
        FileNotFoundError(errno.ENOENT, "", "a\nb\udcff"),
        MemoryError(),
        ModuleNotFoundError("No module named 'yaml'", name="yaml"),
    ],
)
def test_whatever_the_system_refuses_is_told_in_one_line(error: Exception) -> None:
    said = boundary.refused(error)
    assert said.isprintable()
    assert len(said.splitlines()) == 1
    assert boundary.told(error) == said


@pytest.mark.parametrize(
    "error", [ValueError("a"), RecursionError(), KeyError("b"), ModuleNotFoundError(name="sitegen.x")]
)
@pytest.mark.parametrize(
    "settings", ["", "repo_url: https://forge.example/us # here\n", 'repo_url: "https://forge.example/us"\n']
)
def test_our_own_faults_show_a_traceback_and_where_to_report_them(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, settings: str
) -> None:
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    _fail_with(monkeypatch, error)
    assert _run(monkeypatch, "check") == 1
    first, *_, last = capsys.readouterr().err.splitlines()
    assert first.startswith("Traceback")
    assert last.startswith(FAULT)
    assert ("https://forge.example/us," in last) == bool(settings)


@pytest.mark.parametrize("spoil", [lambda path: path.mkdir(), os.mkfifo, lambda path: path.write_bytes(b"\xff")])
def test_settings_that_cannot_be_read_hide_no_fault(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    spoil(tmp_path / "mkdocs.yml")
    assert FAULT in boundary.told(KeyError("a"), tmp_path / "mkdocs.yml")


def test_findings_are_counted() -> None:
    error = ContentError([Finding("a.md", 1, "a/b", "c"), Finding("a.md", 2, "a/c", "d")])
    assert boundary.told(error).splitlines() == ["a.md:1: a/b: c", "a.md:2: a/c: d", "", "2 to correct."]


def test_being_stopped_is_no_fault() -> None:
    def stop() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        boundary.guard(stop)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path.relative_to(Path.cwd())))


ODD: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "socket": _socket,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "folder": lambda path: path.mkdir(),
    "broken link": lambda path: path.symlink_to("nowhere"),
    "circle of links": lambda path: path.symlink_to(path.name),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize(
    "path",
    [
        "course.yml",
        "quiz.yml",
        "published.yml",
        "fr/course.yml",
        "en/glossary.yml",
        "fr/dough.md",
        "en/dough.md",
        "en/accepted.yml",
        "illustrations/loaf.svg",
        "fr/new.md",
    ],
)
def test_what_is_no_file_is_a_finding_at_once(project: Path, odd: Callable[[Path], object], path: str) -> None:
    file = project / "content" / path
    file.unlink(missing_ok=True)
    odd(file)
    found = findings_of(project / "content")
    alone = odd is ODD["folder"] and path.endswith(("new.md", ".md", "accepted.yml", ".svg"))
    assert alone or any(finding.path == f"content/{path}" for finding in found), found
    assert len(found) <= 3, found


def test_a_folder_that_cannot_be_listed_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content" / "fr" / "more").mkdir()
    list_folder = os.scandir

    def refuse(folder: str) -> object:
        if str(folder).endswith("more"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        return list_folder(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert _run(monkeypatch, "check") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "content/fr/more: " in line


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert tree.files(tmp_path / "nowhere") == tree.files(tmp_path / "file") == []


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"a\nb.md", b"a\x1bb.md", b"caf\xe9.svg", b"\xff"])
@pytest.mark.parametrize("folder", ["content/fr", "content/illustrations", "content", "docs"])
def test_names_that_nobody_can_write_are_findings(project: Path, folder: str, name: bytes) -> None:
    (project / "docs").mkdir()
    try:
        Path(os.fsdecode(os.fsencode(project / folder) + b"/" + name)).touch()
    except OSError:
        pytest.skip("this system has no such names")
    with pytest.raises(ContentError) as caught:
        load(project / "content", project / "docs")
    (finding,) = caught.value.findings
    assert finding.rule == "file/name"
    assert finding.path.isascii()
    assert finding.path.isprintable()
    assert finding.path.startswith(f"{folder}/")


def test_output_that_finds_no_room_is_told_once(project: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has it")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sitegen", "status"],
            env=os.environ | {"PYTHONPATH": str(CORE.parent)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_terminals_that_know_few_signs_are_written_to(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "quiz"],
        env=os.environ | {"PYTHONPATH": str(CORE.parent), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_recorded_stays_where_nothing_can_be_written(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = project / "content" / "published.yml"
    record.write_text("terms: {}\n", encoding="utf-8")

    def refuse(unfinished: Path, *_: object, **__: object) -> None:
        unfinished.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", refuse)
    before = sorted(project.rglob("*"))
    assert _run(monkeypatch, "ledger") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("content/published.yml: ")
    assert record.read_bytes() == b"terms: {}\n"
    assert sorted(project.rglob("*")) == before


def test_a_link_to_a_record_stays_a_link(tmp_path: Path) -> None:
    link, record = tmp_path / "link", tmp_path / "record"
    link.symlink_to("record")
    for text in ("a\n", "é\n"):
        boundary.write(link, text)
        assert (link.is_symlink(), record.read_bytes()) == (True, text.encode())


@pytest.mark.parametrize("odd", [os.mkfifo, lambda path: path.mkdir(), lambda path: path.symlink_to("/dev/null")])
def test_nothing_is_written_to_what_is_no_file(tmp_path: Path, odd: Callable[[Path], object]) -> None:
    odd(tmp_path / "record")
    with pytest.raises(OSError, match=r"record|null"):
        boundary.write(tmp_path / "record", "a")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another course in a folder of its own, to be built."""
    return own_copy(tmp_path / "project", PROJECT / "tests" / "fixtures" / "other_course")


def test_a_build_that_the_system_stops_says_so_in_one_line(other: Path) -> None:
    import resource  # not on every system, and this module is for those that have it

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=other,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.startswith("ERROR")]) == 1, done.stderr


def test_a_build_that_we_stop_says_where_to_report_it(other: Path) -> None:
    settings = other / "mkdocs.yml"
    settings.write_text("repo_url: https://forge.example/us\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    (other / "hooks").unlink()
    shutil.copytree(PROJECT / "hooks", other / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "hooks" / "sitegen" / "show" / "around.py").open("a", encoding="utf-8") as code:
        code.write("\n\ndef words(*_):\n    raise KeyError('ours')\n")
    done = mkdocs("build", "--quiet", project=other)
    assert done.returncode == 1
    assert done.stderr.count("Traceback") == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(FAULT)
    assert "https://forge.example/us" in last


@pytest.mark.parametrize(
    ("change", "variables", "told"),
    [
        (("  logo: assets/logo.svg", "  logo: [assets/logo.svg]"), {}, "logo"),
        (("site_name:", "copyright: !ENV COPYRIGHT\nsite_name:"), {"COPYRIGHT": "a\udcff"}, "copyright"),
    ],
    ids=["logo", "bytes"],
)
def test_what_the_host_does_not_ask_for_is_asked_for(
    other: Path, change: tuple[str, str], variables: dict[str, str], told: str
) -> None:
    settings = other / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    done = mkdocs("build", "--quiet", project=other, **variables)
    assert done.returncode == 1
    assert re.search(rf"^mkdocs\.yml:\d+: .*{told}", done.stderr, re.MULTILINE), done.stderr


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ("site_name: a\ntheme: [b\n", 2),
        ("site_name: a\nextra: " + "[" * 5000, 2),
        ("site_name: a\nnav: &n\n  - *n\n", 2),
        ('site_name: "\\UFFFFFFFF"\n', 1),
        ("site_name: a\nnav: home.md\n", 2),
        ("site_name: a\nhooks: !!python/object/apply:os.abort []\n", 2),
        ("- a\n", 1),
        ('site_name: a\nsite_url: "http://[a"\n', 2),
    ],
    ids=["bracket", "deep", "alias", "escape", "type", "code", "list", "address"],
)
def test_settings_are_checked_before_the_host_reads_them(tmp_path: Path, settings: str, line: int) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(PROJECT / "hooks"), "build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.match(rf"mkdocs\.yml:{line}: schema/[a-z-]+: ", done.stderr), done.stderr
    assert "Traceback" not in done.stderr
