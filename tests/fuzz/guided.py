"""Fuzzing that follows the code that its inputs reach: atheris, which is libFuzzer for Python.

`python -m fuzz.guided TARGET …` is one target under libFuzzer; whatever follows are libFuzzer's own options.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

MINUTE = 60
CACHE = Path(".fuzz_cache")
"""Inputs that reach new code, kept for the next time."""
_LARGEST = 20_000
_STUCK = 60
"""Seconds after which libFuzzer ends what `limited` cannot stop, on a busy machine too."""
_ENDED = 60
"""Seconds of grace for a process that was told how long it has."""


def run(names: tuple[str, ...], minutes: float) -> int:
    """Fuzz each target for its share of the time; store and tell what fails. Return an exit code."""
    if importlib.util.find_spec("atheris") is None:
        print(
            "atheris has no package for this system or this Python; 'make fuzz MUTATIONS=10000' needs none",
            file=sys.stderr,
        )
        return 1
    failed = [path for name in names for path in _fuzz(name, minutes * MINUTE / len(names))]
    for path in failed:
        print(f"failed; again: make fuzz INPUT={path.relative_to(Path.cwd())}")
    return 1 if failed else 0


def _fuzz(name: str, seconds: float) -> list[Path]:
    """Run one target under libFuzzer; return the inputs that were stored."""
    from fuzz import corpus, targets
    from fuzz.outcome import outcome

    target = targets.BY_NAME[name]
    found = CACHE.resolve() / name
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        for number, data in enumerate(target.seeds(targets.SHARED)):
            (seeds / f"{number}").write_bytes(data)
        for path in corpus.stored(target):
            (seeds / path.name).write_bytes(path.read_bytes())
        options = [
            f"-max_total_time={seconds:.0f}",
            f"-timeout={_STUCK}",
            f"-max_len={_LARGEST}",
            f"-dict={Path(__file__).with_name('tokens.dict')}",
            f"-artifact_prefix={folder}/",
            "-rss_limit_mb=4096",
            "-print_final_stats=1",
        ]
        print(f"{name}: {seconds:.0f} s", flush=True)
        command = [sys.executable, "-m", "fuzz.guided", name, *options, str(found), str(seeds)]
        subprocess.run(command, check=False, env=os.environ, timeout=seconds + seconds + _ENDED)
        artifacts = [path for path in Path(folder).iterdir() if path.is_file()]
        with targets.nothing_read_twice():
            wrong = [data for path in artifacts if not outcome(target, data := path.read_bytes()).fate.right]
            return [corpus.keep(target, corpus.smallest(target, data)) for data in wrong]


def _under_libfuzzer() -> None:
    import atheris

    with atheris.instrument_imports(include=["sitegen"]):
        from fuzz import targets
        from fuzz.guard import limited
    target = targets.BY_NAME[sys.argv[1]]
    done = 0

    def one(data: bytes) -> None:
        nonlocal done
        done += 1
        with limited():
            target.run(data)
        if not done % 1000:
            targets.forget()

    with targets.nothing_read_twice():
        target.run(target.seeds(targets.FIXTURES)[0])  # what is made once takes longer
        atheris.Setup([sys.argv[0], *sys.argv[2:]], one)
        atheris.Fuzz()


if __name__ == "__main__":
    _under_libfuzzer()
