"""Files that are saved are told, whichever way the system has to tell of them."""

from __future__ import annotations

from queue import Queue
from typing import TYPE_CHECKING

import pytest
from watchdog.observers import Observer
from watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOON = 10
"""Seconds in which a file that is saved is told of, on the slowest machine."""


def _told(patch: pytest.MonkeyPatch) -> None:
    """The system tells of files."""


def _looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("POLL", "1")


def _refused(patch: pytest.MonkeyPatch) -> None:
    """The system tells of the first place, and of no more: so many are watched already."""
    first = Observer.schedule

    def schedule(observer: object, handler: object, path: str, **options: object) -> object:
        if observer._watches:  # type: ignore[attr-defined]
            raise OSError(28, "inotify watch limit reached")
        return first(observer, handler, path, **options)  # type: ignore[arg-type]

    patch.setattr(Observer, "schedule", schedule)


@pytest.mark.parametrize("way", [_told, _looked_at, _refused])
def test_what_is_saved_is_told(
    way: Callable[[pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, settings, beside = tmp_path / "pages" / "fr", tmp_path / "settings.yml", tmp_path / "beside.yml"
    pages.mkdir(parents=True)
    for file in (page := pages / "page.md", settings, beside):
        file.write_text("before", encoding="utf-8")
    way(monkeypatch)
    told: Queue[Path] = Queue()
    watcher = Watcher(told.put)
    try:
        watcher.add(str(pages.parent))
        watcher.add(str(settings))
        for file in (page, settings, pages / "new.md"):
            beside.write_text("nobody asks", encoding="utf-8")
            file.write_text("and after", encoding="utf-8")
            assert told.get(timeout=SOON) == file
            while not told.empty():
                assert told.get() == file
    finally:
        watcher.end()
