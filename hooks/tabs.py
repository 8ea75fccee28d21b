"""The tabs that show a served site: what each shows, and what they are told (server-sent events)."""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from sitegen.show import preview
from sitegen.show.bar import inserted, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from threading import Event
    from typing import Any

    from mkdocs.livereload import LiveReloadServer

    Answer = Callable[..., Iterable[bytes]]

_PATIENCE = 15
"""Seconds after which a tab is asked whether it is still there."""


@dataclass(eq=False)
class _Tab:
    path: str
    said: SimpleQueue[dict[str, str]] = field(default_factory=SimpleQueue)
    known: str = ""
    """Digest of the page that it was told of last."""


class Tabs:
    """Adds to each page of a server what makes it follow, and tells open tabs of what is new."""

    def __init__(self, server: LiveReloadServer, ready: Event) -> None:
        """`ready` is set once there is something to show; until then, whoever asks for a page waits."""
        self.bar = ""
        """What every page says is to be corrected."""
        self._site, self._mount, self._ready = Path(server.root), server.mount_path, ready
        self._missing = server.error_handler
        self._open: list[_Tab] = []
        self._answer = server.get_app()
        server.error_handler = lambda code: self._missing(code) or waiting().encode()
        server.set_app(self._app)

    def renew(self) -> None:
        """Tell each tab what its page is now, where it is another one than before."""
        for tab in list(self._open):
            page = self._page(tab.path)
            if (digest := preview.shown(page).page) != tab.known:
                tab.known = digest
                tab.said.put(preview.message(page))

    def tell(self, message: dict[str, str]) -> None:
        """Tell all tabs something else."""
        for tab in list(self._open):
            tab.said.put(message)

    def show_bar(self, bar: str) -> None:
        """Put another bar on all pages."""
        if bar != self.bar:
            self.bar = bar
            self.tell({"bar": bar})

    def _page(self, path: str) -> bytes:
        """Return what is served at an address, as it is built."""
        inside = posixpath.normpath(f"/{path.removeprefix(self._mount)}").lstrip("/")
        try:
            return (self._site / inside / ("index.html" if path.endswith("/") else "")).read_bytes()
        except OSError:
            return self._missing(404) or waiting().encode()

    def _app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == preview.EVENTS:
            start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
            return self._follow(parse_qs(environ["QUERY_STRING"]))
        self._ready.wait()
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        body = self._answer(environ, lambda status, headers: begun.append((status, headers)))
        status, headers = begun[-1]  # a fault begins a second answer
        if not dict(headers).get("Content-Type", "").startswith("text/html"):
            start_response(status, headers)
            return body
        page = b"".join(body)
        page = inserted(page, preview.script(page) + self.bar)
        sized = [(name, value) for name, value in headers if name != "Content-Length"]
        start_response(status, [*sized, ("Content-Length", str(len(page))), ("Cache-Control", "no-store")])
        return [page]

    def _follow(self, asked: dict[str, list[str]]) -> Iterator[bytes]:
        """Yield what a tab is told, from what it has missed until it is closed."""
        tab = _Tab(unquote(asked.get("path", [""])[0]))
        self._open.append(tab)
        try:
            self._ready.wait()
            page = self._page(tab.path)
            tab.known = preview.shown(page).page
            tab.said.put({"bar": self.bar, **preview.message(page)})
            while True:
                try:
                    yield f"data: {json.dumps(tab.said.get(timeout=_PATIENCE))}\n\n".encode()
                except Empty:
                    yield b":\n\n"
        finally:
            self._open.remove(tab)
