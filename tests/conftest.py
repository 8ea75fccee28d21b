"""Fixtures shared by all tests: built sites, a browser, and a web server for those sites."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

import chromium
import pytest
from attacks import SETTING, Planting
from courses import MINIMAL, begin, deny, lay_out_two_quizzes
from filelock import FileLock
from hypothesis import HealthCheck, settings
from playwright.sync_api import sync_playwright
from sitegen import apart, kept
from sitegen.check import published
from sitegen.course import yamlfile
from sitegen.language import catalogues
from sitegen.load import load, record
from sitegen.show import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser

PROJECT = Path(__file__).parent.parent

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
settings.load_profile("patient")

signal.signal(signal.SIGINT, signal.default_int_handler)
"""What runs in the background ignores it, and so would all servers that tests begin and end by it."""

CHROMIUM_ARGS = [
    # A click into a frame that has just been scrolled is lost otherwise, as Chromium means it; tests are that quick.
    "--disable-features=DiscardInputEventsToRecentlyMovedFrames",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-ipc-flooding-protection",  # tests follow more addresses than a reader can
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no test reaches another machine
]


def mkdocs(*arguments: str, project: Path = PROJECT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in a project's folder and return what it said; `environment` adds variables."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=project,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@contextmanager
def on_one_core() -> Iterator[None]:
    """Let what is started meanwhile do one thing after the other, as it does anyway where it is not on Linux."""
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


class Once(Protocol):
    def __call__(self, name: str, make: Callable[[Path], None]) -> Path: ...


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Once:
    """`once(name, make)`: the path that `make(path)` has written, in whichever worker of the run came first."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if hasattr(pytestconfig, "workerinput") else base) / "once"
    shared.mkdir(exist_ok=True)

    def made(name: str, make: Callable[[Path], None]) -> Path:
        path, unfinished = shared / name, shared / f"{name}.unfinished"
        with FileLock(shared / f"{name}.lock"):
            if not path.exists():
                make(unfinished)
                unfinished.rename(path)
        return path

    return made


class Build(Protocol):
    def __call__(self, name: str, project: Path, **environment: str) -> Path: ...


@pytest.fixture(scope="session")
def build(once: Once) -> Build:
    """`build(name, project)` builds a project strictly, once under this name, and returns the folder with `site`.

    Variables of the environment may follow. What the build said is in the file `said`.
    """

    def build(name: str, project: Path, **environment: str) -> Path:
        def make(folder: Path) -> None:
            done = mkdocs("build", "--strict", "--site-dir", str(folder / "site"), project=project, **environment)
            assert done.returncode == 0, done.stderr
            (folder / "said").write_text(done.stdout + done.stderr, encoding="utf-8")

        return once(name, make)

    return build


@pytest.fixture(scope="session", autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Make the tests' own process keep no results: what a test makes with changed code would be taken for right.

    It does one thing after the other, too: what a test notes would be noted in a copy.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "begin", lambda folder: None)
        patch.setattr(apart, "_cores", lambda: 1)
        yield


@pytest.fixture(scope="session")
def site(build: Build) -> Path:
    """The real site."""
    return build("real", PROJECT, PYTHONHASHSEED="1") / "site"


@pytest.fixture(scope="module")
def nothing_read_twice() -> Iterator[None]:
    """Messages, templates and most files are the same in hundreds of courses, and take longest to read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "template", cache(catalogues.template))
        catalogues.template()  # now, for some tests know only a part of the package
        patch.setattr(yamlfile, "parse", cache(yamlfile.parse))
        environment.environment()  # likewise
        yield


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real project with one sentence of one original denied, which nobody has accepted yet."""
    project = tmp_path_factory.mktemp("edited") / "project"
    deny(project)
    return project


@pytest.fixture(scope="session")
def unfinished_site(build: Build, once: Once) -> Path:
    """The real site with Spanish: one page, in English words and without one of its sections, and one text."""

    def lay_out(project: Path) -> None:
        begun = {
            "files": {"cost.md": "en/cost.md"},
            "cut": "limits",
            "data": {"quiz.yml": {"scope": "Una sola venta."}},
        }
        content = begin(project, begun)
        with (content / "fr" / "chase.md").open("a", encoding="utf-8") as chapter:
            chapter.write("\n[Un fichier de ce dossier](file.txt)\n")
        (content / "fr" / "file.txt").write_text("Un fichier.", encoding="utf-8")
        ledger = published.write(record(load(content, PROJECT / "docs")))  # else a strict build asks for it
        (content / "published.yml").write_text(ledger, encoding="utf-8")

    return build("unfinished", once("unfinished project", lay_out)) / "site"


@pytest.fixture(scope="session")
def two_quizzes(once: Once) -> Path:
    """The other course with a second quiz, and a ledger of all that its links may carry."""

    def lay_out(project: Path) -> None:
        lay_out_two_quizzes(project)
        ledger = published.write(record(load(project / "content", PROJECT / "docs")))
        (project / "content" / "published.yml").write_text(ledger, encoding="utf-8")

    return once("two quizzes project", lay_out)


@pytest.fixture(scope="session")
def scripts_site(build: Build, once: Once) -> Path:
    """The minimal course with some pages in Arabic and in Japanese, and all interface strings in French."""

    def lay_out(project: Path) -> None:
        shutil.copytree(MINIMAL, project)
        shutil.copytree(MINIMAL.parent / "scripts", project, dirs_exist_ok=True)
        course = project / "content" / "course.yml"
        course.write_text(course.read_text("utf-8").replace("[fr, en]", "[fr, en, ar, ja]"), encoding="utf-8")
        sheets = re.search(
            r"^extra_css:\n(?:  .*\n)+extra_javascript: .*\n", (PROJECT / "mkdocs.yml").read_text("utf-8"), re.M
        )
        assert sheets
        with (project / "mkdocs.yml").open("a", encoding="utf-8") as settings:
            settings.write(f"\n{sheets[0]}")
        for folder in ("docs", "hooks", "overrides"):
            (project / folder).symlink_to(PROJECT / folder)

    return build("scripts", once("scripts project", lay_out)) / "site"


@pytest.fixture(scope="session")
def attacked(once: Once) -> Path:
    """The real project with an attack in each text that takes one: `site`, and what stands where in `accepted.json`."""

    def plant(project: Path) -> None:
        project.mkdir()
        planting = Planting(load(PROJECT / "content", PROJECT / "docs"), project)
        course = project / "content" / "course.yml"  # what chapters have in common here, no attack keeps to
        course.write_text(re.sub(r"^limits:\n(?: .*\n)+", "", course.read_text("utf-8"), flags=re.M), encoding="utf-8")
        planting.settle()
        accepted = [(file, place, attack) for (file, place), attack in planting.accepted.items()]
        (project / "accepted.json").write_text(json.dumps(accepted), encoding="utf-8")
        done = mkdocs("build", project=project, PYTHONPATH="hooks", COPYRIGHT=SETTING)
        assert done.returncode == 0, done.stderr

    return once("attacked", plant)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once; a test takes its own page with `browser.new_page()` and closes it."""
    with chromium_browser() as browser:
        yield browser


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """Start Chromium, which reaches this machine alone."""
    executable = chromium.ensure()
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGS + sandbox)
        yield browser
        browser.close()


class ServeDirectory(Protocol):
    def __call__(self, path: Path, prefix: str = "/") -> AbstractContextManager[str]: ...


@pytest.fixture(scope="session")
def serve_directory() -> ServeDirectory:
    """`with serve_directory(site, prefix="/sub/") as base_url:` serves a folder as a static host would."""
    return serve_folder


@contextmanager
def serve_folder(path: Path, prefix: str = "/") -> Iterator[str]:
    """Serve a folder on this machine; gives its address."""
    handler = partial(_StaticHost, prefix=prefix, directory=str(path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


class _StaticHost(SimpleHTTPRequestHandler):
    """A folder under a URL prefix; a missing page gets the nearest 404.html, a folder has no listing."""

    extensions_map = {  # noqa: RUF012 (the base class has it so)
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",  # Python's table depends on the machine
        ".mjs": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".webmanifest": "application/manifest+json",
    }

    def __init__(self, *args, prefix: str, directory: str):  # type: ignore[no-untyped-def]
        self.prefix = prefix
        super().__init__(*args, directory=directory)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix):
            return os.devnull + "/outside the prefix"
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._nearest_404() if code == HTTPStatus.NOT_FOUND else None
        if page is None:
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _nearest_404(self) -> Path | None:
        root = Path(self.directory)
        for folder in (wanted := Path(self.translate_path(self.path)), *wanted.parents):
            if folder.is_relative_to(root) and (page := folder / "404.html").is_file():
                return page
        return None

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        with suppress(BrokenPipeError, ConnectionResetError):  # a browser that goes on takes no more of the page before
            super().copyfile(source, outputfile)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""
