"""MkDocs adapter for `mkdocs serve`: what is saved is shown at once, and a full build follows when edits rest.

Each full build is a process of its own (`resident.py`), which stays and shows single pages until the next one is done.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import time
import warnings
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

import earlier
from builder import Builder
from mkdocs.commands import serve
from mkdocs.exceptions import ConfigurationError
from sitegen import boundary
from sitegen.show.bar import Said, bar, without
from tabs import Tabs
from watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

HOST = logging.getLogger(serve.__name__.partition(".")[0])
"""What the host says, under the name that it has itself, whichever it is imported by."""

_REST = 0.5
"""Seconds without an edit after which a full build begins."""
_MOST = 8
"""Files of words saved at once that are shown one by one; more are shown by the build."""
_WORDS = re.compile(r"content/[^/]+/.+\.(?:md|yml)")
_STYLE = re.compile(r"docs/(assets/styles/[\w-]+\.css)")


class Told(logging.Handler):
    """Remembers what a build says of something wrong."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[Said] = []

    def emit(self, record: logging.LogRecord) -> None:
        aborted = record.getMessage().endswith("Aborted with a BuildError!")  # of what has been said before
        if not record.name.endswith(".livereload") and not aborted:  # the former warns of addresses without a page
            self.said.append(Said(record.getMessage(), record.levelno < logging.ERROR))


class Preview:
    """What is served while people write: who builds it, what is wrong with it, and the tabs that show it.

    Everything happens in one thread, in the order in which it is told.
    """

    def __init__(self) -> None:
        self._events: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, daemon=True)
        self._told = Told()
        self._tabs: Tabs | None = None
        self._watcher: Watcher | None = None
        self._resident: Builder | None = None
        self._coming: Builder | None = None
        self._due = 0.0
        """When the next build is to begin; 0 where none is needed."""
        self._left_out: dict[str, str] = {}
        """File of the site that is left out of it -> the command that makes it."""
        self._since: dict[str, None] = {}
        """Files of words saved since the coming build began."""
        self._pending: dict[str, None] = {}
        """Those among them that the resident is still to be asked for."""
        self._asked = ""
        """The one that it was asked for."""
        self._unshown: set[str] = set()
        """Files whose edits only a build can show."""
        self._covered: set[str] = set()
        """Those among them that the coming build will show."""
        self._before: dict[str, bytes] = {}
        """Page of the site -> what it was when all was built last; a build that refuses its new words puts it back."""
        self._said: list[Said] = []
        """What is wrong, as the last build has it."""
        self._wrong: dict[str, Said] = {}
        """File -> what is wrong with it since."""

    def start(self, config: MkDocsConfig) -> None:
        """Begin to build."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            given, *_, options = map(dict, config.user_configs)
        self._project, self._site = Path(config.config_file_path).resolve().parent, Path(config.site_dir)
        self._earlier = earlier.find(self._project, self._project / (given.get("site_dir") or "site"))
        self._task = {"file": config.config_file_path, "options": options, "url": config.site_url}
        self._task |= {"host": HOST.name, "level": HOST.level, "again": False}
        HOST.addHandler(self._told)
        self._build()
        self._thread.start()

    def attach(self, server: LiveReloadServer, config: MkDocsConfig) -> None:
        """Show what is built on a server, whose own watch would hold up all pages while it builds."""
        self._watcher = Watcher(lambda path: self._events.put(lambda: self._save(path)))
        for path in (config.docs_dir, config.config_file_path):
            server.unwatch(path)
            self._watcher.add(path)
        server.watch = self._watcher.add  # type: ignore[method-assign]
        self._tabs = Tabs(server, self._earlier)
        self._events.put(self._renew)
        _tell_network(*config.dev_addr)

    def end(self) -> None:
        """End all that was begun."""
        if self._watcher:
            self._watcher.end()
        if self._thread.is_alive():
            self._events.put(None)
            self._thread.join()
        if self._resident:
            earlier.keep(self._site, self._project)

    def _run(self) -> None:
        while True:
            wait = max(0.0, self._due - time.monotonic()) if self._due and not self._coming else None
            try:
                event = self._events.get(timeout=wait)
            except Empty:
                self._build()
                continue
            if event is None:
                break
            try:
                event()
            except Exception as error:  # whatever it is, the next edit is shown
                HOST.error(boundary.told(error))
        for builder in filter(None, (self._coming, self._resident)):
            builder.end()

    def _build(self) -> None:
        self._due, self._since, self._covered, self._unshown = 0.0, {}, self._unshown, set()
        self._told.said, self._pending = [], {}
        if self._task["again"]:  # the host has said it of the first
            HOST.info("Building documentation...")
        self._coming = Builder(self._task, lambda *told: self._events.put(lambda: self._hear(*told)))
        self._task["again"] = True

    # What is saved

    def _save(self, path: Path) -> None:
        name = path.relative_to(self._project).as_posix() if self._project in path.parents else str(path)
        self._due = time.monotonic() + _REST
        if _WORDS.fullmatch(name):
            self._since[name] = self._pending[name] = None
        else:
            self._unshown.add(name)
            if style := _STYLE.fullmatch(name):
                self._restyle(style[1], path)
        self._go_on()

    def _go_on(self) -> None:
        """Have the next words rendered, where the resident still has all else as it is."""
        if self._asked or not self._resident:
            return
        if self._unshown or self._covered or len(self._pending) > _MOST:
            self._unshown |= self._pending.keys()
            self._pending = {}
        if self._pending:
            self._asked = next(iter(self._pending))
            del self._pending[self._asked]
            self._resident.ask({"edit": self._asked, "tabs": self._tabs.pages if self._tabs else []})

    def _restyle(self, path: str, file: Path) -> None:
        with suppress(OSError):
            text = file.read_bytes()
            for sheet in self._site.glob(f"*/{path}"):
                sheet.write_bytes(text)
            if text and self._tabs:
                self._tabs.tell({"style": path})

    # What is told by those who build

    def _hear(self, builder: Builder, message: dict[str, Any]) -> None:
        if log := message.get("log"):
            record = {"name": log[0], "levelno": log[1], "levelname": logging.getLevelName(log[1]), "msg": log[2]}
            HOST.handle(logging.makeLogRecord(record))
        elif builder is self._coming:
            self._built(builder, message.get("built"))
        elif builder is self._resident:
            if "ended" in message:
                self._resident = None
            else:
                self._edited(message["edited"], message)

    def _built(self, builder: Builder, left_out: dict[str, str] | None) -> None:
        """Go on with what was built, and what was left out of it; None where something is wrong."""
        self._coming, self._asked = None, ""
        if left_out is not None:
            if self._resident:
                Thread(target=self._resident.end, daemon=True).start()
            self._resident, self._left_out = builder, left_out
            self._unshown = self._unshown if self._due else set()  # else nothing was saved since it began
        else:
            builder.end()
            self._unshown |= self._covered
            for page, content in self._before.items():
                self._write(page, content)
            HOST.info(_STILL if self._resident else _WAITING)
        self._covered, self._before, self._said, self._wrong = set(), {}, list(self._told.said), {}
        self._pending |= self._since
        self._go_on()
        self._renew()

    def _edited(self, name: str, found: dict[str, Any]) -> None:
        """Show the new words of a file, or what is wrong with it; or leave it to the next build."""
        self._asked = ""
        if found.get("wrong"):
            self._wrong[name] = Said("\n".join(found["wrong"]), warning=False)
        elif "pages" in found:
            self._wrong.pop(name, None)
            self._said = without(self._said, name)
            if self._fails():
                self._unshown.add(name)
            else:
                for page, html in found["pages"].items():
                    self._show(page, html)
        else:
            self._unshown.add(name)
        self._go_on()
        self._renew()

    def _show(self, page: str, html: str) -> None:
        with suppress(OSError):
            self._before.setdefault(page, (self._site / page).read_bytes())
        self._write(page, html.encode())

    def _write(self, page: str, content: bytes) -> None:
        file = self._site / page
        unfinished = file.with_name(f".{file.name}")
        with suppress(OSError):  # a build that is being published takes its place
            unfinished.write_bytes(content)
            unfinished.replace(file)

    def _fails(self) -> bool:
        return any(not said.warning for said in (*self._said, *self._wrong.values()))

    def _renew(self) -> None:
        """Tell tabs, once no words that were saved are still to be shown."""
        if self._tabs and not self._asked:
            if self._resident:
                self._tabs.show(self._site, self._left_out)
            self._tabs.show_bar(bar([*self._said, *self._wrong.values()]))
            self._tabs.renew()


_STILL = "Still showing the last version that could be built."
_WAITING = "The site is built as soon as that is mended."


def begin() -> Preview:
    """Return what will be shown; the host's own first build becomes the beginning of ours."""
    preview, build = Preview(), serve.build

    def first(config: MkDocsConfig, **_options: Any) -> None:
        serve.build = build
        _expect_free(*config.dev_addr)
        preview.start(config)

    serve.build = first
    return preview


def _expect_free(host: str, port: int) -> None:
    """Say so before any work if nothing can be served at this address; the host would build first."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        reason, other = os.strerror(error.errno or 0), f"{host}:{port + 1}"
        raise ConfigurationError(
            f"http://{host}:{port}/ cannot be served ({reason}); stop what serves there, or choose another address: "
            f"make serve ADDRESS={other}, or mkdocs serve -a {other}"
        ) from None


def _tell_network(host: str, port: int) -> None:
    """Say where other devices find what is served to all of them."""
    if host not in {"0.0.0.0", "::"}:
        return
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # where nobody is; nothing is sent
        HOST.info(f"On a phone in the same network: http://{probe.getsockname()[0]}:{port}/")
