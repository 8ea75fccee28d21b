"""Stands for `gh` where workflows run in tests: answers from files, and notes every call.

The folder in `FAKE_GH` has `pages.json` (what GitHub Pages serves, if anything) and `comments.json`; `calls.json` is
written there.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any


def main() -> int:
    folder, arguments = Path(os.environ["FAKE_GH"]), sys.argv[1:]
    given = "" if arguments[:1] == ["auth"] else sys.stdin.read() if "--input" in arguments else ""
    calls = _read(folder / "calls.json", [])
    calls.append({"arguments": arguments, "given": given, "token": os.environ.get("GH_TOKEN", "")})
    _write(folder / "calls.json", calls)
    if arguments[0] != "api":
        return 0
    place = next(each for each in arguments if each.startswith("repos/"))
    if place.endswith("/pages"):
        found = _read(folder / "pages.json", None)
        print(json.dumps(found))
        return int(found is None)
    if place.endswith("/pages/builds"):
        return 0
    return _comments(folder / "comments.json", arguments, place, given)


def _comments(file: Path, arguments: list[str], place: str, given: str) -> int:
    known = _read(file, [])
    method = arguments[arguments.index("--method") + 1] if "--method" in arguments else "GET"
    if method == "GET":
        login, mark = re.findall(r'"([^"]*)"', arguments[arguments.index("--jq") + 1])
        print("\n".join(str(each["id"]) for each in known if each["login"] == login and each["body"].startswith(mark)))
        return 0
    body = json.loads(given)["body"]
    if method == "POST":
        known.append({"id": 100 + len(known), "login": "github-actions[bot]", "body": body, "place": place})
    else:
        (mine,) = (each for each in known if place.endswith(f"/issues/comments/{each['id']}"))
        mine["body"] = body
    _write(file, known)
    return 0


def _read(file: Path, default: Any) -> Any:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else default


def _write(file: Path, data: Any) -> None:
    file.write_text(json.dumps(data), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
