"""What was built is held against what should be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sitegen.show import listed

if TYPE_CHECKING:
    from pathlib import Path

WANTED = {"index.html", "CNAME", "fr/index.html", "fr/assets/a.png", "fr/plan.pdf"}
THEME = {"assets/theme.css", "index.html"}


@pytest.mark.parametrize(
    ("built", "wrong"),
    [
        (WANTED, []),
        (WANTED | {"fr/assets/theme.css"}, []),
        (WANTED | {".nojekyll", ".git/HEAD"}, []),
        (WANTED | {"leak.txt"}, ["leak.txt"]),
        (WANTED | {"assets/theme.css"}, ["assets/theme.css"]),
        (WANTED | {"fr/deep/theme.css"}, ["fr/deep/theme.css"]),
        (WANTED - {"fr/plan.pdf"}, ["fr/plan.pdf"]),
        (WANTED - {"index.html"} | {"fr/z.txt", "a"}, ["a", "fr/z.txt", "index.html"]),
    ],
)
def test_what_is_too_much_and_what_is_missing_is_named(tmp_path: Path, built: set[str], wrong: list[str]) -> None:
    for path in built:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    said, told = listed.compare(tmp_path, WANTED, THEME.__contains__)
    assert [line.partition(" ")[0] for line in told] == wrong
    assert ("CNAME" in said) is ("CNAME" in built)
