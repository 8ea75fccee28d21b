"""The audit in a browser: each measure notices its fault on a small page, and only its own."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from golden import cases
from siteaudit import copies, look, speed

if TYPE_CHECKING:
    from pathlib import Path

    from browser.visitor import Visitor
    from conftest import ServeDirectory
    from playwright.sync_api import Browser
    from sitegen.course.course import Course

PAGE = """<!doctype html><html lang="en"><head><title>A</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">HEAD</head>
<body><main><article><h1>A</h1><a href="./">home</a>BODY</article></main></body></html>"""


@pytest.mark.parametrize("case", cases("site_audit", "browser"))
def test_a_fault_is_noticed(
    browser: Browser, serve_directory: ServeDirectory, tmp_path: Path, case: dict[str, Any]
) -> None:
    script = f'<script type="module">{case["script"]}</script>' if "script" in case else ""
    page = PAGE.replace("HEAD", case.get("head", "")).replace("BODY", case["body"] + script)
    (tmp_path / "index.html").write_text(page.replace(case.get("without", "nothing at all"), ""), encoding="utf-8")
    (tmp_path / "card.png").write_bytes(DOT)
    with serve_directory(tmp_path) as root:
        seen = look.look(browser, root, [""])
    found = {measure.name: len(measure.places) for take in look.MEASURES if not (measure := take(seen)).met}
    assert found == {name: number for name, number in case["notices"].items() if number}


DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636060606000000005000157c9e9e30000000049454e44ae426082"
)


@pytest.mark.parametrize("name", ["session_builder", "glossary"])
def test_nothing_covers_what_takes_the_focus(visitor: Visitor, course: Course, name: str) -> None:
    """Nor does a key miss anything, on pages that are long, with something that stays while the rest scrolls."""
    path = course.place_of(name) or "index.md"
    visitor.open(f"{course.source}/{course.address(course.source, path)}")
    assert look.walk(visitor.page, look.WIDE) == []


def test_a_copy_is_opened_without_network(browser: Browser, tmp_path: Path) -> None:
    for name, body in (("sound", "<h1>a</h1>"), ("faulty", '<img src="none.png"><img src="http://127.0.0.1:9/a.png">')):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as package:
            package.writestr("index.html", f"<!doctype html><title>a</title>{body}")
    assert copies.offline(browser, [tmp_path / "sound.zip"]).met
    faulty = copies.offline(browser, [tmp_path / "faulty.zip"])
    assert any("none.png" in place for place in faulty.places)
    assert any("leaves the site" in place for place in faulty.places)
    assert any("no heading" in place for place in faulty.places)
    assert not copies.offline(browser, []).measured


def test_a_page_weighs_what_it_fetches_that_was_not_there(
    browser: Browser, serve_directory: ServeDirectory, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        page = PAGE.replace("HEAD", '<script src="../s.js"></script>')
        (tmp_path / name / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "s.js").write_text("".join(f"/*{number:x}*/" for number in range(20_000)), encoding="utf-8")
    with serve_directory(tmp_path) as root:
        first, requests, following = speed.weight(browser, root, tmp_path, [["a/", "b/"]])
    assert first.figure
    assert following.figure
    assert first.figure > 20_000 > 1_000 > following.figure
    assert (requests.figure, requests.looked_at) == (2, 2)
