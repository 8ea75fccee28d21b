"""Publishing all or nothing, whatever happens on the way."""

from __future__ import annotations

import errno
import gc
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from courses import PROJECT
from sitegen import swap
from sitegen.swap import NotPublishedError, Publication

BUILD = """
import os, signal, sys
from pathlib import Path
from sitegen import swap

publication = swap.Publication(Path(sys.argv[1]))
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
    publication = Publication(site)
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
        Publication(site).publish()
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


def test_windows_is_not_asked_whether_a_process_lives(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`os.kill` would send it an event there."""
    other = site.with_name(".site.99999999.0.new")
    other.mkdir()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("a process was sent a signal"))
    _build(site).publish()
    assert content(site) == {"index.html": "new"}
    assert others(site) == [other.name]


def test_a_site_set_aside_is_put_back_on_windows_too(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run_and_be_killed(site, KILLED_BETWEEN_TWO_STEPS)
    monkeypatch.setattr(sys, "platform", "win32")
    Publication(site)
    assert content(site) == {"index.html": "old"}


def test_folder_that_does_not_exist_yet(tmp_path: Path) -> None:
    site = tmp_path / "new" / "site"
    publication = Publication(site)
    publication.staging.mkdir(parents=True)
    publication.publish()
    assert site.is_dir()


@pytest.mark.parametrize("script", [KILLED_WHILE_BUILDING, KILLED_AFTER_PUBLISHING, KILLED_BETWEEN_TWO_STEPS])
def test_kill_leaves_a_whole_site_for_the_next_build(site: Path, script: str) -> None:
    _run_and_be_killed(site, script)
    Publication(site)
    assert content(site) in ({"index.html": "old"}, {"index.html": "new"})
    assert others(site) == []


def test_kill_while_building_does_not_touch_the_site(site: Path) -> None:
    _run_and_be_killed(site, KILLED_WHILE_BUILDING)
    assert content(site) == {"index.html": "old"}
    assert others(site) != []


def test_kill_between_two_steps_is_made_good(site: Path) -> None:
    _run_and_be_killed(site, KILLED_BETWEEN_TWO_STEPS)
    assert not site.exists()
    Publication(site)
    assert content(site) == {"index.html": "old"}


def test_builds_of_other_living_processes_are_left_alone(site: Path) -> None:
    living = site.with_name(f".site.{os.getppid()}.0.new")
    living.mkdir()
    _build(site).publish()
    assert others(site) == [living.name]


def test_other_folders_are_left_alone(site: Path) -> None:
    dead = "99999999.0"
    neighbours = [".site.backup", ".site.1.new", f".other.{dead}.new", f"site.{dead}.new", f".site.{dead}.newer"]
    for name in neighbours:
        site.with_name(name).mkdir()
    Publication(site)
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


def _build(site: Path) -> Publication:
    publication = Publication(site)
    publication.staging.mkdir(parents=True)
    (publication.staging / "index.html").write_text("new")
    return publication


def _run_and_be_killed(site: Path, script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUILD + script, str(site)],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "hooks")},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL


def content(site: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in site.iterdir()}


def others(site: Path) -> list[str]:
    """Return what stands beside the site."""
    return sorted(path.name for path in site.parent.iterdir() if path != site)
