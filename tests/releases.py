"""Notes when each locked Python package was last released, to know what nobody maintains: a part of `make lock`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

PROJECT = Path(__file__).parent.parent
FILE = PROJECT / "requirements" / "releases.yml"

_HEADER = """\
# When each locked Python package was last released, as the index said at the last renewal: written by `make lock`.
"""
_PIN = re.compile(r"^([\w.-]+)==([\w.!+-]+)", re.MULTILINE)


def pins(*locks: Path) -> dict[str, set[str]]:
    """Return name -> versions of all packages in these locks, or in all; there can be one for each Python."""
    found: dict[str, set[str]] = {}
    for path in locks or sorted((PROJECT / "requirements").glob("*.txt")):
        for name, version in _PIN.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(version)
    return found


def last_releases() -> dict[str, date]:
    """Ask the index by a lock that is thrown away: it has the time of every file's upload."""
    with TemporaryDirectory() as folder:
        shutil.copy(PROJECT / "pyproject.toml", folder)
        uv = [sys.executable, "-m", "uv", "lock", "--quiet", "--no-config", "--directory", folder]
        subprocess.run(uv, check=True)
        found = tomllib.loads(Path(folder, "uv.lock").read_text(encoding="utf-8"))["package"]
    return {package["name"]: max(times) for package in found if (times := _uploads(package))}


def _uploads(package: dict[str, Any]) -> list[date]:
    files = [*package.get("wheels", ()), package.get("sdist", {})]
    return [datetime.fromisoformat(file["upload-time"]).date() for file in files if "upload-time" in file]


def main() -> None:
    known = last_releases()
    if missing := pins().keys() - known.keys():
        sys.exit(f"The index does not say when these were released: {', '.join(sorted(missing))}")
    dates = {"renewed": datetime.now(UTC).date(), "released": {name: known[name] for name in sorted(pins())}}
    FILE.write_text(_HEADER + yaml.safe_dump(dates, sort_keys=False), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
