"""Publishing all or nothing, whatever happens on the way."""

from __future__ import annotations

import errno
import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT
from filelock import FileLock
from sitegen import swap
from sitegen.swap import NotPublishedError, Publication

if TYPE_CHECKING:
    from collections.abc import Callable

BUILD = """
import os, signal, sys
from pathlib import Path
from sitegen import swap

publication = swap.Publication(Path(sys.argv[1]), print)
publication.staging.mkdir()
(publication.staging / "index.html").write_text("new")
"""
KILLED_WHILE_BUILDING = "os.kill(os.getpid(), signal.SIGKILL)"
KILLED_AFTER_PUBLISHING = """
swap.shutil.rmtree = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
publication.discard.detach()
publication.discard = swap.shutil.rmtree
publication.publish()
"""
KILLED_BETWEEN_TWO_STEPS = """
swap._exchange = lambda *_: False
rename = Path.rename

def rename_and_die(self, target):
    rename(self, target)
    os.kill(os.getpid(), signal.SIGKILL)

Path.rename = rename_and_die
publication.publish()
"""


KILLED_AT_EACH_CALL = """
import os, signal, sys
from pathlib import Path
from sitegen import swap

site, in_two_steps = Path(sys.argv[1]), len(sys.argv) > 2

def in_a_process_of_its_own(act):
    process = os.fork()
    if not process:
        act()
        os._exit(0)
    return os.waitpid(process, 0)[1]

def begin():
    return swap.Publication(site, print)

def be_killed_at(calls):
    publication = begin()
    publication.staging.mkdir()
    (publication.staging / "index.html").write_text("new")
    if in_two_steps:
        swap._exchange = lambda *_: False
    left = iter(range(calls, -1, -1))

    def may_die(act):
        def acts(*arguments, **named):
            next(left, None) or os.kill(os.getpid(), signal.SIGKILL)
            return act(*arguments, **named)
        return acts

    for place, name in [
        *((os, name) for name in ("open", "fsync", "close", "unlink", "rmdir")), (swap, "_exchange"), (Path, "rename")
    ]:
        setattr(place, name, may_die(getattr(place, name)))
    publication.publish()

for calls in range(1, 100):
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text("old")
    status = in_a_process_of_its_own(lambda: be_killed_at(calls))
    shown = site.exists() and (site / "index.html").read_text()
    in_a_process_of_its_own(lambda: begin().discard())
    print(shown, (site / "index.html").read_text(), len(list(site.parent.iterdir())))
    if not status:
        break
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published site."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("old")
    return site


@pytest.fixture(params=["in one step", "in two steps"])
def _ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in two steps":
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)


@pytest.mark.usefixtures("_ways")
def test_new_site_replaces_the_old_one(site: Path) -> None:
    (site / "old.html").write_text("old")
    publication = _build(site)
    assert content(site) == {"index.html": "old", "old.html": "old"}
    publication.publish()
    assert content(site) == {"index.html": "new"}
    assert others(site) == []


@pytest.mark.usefixtures("_ways")
def test_first_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _build(site).publish()
    assert content(site) == {"index.html": "new"}
    assert others(site) == []


@pytest.mark.usefixtures("_ways")
def test_hidden_links_stay_links(site: Path, tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "hook").write_text("a hook")
    links = {
        ".git/hooks/to-file": "../../../tools/hook",
        ".git/hooks/to-folder": str(tmp_path / "tools"),
        ".git/hooks/dangling": "nowhere",
        ".to-file": "../tools/hook",
        ".to-folder": "../tools",
        ".dangling": "nowhere",
    }
    (site / ".git" / "hooks").mkdir(parents=True)
    for path, target in links.items():
        (site / path).symlink_to(target)
    _build(site).publish()
    assert {path: str((site / path).readlink()) for path in links} == links
    assert (site / ".to-folder" / "hook").read_text() == "a hook"
    assert sorted(path.name for path in (tmp_path / "tools").iterdir()) == ["hook"]


def test_staging_is_beside_the_site(site: Path) -> None:
    publication = begin(site)
    assert publication.staging.parent == site.parent
    assert not publication.staging.exists()


def test_abandoned_attempt_leaves_nothing(site: Path) -> None:
    publication = _build(site)
    publication.discard()
    assert content(site) == {"index.html": "old"}
    assert others(site) == []


def test_forgotten_attempt_leaves_nothing(site: Path) -> None:
    _build(site)
    gc.collect()
    assert others(site) == []


def test_end_of_a_failed_attempt_does_not_touch_the_next_one(site: Path) -> None:
    failed = _build(site)
    following = _build(site)
    failed.discard()
    following.publish()
    assert content(site) == {"index.html": "new"}


@pytest.mark.usefixtures("_ways")
def test_nothing_built_is_nothing_published(site: Path) -> None:
    with pytest.raises(NotPublishedError, match="No such file"):
        begin(site).publish()
    assert content(site) == {"index.html": "old"}


@pytest.mark.parametrize("refused", ["site", "staging"])
def test_a_folder_that_cannot_be_replaced_keeps_its_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """As a mount point, which can neither be renamed nor exchanged."""
    publication = _build(site)
    rename = Path.rename

    def busy(path: Path, target: Path) -> None:
        if path == getattr(publication, refused):
            raise OSError(errno.EBUSY, "Device or resource busy")
        rename(path, target)

    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", busy)
    with pytest.raises(NotPublishedError) as caught:
        publication.publish()
    assert "mount point" in str(caught.value)
    assert f"site_dir: {site / 'public'}" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert content(site) == {"index.html": "old"}
    publication.discard()
    assert others(site) == []


def test_a_site_set_aside_is_put_back_on_windows_too(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run_and_be_killed(site, KILLED_BETWEEN_TWO_STEPS)
    monkeypatch.setattr(sys, "platform", "win32")
    begin(site)
    assert content(site) == {"index.html": "old"}


def test_folder_that_does_not_exist_yet(tmp_path: Path) -> None:
    site = tmp_path / "new" / "site"
    publication = begin(site)
    publication.staging.mkdir(parents=True)
    publication.publish()
    assert site.is_dir()


@pytest.mark.parametrize("script", [KILLED_WHILE_BUILDING, KILLED_AFTER_PUBLISHING, KILLED_BETWEEN_TWO_STEPS])
def test_kill_leaves_a_whole_site_for_the_next_build(site: Path, script: str) -> None:
    _run_and_be_killed(site, script)
    begin(site)
    assert content(site) in ({"index.html": "old"}, {"index.html": "new"})
    assert others(site) == []


@pytest.mark.parametrize("steps", ["in one step", "in two steps"])
def test_kill_at_any_call_to_the_system_leaves_a_whole_site(site: Path, steps: str) -> None:
    """Whole for readers; in two steps, at the latest for the next build. In the end, the site is published."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EACH_CALL, str(site), *(["two"] if steps == "in two steps" else [])],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "hooks")},
        capture_output=True,
        text=True,
        check=True,
    )
    found = [line.split() for line in done.stdout.splitlines()]
    shown, after, beside = zip(*found, strict=True)
    assert set(beside) == {"1"}
    assert {"old", "new"} == set(after) == set(shown) - {"False"}
    assert shown.count("False") <= (steps == "in two steps")
    assert len(found) > 10
    assert shown[-1] == "new"


def test_kill_while_building_does_not_touch_the_site(site: Path) -> None:
    _run_and_be_killed(site, KILLED_WHILE_BUILDING)
    assert content(site) == {"index.html": "old"}
    assert others(site) != []


def test_kill_between_two_steps_is_made_good(site: Path) -> None:
    _run_and_be_killed(site, KILLED_BETWEEN_TWO_STEPS)
    assert not site.exists()
    begin(site)
    assert content(site) == {"index.html": "old"}


@pytest.mark.parametrize("whose", ["nobody's", "this process's", "another process's"])
@pytest.mark.parametrize("end", ["new", "old"])
@pytest.mark.parametrize("kind", ["folder", "file", "link", "broken link", "pipe"])
def test_leftovers_of_any_kind_are_cleared(site: Path, whose: str, end: str, kind: str) -> None:
    """Whoever has the number of that process now."""
    number = {"nobody's": 99999999, "this process's": os.getpid(), "another process's": os.getppid()}[whose]
    left, kept = site.with_name(f".site.{number}.7.{end}"), site.with_name("kept")
    kept.mkdir()
    (kept / "file").touch()
    if kind == "folder":
        shutil.copytree(kept, left)
        (left / "link").symlink_to(kept)
    elif kind == "file":
        left.touch()
    elif kind == "pipe":
        os.mkfifo(left)
    else:
        left.symlink_to("kept" if kind == "link" else "nowhere")
    _build(site).publish()
    assert content(site) == {"index.html": "new"}
    assert others(site) == ["kept"]
    assert (kept / "file").exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_only_a_folder_is_put_back_as_the_site(tmp_path: Path, kind: str) -> None:
    left = tmp_path / ".site.7.0.old"
    left.touch() if kind == "file" else left.symlink_to(tmp_path)
    begin(tmp_path / "site").discard()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_removed_is_told_in_one_line(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [site.with_name(f".site.{number}.0.new") for number in (1, 2)]
    left[0].mkdir()
    left[1].touch()

    def refused(*_: object, ignore_errors: bool = False, **__: object) -> None:
        if not ignore_errors:
            raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(shutil, "rmtree", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    told: list[str] = []
    publication = Publication(site, told.append)
    assert publication.staging not in left
    assert len(told) == 2
    assert all(str(path) in line and "\n" not in line for path, line in zip(left, told, strict=True))


def test_a_name_that_is_taken_is_not_built_into(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_clear", lambda *_: None)
    taken = [site.with_name(f".site.{os.getpid()}.{number}.new") for number in (0, 1)]
    monkeypatch.setattr(swap, "_ATTEMPTS", iter(range(3)))
    for path in taken:
        path.mkdir()
    assert begin(site).staging not in taken


# One after the other --------------------------------------------------------------------------------------------------


def test_another_process_waits_and_says_so(site: Path) -> None:
    first = _build(site)
    with _start(site, "publication.publish()") as second:
        assert second.stdout
        assert str(site) in second.stdout.readline()
        assert second.poll() is None
        first.publish()
        (site / "first").touch()
        assert second.communicate(timeout=30)[0] == ""
    assert second.returncode == 0
    assert content(site) == {"index.html": "new"}
    assert others(site) == []


def test_processes_by_the_dozen_leave_one_whole_site(site: Path) -> None:
    running = [_start(site, "publication.publish()") for _ in range(6)]
    for process in running:
        process.communicate(timeout=60)
    assert [process.returncode for process in running] == [0] * 6
    assert content(site) == {"index.html": "new"}
    assert others(site) == []


def test_a_killed_process_blocks_nobody(site: Path) -> None:
    _run_and_be_killed(site, KILLED_WHILE_BUILDING)
    assert site.with_name(".site.lock").exists()
    _build(site).publish()
    assert others(site) == []


@pytest.mark.parametrize("end", [Publication.publish, lambda publication: publication.discard()])
def test_the_end_of_one_attempt_keeps_the_lock_of_another(site: Path, end: Callable[[Publication], None]) -> None:
    """Both of one process, as when a failed build is not forgotten yet."""
    first, second = begin(site), _build(site)
    end(second)
    with _start(site, "") as other:
        assert other.stdout
        assert str(site) in other.stdout.readline()
        first.discard()
        other.communicate(timeout=30)
    assert other.returncode == 0


def test_sites_beside_each_other_are_built_at_the_same_time(site: Path) -> None:
    first = begin(site)
    with FileLock(site.with_name(".other.lock")):
        assert first.staging.parent == site.parent


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_lock_that_cannot_be_taken_is_told_in_one_line(site: Path, kind: str) -> None:
    lock = site.with_name(".site.lock")
    lock.mkdir() if kind == "folder" else lock.symlink_to("site")
    with pytest.raises(NotPublishedError) as caught:
        begin(site)
    assert str(lock) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert content(site) == {"index.html": "old"}


# When the disk fails --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_ways")
@pytest.mark.parametrize("failing", range(9))
@pytest.mark.parametrize("hidden", [True, False])
def test_a_failure_at_any_step_keeps_the_old_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, failing: int, hidden: bool
) -> None:
    """Copying what is hidden, flushing each file and folder, renaming, flushing the folder around."""
    if hidden:
        (site / ".nojekyll").touch()
    before = sorted(path.name for path in site.iterdir())
    publication = _build(site)
    left = failing

    def may_fail(act: Callable[..., object]) -> Callable[..., object]:
        def acts(*arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left == -1:
                raise OSError(errno.ENOSPC, "No space left on device")
            return act(*arguments, **named)

        return acts

    monkeypatch.setattr(os, "fsync", may_fail(os.fsync))
    monkeypatch.setattr(Path, "rename", may_fail(Path.rename))
    monkeypatch.setattr(shutil, "copy2", may_fail(shutil.copy2))
    said = _said(publication)
    assert re.fullmatch("|.*No space left.*", said)
    assert content(site)["index.html"] == ("old" if left < 0 else "new")
    assert bool(said) == (left < 0)
    assert sorted(path.name for path in site.iterdir()) == before
    publication.discard()
    assert others(site) == []


def test_an_old_site_that_cannot_be_put_back_waits_for_the_next_build(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication, rename, done = _build(site), Path.rename, []

    def once(path: Path, target: Path) -> None:
        if done:
            raise OSError(errno.EIO, "Input/output error")
        done.append(path)
        rename(path, target)

    with monkeypatch.context() as failing:
        failing.setattr(swap, "_exchange", lambda *_: False)
        failing.setattr(Path, "rename", once)
        assert "Input/output" in _said(publication)
        publication.discard()
    assert not site.exists()
    begin(site).discard()
    assert content(site) == {"index.html": "old"}
    assert others(site) == []


def test_an_attempt_that_cannot_begin_blocks_nobody(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(swap, "_clear_leftovers", fails)
    with pytest.raises(NotPublishedError, match="Input/output") as kept:
        begin(site)
    with _start(site, "publication.publish()") as other:
        assert other.communicate(timeout=30)[0] == ""
    assert kept.value.__cause__
    assert content(site) == {"index.html": "new"}


def test_a_failure_leaves_no_first_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publication, flush = _build(tmp_path / "site"), swap._flush_one

    def fails(path: Path) -> None:
        if path == tmp_path:
            raise OSError(errno.EIO, "Input/output error")
        flush(path)

    monkeypatch.setattr(swap, "_flush_one", fails)
    with pytest.raises(NotPublishedError):
        publication.publish()
    publication.discard()
    assert list(tmp_path.iterdir()) == []


def test_all_is_flushed_before_the_exchange_and_the_folder_around_after_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication, done, exchange = _build(site), [], swap._exchange
    (publication.staging / "deep").mkdir()
    (publication.staging / "deep" / "page.html").write_text("new")
    (publication.staging / "link").symlink_to("nowhere")
    expected = {(publication.staging / path).stat().st_ino for path in (".", "index.html", "deep", "deep/page.html")}

    def exchanged(one: Path, other: Path) -> bool:
        done.append("exchange")
        return exchange(one, other)

    monkeypatch.setattr(os, "fsync", lambda opened: done.append(os.fstat(opened).st_ino))
    monkeypatch.setattr(swap, "_exchange", exchanged)
    publication.publish()
    at = done.index("exchange")
    assert set(done[:at]) == expected
    assert done[at + 1 :] == [site.parent.stat().st_ino]


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_disk_that_knows_no_flushing_is_published_on(site: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(_: int) -> None:
        raise OSError(code, "Invalid argument")

    monkeypatch.setattr(os, "fsync", refuse)
    _build(site).publish()
    assert content(site) == {"index.html": "new"}


# ----------------------------------------------------------------------------------------------------------------------


def test_other_folders_are_left_alone(site: Path) -> None:
    dead = "99999999.0"
    neighbours = [".site.backup", ".site.1.new", f".other.{dead}.new", f"site.{dead}.new", f".site.{dead}.newer"]
    for name in neighbours:
        site.with_name(name).mkdir()
    begin(site)
    assert others(site) == sorted(neighbours)


def test_readers_never_miss_the_site(site: Path) -> None:
    seen: set[bool] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(site.exists())

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(30):
        _build(site).publish()
    done.set()
    reader.join()
    assert seen == {True}


def begin(site: Path) -> Publication:
    """Begin an attempt of which nothing needs to be told."""
    return Publication(site, lambda line: pytest.fail(line))


def _build(site: Path) -> Publication:
    publication = begin(site)
    publication.staging.mkdir(parents=True)
    (publication.staging / "index.html").write_text("new")
    return publication


def _said(publication: Publication) -> str:
    """Publish; return why that was not possible, if so."""
    try:
        publication.publish()
    except NotPublishedError as error:
        return str(error)
    return ""


def _run_and_be_killed(site: Path, script: str) -> None:
    process = _start(site, script)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def _start(site: Path, script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-c", BUILD + script, str(site), *arguments],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "hooks")},
        stdout=subprocess.PIPE,
        text=True,
    )


def content(site: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in site.iterdir()}


def others(site: Path) -> list[str]:
    """Return what stands beside the site."""
    return sorted(path.name for path in site.parent.iterdir() if path != site)
