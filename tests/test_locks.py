"""What is installed is locked: exact versions with hashes, from whatever index a machine knows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

LOCKED = re.compile(r"[\w.\[\],-]+==\S+ .*--hash=sha256:\w{64}")


@pytest.mark.parametrize("path", sorted((PROJECT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_python_packages_have_hashes_and_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    packages = [line for line in text.replace("\\\n", "").splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    assert [line for line in packages if not LOCKED.match(line)] == []
    assert "://" not in text


def test_node_packages_have_hashes_and_no_address() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["devDependencies"]
    assert [name for name, package in packages.items() if not package.get("integrity") or "resolved" in package] == []
