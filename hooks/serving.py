"""MkDocs adapter for `mkdocs serve`: what a build says is wrong stands on every page until it is mended."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.commands import serve
from mkdocs.exceptions import Abort
from sitegen.show.bar import Said, bar, inserted, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from mkdocs.livereload import LiveReloadServer

HOST = logging.getLogger(serve.__name__.partition(".")[0])
"""What the host says, under the name that it has itself, whichever it is imported by."""


class Told(logging.Handler):
    """Remembers what the last build has said of something wrong."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[Said] = []

    def emit(self, record: logging.LogRecord) -> None:
        aborted = record.getMessage().endswith("Aborted with a BuildError!")  # of what has been said before
        if not record.name.endswith(".livereload") and not aborted:  # the former warns of addresses without a page
            self.said.append(Said(record.getMessage(), record.levelno < logging.ERROR))


def begin() -> Told:
    """Listen from now on; a first build that fails leaves a server that waits."""
    told, build = Told(), serve.build
    HOST.addHandler(told)

    def first(*arguments: Any, **options: Any) -> None:
        serve.build = build
        try:
            build(*arguments, **options)
        except Abort:  # what is wrong has been said
            HOST.info("The site is built as soon as that is mended.")

    serve.build = first
    return told


def show(server: LiveReloadServer, told: Told) -> None:
    """Make a server add the bar to its pages, also to those about missing pages, which reload like others.

    The host reloads every page after each build, even a failed one that we have survived.
    """
    build, answer, missing = server.builder, server.get_app(), server.error_handler

    def rebuild() -> None:
        told.said.clear()
        build()

    def about_missing(code: int) -> bytes:
        page = missing(code) or waiting().encode()
        return server._inject_js_into_html(page, server._visible_epoch)

    server.builder, server.error_handler = rebuild, about_missing
    server.set_app(_with_bar(answer, told))


def _with_bar(answer: Callable[..., Iterable[bytes]], told: Told) -> Callable[..., Iterable[bytes]]:
    def with_bar(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        body = answer(environ, lambda status, headers: begun.append((status, headers)))
        status, headers = begun[-1]  # a fault begins a second answer
        added = bar(told.said) if dict(headers).get("Content-Type", "").startswith("text/html") else ""
        if not added:
            start_response(status, headers)
            return body
        page = inserted(b"".join(body), added)
        sized = [(name, value) for name, value in headers if name != "Content-Length"]
        start_response(status, [*sized, ("Content-Length", str(len(page)))])
        return [page]

    return with_bar
