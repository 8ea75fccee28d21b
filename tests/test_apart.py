"""Things done at once, in processes of their own: nobody can tell, but for the time that it takes."""

from __future__ import annotations

import errno
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from courses import CORE
from sitegen import apart, kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
"""Workers of the tests have other threads."""

CORES = 3
HERE = os.getpid()
LOG = logging.getLogger("somebody")


@pytest.fixture(autouse=True)
def _cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_cores", lambda: CORES)


def where(name: str) -> tuple[str, int]:
    return name, os.getpid()


def is_here() -> bool:
    return os.getpid() == HERE


def test_each_thing_has_a_process_of_its_own() -> None:
    made = apart.each(where, "abcde")
    assert [name for name, _ in made] == list("abcde")
    assert len({HERE, *(process for _, process in made)}) == 6


@pytest.mark.parametrize("names", ["", "a"])
def test_one_thing_is_done_here(names: str) -> None:
    assert apart.each(where, names) == [(name, HERE) for name in names]


@pytest.mark.parametrize(("system", "threads", "cores"), [("linux", 1, 3), ("linux", 2, 1), ("darwin", 1, 1)])
def test_one_after_the_other_where_it_cannot_be_at_once(
    system: str, threads: int, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    monkeypatch.setattr(sys, "platform", system)
    assert COUNT() == cores


COUNT = apart._cores


def test_where_the_system_allows_no_more_processes_the_rest_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, allowed = os.fork, iter([True, False, False, False])

    def may_fork() -> int:
        if next(allowed):
            return fork()
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", may_fork)
    (_, first), *others = apart.each(where, "abcd")
    assert first != HERE
    assert others == [("b", HERE), ("c", HERE), ("d", HERE)]


def fail() -> None:
    raise ValueError("failed")


def be_killed() -> None:
    if not is_here():
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("end", [be_killed, lambda: is_here() or fail(), lambda: is_here() or sys.exit(3)])
def test_what_a_process_did_not_finish_is_done_here(end: Callable[[], object]) -> None:
    def do(name: str) -> tuple[str, bool]:
        if name == "b":
            end()
        return name, is_here()

    assert apart.each(do, "abc") == [("a", False), ("b", True), ("c", False)]


class Unreadable:
    """What can be sent, and not be read."""

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return fail, ()


@pytest.mark.parametrize("made", [lambda: "nobody can send this", Unreadable()])
def test_what_cannot_be_told_is_done_here(made: object) -> None:
    assert apart.each(lambda name: made if name == "b" else name, "abc") == ["a", made, "c"]


def test_an_error_is_raised_once_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    """Of a kind that cannot be sent, with the objects that it holds; what comes after it has not been."""

    class NobodyKnowsError(Exception):
        pass

    error = NobodyKnowsError(threading.Lock())

    def do(name: str) -> None:
        LOG.warning(name)
        if name in "bc":
            raise error

    with pytest.raises(NobodyKnowsError) as raised:
        apart.each(do, "abc")
    assert raised.value is error
    assert caplog.messages == ["a", "b"]


def test_what_is_logged_is_said_in_order(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    quiet = logging.getLogger("quiet")
    quiet.setLevel(logging.WARNING)

    def do(name: str) -> bool:
        if name == "a":
            time.sleep(0.1)
        quiet.info("nobody listens")
        LOG.info("%s of %r", name, threading.Lock())
        try:
            fail()
        except ValueError:
            LOG.exception("again")
        return is_here()

    assert apart.each(do, "ab") == [False, False]
    said = [(record.name, record.levelno, record.getMessage().split("\n")[0][:4]) for record in caplog.records]
    assert said == [("somebody", level, word) for first in "ab" for level, word in ((20, f"{first} of"), (40, "agai"))]
    assert caplog.text.count("ValueError: failed") == 2


def test_what_is_kept_there_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "begin", BEGIN)

    def do(name: str) -> str:
        return kept.result("name", (name,), lambda: f"{name} {os.getpid()}")

    try:
        kept.begin(tmp_path)
        made = [*apart.each(do, "ab"), do("c")]
        kept.tidy()
        assert list(map(do, "abc")) == apart.each(do, "abc") == made
    finally:
        kept.begin(None)


BEGIN = kept.begin

PROGRAM = """
import os, sys, time
from sitegen import apart

def do(name):
    print(os.getpid(), flush=True)
    time.sleep(20)
    print("late", flush=True)

apart._cores = lambda: 2
apart.each(do, "ab")
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_one_that_has_begun_it(end: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"PYTHONPATH": str(CORE.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as begun:
        assert begun.stdout
        for _ in "ab":
            begun.stdout.readline()
        begun.send_signal(end)
        assert begun.stdout.read() == ""  # which ends when all have ended who could write
    assert begun.returncode == -end
