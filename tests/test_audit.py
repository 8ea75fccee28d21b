"""The audit of what is locked: what is known is told, and no answer is never taken for a good one."""

from __future__ import annotations

from typing import Any

import audit
import pytest
import yaml
from courses import TESTS

CASES = yaml.safe_load((TESTS / "cases" / "audit.yml").read_text(encoding="utf-8"))
CALM = {"python": '{"dependencies": []}', "node": '{"vulnerabilities": {}}', "uv": "Resolved 3 packages", "uv_code": 0}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.get("name", "calm")) for case in CASES])
def test_audit_says(case: dict[str, Any]) -> None:
    given = CALM | case
    answers = [
        audit.advisories(given["python"], given.get("failed", "")),
        audit.node_advisories(given["node"], ""),
        audit.yanked(given["uv"], given["uv_code"]),
    ]
    code, lines = audit.judge(answers, case.get("accepted", ()))
    assert code == case["code"]
    said = [line for line in lines if not line.startswith(("None found", "Not everything"))]
    assert said == case["says"]
    assert (lines[-1:] != said[-1:] and lines[-1].startswith("Not everything")) == any(
        "No answer" in line for line in said
    )


def test_all_locks_are_audited() -> None:
    locks = {path.relative_to(audit.PROJECT).as_posix() for path in (audit.PROJECT / "requirements").glob("*.txt")}
    assert locks - set(audit.LOCKS) == {"requirements/site.txt"}
