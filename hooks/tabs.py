"""The tabs that show a served site: what each shows, and what they are told (server-sent events)."""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from select import select
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from sitegen.show import preview
from sitegen.show.bar import before_it_is_built, inserted, left_out, waiting
from sitegen.show.policy import without_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import IO, Any

    from mkdocs.livereload import LiveReloadServer

    Answer = Callable[..., Iterable[bytes]]

_PATIENCE = 15
"""Seconds after which a tab is asked whether it is still there."""


@dataclass(eq=False)
class _Tab:
    path: str
    line: IO[bytes]
    """What it has asked by, on which it says nothing more until it is closed."""
    said: SimpleQueue[dict[str, str]] = field(default_factory=SimpleQueue)
    known: str = ""
    """Digest of the page that it was told of last."""

    @property
    def is_closed(self) -> bool:
        try:
            return bool(select([self.line], [], [], 0)[0])
        except (OSError, ValueError):
            return True


class Tabs:
    """Adds to each page of a server what makes it follow, and tells open tabs of what is new."""

    def __init__(self, server: LiveReloadServer, earlier: Path) -> None:
        """Show the site in the folder `earlier`, if one was built there at another time, until there is a present one.

        Where nothing is there yet, all addresses say so.
        """
        self._server, self._mount = server, server.mount_path
        self._site: Path | None = None
        self._left_out: Mapping[str, str] = {}
        self._note = self.bar = ""
        self._open: list[_Tab] = []
        self._answer = server.get_app()
        server.error_handler = self._error
        server.set_app(self._app)
        if (earlier / "index.html").is_file():
            self.show(earlier, {})
            self._note = self.bar = before_it_is_built()

    def show(self, site: Path, left_out: Mapping[str, str]) -> None:
        """Show the site in a folder from now on; `left_out` of it are some files, each made by a command."""
        self._note, self._left_out = "", left_out
        self._server.root, self._site = str(site), site

    @property
    def pages(self) -> list[str]:
        """What open tabs show, as files of the site."""
        return [self._file(tab.path) for tab in list(self._open) if not tab.is_closed]

    def renew(self) -> None:
        """Tell each tab what its page is now, where it is another one than before."""
        for tab in list(self._open):
            if new := self._renewed(tab):
                tab.said.put(new)

    def tell(self, message: dict[str, str]) -> None:
        """Tell all tabs something else."""
        for tab in list(self._open):
            tab.said.put(message)

    def show_bar(self, bar: str) -> None:
        """Put what is to be corrected on all pages."""
        if (bar := bar or self._note) != self.bar:
            self.bar = bar
            self.tell({"bar": bar})

    def _renewed(self, tab: _Tab) -> dict[str, str]:
        """Return what is new to a tab; nothing as long as there is no site."""
        if self._site is None:
            return {}
        page = self._page(tab.path)
        if (digest := preview.shown(page).page) == tab.known:
            return {}
        tab.known = digest
        return preview.message(page)

    def _file(self, path: str) -> str:
        """Return the file of the site that an address names."""
        inside = posixpath.normpath(f"/{path.removeprefix(self._mount)}").lstrip("/")
        return posixpath.join(inside, "index.html") if path.endswith("/") else inside

    def _page(self, path: str) -> bytes:
        """Return what is served at an address, as it is built."""
        assert self._site
        try:
            return (self._site / self._file(path)).read_bytes()
        except OSError:
            return self._lacking(path) or self._error(404)

    def _lacking(self, path: str) -> bytes:
        """Return the page for what is made by another command; nothing for any other."""
        command = self._left_out.get(self._file(path))
        return left_out(command).encode() if command else b""

    def _error(self, code: int) -> bytes:
        try:
            return Path(self._server.root, f"{code}.html").read_bytes()
        except OSError:
            return waiting().encode()

    def _app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == preview.EVENTS:
            start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
            return self._follow(parse_qs(environ["QUERY_STRING"]), environ["wsgi.input"])
        body, status, headers = self._answered(environ)
        if not dict(headers).get("Content-Type", "").startswith("text/html"):
            start_response(status, headers)
            return body
        page = b"".join(body)
        page = inserted(without_policy(page), preview.script(page) + self.bar)
        sized = [(name, value) for name, value in headers if name != "Content-Length"]
        start_response(status, [*sized, ("Content-Length", str(len(page))), ("Cache-Control", "no-store")])
        return [page]

    def _answered(self, environ: dict[str, Any]) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """Return what the host answers; its page, until there is a site, or where another command makes one."""
        if self._site is None:
            return [waiting().encode()], "503 Service Unavailable", [("Content-Type", "text/html")]
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        body = self._answer(environ, lambda status, headers: begun.append((status, headers)))
        status, headers = begun[-1]  # a fault begins a second answer
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        lacking = self._lacking(path) if status.startswith("404") else b""
        return [lacking] if lacking else body, status, headers

    def _follow(self, asked: dict[str, list[str]], line: IO[bytes]) -> Iterator[bytes]:
        """Yield what a tab is told, from what it has missed until it is closed."""
        tab = _Tab(unquote(asked.get("path", [""])[0]), line)
        self._open.append(tab)
        try:
            tab.said.put({"bar": self.bar, **self._renewed(tab)})
            while True:
                try:
                    yield f"data: {json.dumps(tab.said.get(timeout=_PATIENCE))}\n\n".encode()
                except Empty:
                    yield b":\n\n"
        finally:
            self._open.remove(tab)
