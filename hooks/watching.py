"""The files that are watched while people write: each that is saved is told at once."""

from __future__ import annotations

import os
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

    from watchdog.observers.api import BaseObserver

warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")  # of a folder that comes back

_SAVED = [DirCreatedEvent, DirMovedEvent, DirDeletedEvent, FileCreatedEvent, FileMovedEvent, FileDeletedEvent]
"""What tells that a file is as somebody wants it, or gone."""
_WRITTEN: dict[str, type[FileSystemEvent]] = {"InotifyObserver": FileClosedEvent}
"""Observer -> what tells of a file that is written anew: that it is closed, where the system tells so."""


class Watcher(FileSystemEventHandler):
    """Calls `tell` with each file that is saved or gone below the watched places; in a thread of its own.

    It looks at all files each second where the system tells nothing, or where `POLL` in the environment asks for that.
    """

    def __init__(self, tell: Callable[[Path], None]) -> None:
        self._tell = tell
        self._files: set[Path] = set()
        self._folders: set[Path] = set()
        self._begin(PollingObserver if os.environ.get("POLL") else Observer)

    def _begin(self, observer: Callable[[], BaseObserver]) -> None:
        self._observer = observer()
        self._observer.start()

    def add(self, path: str, *_host: object, **_ways: object) -> None:
        """Watch a folder, or a file: that in its folder, for editors put another file in its place."""
        place = Path(path).resolve()
        if place in self._files | self._folders:
            return
        (self._folders if place.is_dir() else self._files).add(place)
        try:
            self._watch(place)
        except OSError:  # the system watches no more for us
            self._observer.stop()
            self._begin(PollingObserver)
            for each in self._files | self._folders:
                self._watch(each)

    def _watch(self, place: Path) -> None:
        told = [*_SAVED, _WRITTEN.get(type(self._observer).__name__, FileModifiedEvent)]
        folder = place if place in self._folders else place.parent
        self._observer.schedule(self, str(folder), recursive=folder == place, event_filter=told)

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
