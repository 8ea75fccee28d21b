"""Golden cases, written as data: one YAML file per module in `tests/cases/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = Path(__file__).parent / "cases"


def cases(name: str, group: str) -> list[Any]:
    """Return the cases under `group` of `cases/<name>.yml`, each with its own `id`, ready for parametrize."""
    groups: dict[str, list[dict[str, Any]]] = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case.pop("id")) for case in groups[group]]
