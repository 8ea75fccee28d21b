"""Projects that are served for real, by `mkdocs serve`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml
from courses import PROJECT
from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OTHER_COURSE = PROJECT / "tests" / "fixtures" / "other_course"
DEADLINE = 60
"""Seconds after which something that should have happened has not."""
REST = 1
"""Seconds after the end of a build in which the next one would have begun."""
PATIENCE = 30
"""Seconds that one request may take."""

ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""The last one empty: compiled files are written, as on most machines."""


@dataclass(frozen=True)
class Server:
    """A project being served."""

    project: Path
    url: str
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str) -> str:
        """Return what is served at `path`."""
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
            text: str = answer.read().decode()
            return text

    def shows(self, path: str, text: str) -> bool:
        try:
            return text in self.get(path)
        except OSError:  # not there, or not yet
            return False

    @property
    def builds(self) -> int:
        """How many builds have come to a good end."""
        return self.said.count("Published: ")

    def rest(self) -> None:
        """Wait until all that was saved is built, or refused."""
        ends, rested = ("Published: ", "Still showing", "as soon as that is mended"), [time.monotonic()]

        def is_at_rest() -> bool:
            said = self.said
            if said.count("Building documentation...") != sum(map(said.count, ends)):
                rested[0] = time.monotonic()
            return time.monotonic() - rested[0] > REST

        self.wait_until(is_at_rest)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep builds that begin from going on; none may run now."""
        self.wait_until(lambda: any(self.log.parent.glob("mkdocs_*")))
        [site] = self.log.parent.glob("mkdocs_*")
        with FileLock(site.with_name(f".{site.name}.lock")):
            yield

    def wait_until(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE
        while not happened():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.1)


def lay_out(project: Path) -> None:
    """Write the project's configuration and code around the small course, all of it copied."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(OTHER_COURSE / "content", project / "content")
    shutil.copy(PROJECT / "mkdocs.yml", project / "project.yml")
    nav = yaml.load((OTHER_COURSE / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)["nav"]
    (project / "mkdocs.yml").write_text(yaml.safe_dump({"INHERIT": "project.yml", "nav": nav}), encoding="utf-8")


@contextmanager
def served(folder: Path, port: str = "", host: str = "127.0.0.1") -> Iterator[Server]:
    """Serve the project in `folder`; what it says goes to a file beside it."""
    project, log = folder / "project", folder / "log"
    port = port or str(free_port())
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"{host}:{port}"],
            cwd=project,
            env=os.environ | ENVIRONMENT | {"TMPDIR": str(folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Server(project, f"http://{host}:{port}/", log, process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=DEADLINE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
