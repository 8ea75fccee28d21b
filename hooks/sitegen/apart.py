"""Several things done at once, each in a process of its own, where the system can do that.

That is Linux, with two cores or more, as long as no other thread is alive. Such a process is a copy of this one, which
has all that is in memory; what it does there is lost, but for files, what it returns and logs, and which kept results
it has asked for. One that fails or is killed has done nothing: its work is done again here, which tells what is wrong.
So what is made, said and raised is the same as if one thing had been done after the other.
"""

from __future__ import annotations

import gc
import io
import logging
import os
import pickle
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeVar

from sitegen import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

R = TypeVar("R")


def each(do: Callable[[str], R], names: Sequence[str]) -> list[R]:
    """Return what `do` makes of each name, in their order; it can be pickled, and is made twice where that must be.

    Raises what the first of them raises that fails.
    """
    cores = _cores()
    if min(cores, len(names)) < 2:
        return [do(name) for name in names]
    return [*_at_once(do, names[:cores]), *each(do, names[cores:])]


def _cores() -> int:
    """Return how many processes may work at once."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def _at_once(do: Callable[[str], R], names: Sequence[str]) -> list[R]:
    begun: dict[str, tuple[int, IO[bytes]]] = {}
    end, going_on = os.pipe()
    try:
        with suppress(OSError):  # where the system allows no more of them, the rest is done here
            for name in names:
                begun[name] = _begun(do, name, end, going_on)
        return [_made(do, name, begun[name][1] if name in begun else io.BytesIO()) for name in names]
    finally:
        os.close(going_on)
        os.close(end)
        for process, answer in begun.values():
            answer.close()
            os.waitpid(process, 0)


def _begun(do: Callable[[str], Any], name: str, end: int, going_on: int) -> tuple[int, IO[bytes]]:
    """Return a process that does something, and the file in which it answers; it ends where `going_on` is closed."""
    answer, told = os.pipe()
    if process := os.fork():
        os.close(told)
        return process, os.fdopen(answer, "rb")
    try:
        gc.freeze()  # what is looked through for garbage would be copied
        os.close(going_on)
        threading.Thread(target=_end_with, args=(end,), daemon=True).start()
        _do(do, name, told)
    finally:
        os._exit(0)  # what this process does at its end is not for a copy


def _end_with(end: int) -> NoReturn:
    os.read(end, 1)
    os._exit(0)


def _do(do: Callable[[str], Any], name: str, told: int) -> None:
    """Tell what was made, what was logged, and which kept results were asked for."""
    said: list[logging.LogRecord] = []
    logging.Logger.callHandlers = lambda self, record: said.append(_plain(record))  # type: ignore[method-assign] # noqa: ARG005
    answer = pickle.dumps((do(name), said, kept.used))
    with os.fdopen(told, "wb") as file:
        file.write(answer)


def _plain(record: logging.LogRecord) -> logging.LogRecord:
    """Return a record that says the same by texts alone."""
    record.msg, record.args = logging.Formatter().format(record), None
    record.exc_info = record.exc_text = record.stack_info = None
    return record


def _made(do: Callable[[str], R], name: str, answer: IO[bytes]) -> R:
    """Return what a process has made; do it here if it has not."""
    if (told := _told(answer)) is None:
        return do(name)
    made: R
    made, said, used = told
    for record in said:
        logging.getLogger(record.name).callHandlers(record)
    kept.used.update(used)
    return made


def _told(answer: IO[bytes]) -> tuple[Any, list[logging.LogRecord], set[str]] | None:
    try:
        told: tuple[Any, list[logging.LogRecord], set[str]] = pickle.load(answer)
    except Exception:  # whatever it is, it will be told
        return None
    return told
