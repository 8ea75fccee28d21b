"""The process that builds what is served, and stays: what is edited next is shown from what it keeps in memory.

`serving.py` starts a new one for each full build, so that code and settings are as they are now. They speak in lines of
JSON, and the end of what comes in ends this process.
"""

from __future__ import annotations

import _thread
import gc
import json
import logging
import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

if find_spec("properdocs"):
    import properdocs.__main__  # noqa: F401 - the host, which answers to the name below

from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import get_plugin_logger
from sitegen import boundary

log = get_plugin_logger("content")


class Voice(logging.Handler):
    """Says lines of JSON; among them all that the host has to tell."""

    def __init__(self, host: str, level: int) -> None:
        super().__init__(level)
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)  # whatever else is printed
        logging.getLogger(host).addHandler(self)
        logging.getLogger(host).setLevel(level)

    def emit(self, record: logging.LogRecord) -> None:
        self.say(log=[record.name, record.levelno, record.getMessage()])

    def say(self, **message: Any) -> None:
        print(json.dumps(message), file=self._out, flush=True)


def main() -> None:
    """Build the site that the first line asks for; then render what a line's file has changed."""
    heard: SimpleQueue[dict[str, Any]] = SimpleQueue()
    asked = json.loads(sys.stdin.readline())
    sys.dont_write_bytecode = asked["again"]  # under hooks/, it would count as one more change
    voice = Voice(asked["host"], asked["level"])
    Thread(target=_listen, args=(heard,), daemon=True).start()
    root, left_out = _built(asked)
    voice.say(built=left_out)
    gc.freeze()  # else all that was built is looked through again and again
    while root and (message := heard.get()):
        voice.say(edited=message["edit"], **_edited(root, message["edit"], message["tabs"]))


def _listen(heard: SimpleQueue[dict[str, Any]]) -> None:
    for line in sys.stdin:
        heard.put(json.loads(line))
    heard.put({})
    _thread.interrupt_main()


def _built(asked: dict[str, Any]) -> tuple[Any, dict[str, str] | None]:
    """Return what keeps a site that is built, and what is left out of it; none where something is wrong, as is told."""
    try:
        import rendering

        return rendering.built(asked)
    except (Exception, SystemExit) as error:
        expected = isinstance(error, MkDocsException | SyntaxError | SystemExit)
        log.error(str(error) if expected else boundary.told(error, Path(asked["file"])))
        return None, None


def _edited(root: Any, file: str, tabs: list[str]) -> dict[str, Any]:
    import rendering

    try:
        return rendering.edited(root, file, tabs)
    except Exception:  # a build will say what it is
        return {}


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        main()
