"""`make fuzz`: looks for inputs that break the generator, and stores the smallest of each kind."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from fuzz import campaign, corpus, guided, targets
from fuzz.outcome import outcome

RESULT = Path(".fuzz_cache", "campaign.json")


def main() -> int:
    """Run what the command line asks for; return its exit code."""
    options = _options()
    if options.input:
        return _replay(options.input)
    names = (options.target,) if options.target else tuple(campaign.SHARES)
    if options.mutations:
        return _campaign(options.mutations, options.seed, names)
    return guided.run(names, options.minutes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--target", choices=sorted(targets.BY_NAME))
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--input", type=Path)
    return parser.parse_args()


def _replay(path: Path) -> int:
    with targets.nothing_read_twice():
        found = outcome(corpus.target_of(path), path.read_bytes())
    print(f"{path}: {found.fate.value} {found.cause}\n{found.says}".strip())
    return 0 if found.fate.right else 1


def _campaign(inputs: int, seed: int, names: tuple[str, ...]) -> int:
    result = campaign.run(inputs, seed, os.cpu_count() or 1, names)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({"seed": seed, **result.data()}, indent=2) + "\n", encoding="utf-8")
    for says, file in campaign.keep_failures(result, seed, names):
        print(f"{says}\n  again: make fuzz INPUT={file.relative_to(Path.cwd())}" if file else says)
    print(result.summary)
    return 1 if result.causes else 0


if __name__ == "__main__":
    sys.exit(main())
