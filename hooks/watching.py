"""The files that are watched while people write: each that is saved is told at once."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

if TYPE_CHECKING:
    from collections.abc import Callable

warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")  # of a folder that comes back

_SAVED: list[type[FileSystemEvent]] = [
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent, FileCreatedEvent, FileMovedEvent, FileDeletedEvent),
    FileClosedEvent if Observer.__name__ == "InotifyObserver" else FileModifiedEvent,
]
"""What tells that a file is as somebody wants it, or gone: where the system tells that it is closed, not before."""


class Watcher(FileSystemEventHandler):
    """Calls `tell` with each file that is saved or gone below the watched places; in a thread of its own."""

    def __init__(self, tell: Callable[[Path], None]) -> None:
        self._tell = tell
        self._files: set[Path] = set()
        self._folders: set[Path] = set()
        self._observer = Observer()
        try:
            self._observer.start()
        except OSError:  # the system watches no more for us
            self._observer = PollingObserver()
            self._observer.start()

    def add(self, path: str, *_host: object, recursive: bool = True) -> None:
        """Watch a folder, or a file: that in its folder, for editors put another file in its place."""
        place = Path(path).resolve()
        if place in self._files | self._folders:
            return
        (self._folders if place.is_dir() else self._files).add(place)
        folder = place if place.is_dir() else place.parent
        self._observer.schedule(self, str(folder), recursive=recursive and place.is_dir(), event_filter=_SAVED)

    def end(self) -> None:
        """Watch no longer."""
        self._observer.stop()

    def on_any_event(self, event: FileSystemEvent) -> None:
        for name in (event.src_path, event.dest_path):
            path = Path(str(name))
            if name and self._is_watched(path):
                self._tell(path)

    def _is_watched(self, path: Path) -> bool:
        if path.name.startswith(".") or path.name.endswith("~") or "__pycache__" in path.parts:
            return False  # what editors and Python leave beside
        return path in self._files or any(folder in path.parents for folder in self._folders)
