"""A process that builds what is served (`resident.py`), as the server knows it."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_PATIENCE = 5
"""Seconds in which a builder clears away what it was building."""


class Builder:
    """A process that builds, and then renders single pages."""

    def __init__(self, asked: dict[str, Any], tell: Callable[[Builder, dict[str, Any]], None]) -> None:
        self._tell = tell
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("resident.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,  # a key that ends the server must not reach it first
        )
        self.ask(asked)
        Thread(target=self._listen, daemon=True).start()

    def ask(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        with suppress(OSError):  # where it has ended, that is told
            print(json.dumps(message), file=self._process.stdin, flush=True)

    def end(self) -> None:
        """Let it clear away what it was building."""
        assert self._process.stdin
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._tell(self, json.loads(line))
        self._tell(self, {"ended": True})
