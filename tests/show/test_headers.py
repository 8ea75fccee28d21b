"""What hosts are told to send agrees with what pages say themselves, and with what is written for other servers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT, course_of
from sitegen.kinds import kit
from sitegen.kinds.kit.gift import GIFT
from sitegen.show import headers, policy

if TYPE_CHECKING:
    from pathlib import Path

IN_META_WITHOUT_EFFECT = {"frame-ancestors", "report-uri", "sandbox"}
"""Directives that browsers read in a header alone: https://www.w3.org/TR/CSP3/#meta-element."""
PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>a</title></head><body></body></html>'
SCHOOL = "https://school.example"


def sent(text: str) -> dict[str, str]:
    return dict(re.findall(r"^  ([\w-]+): (.*)$", text, re.MULTILINE))


def rules(text: str) -> dict[str, dict[str, str]]:
    """Return path -> what is sent with it."""
    parts = re.split(r"^(?=/)", text, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: sent(part) for part in parts}


def directives(text: str) -> dict[str, str]:
    return {part.split()[0]: part.partition(" ")[2] for part in text.split("; ")}


def test_the_header_says_what_no_page_can_and_nothing_that_a_page_says() -> None:
    match = re.search(r'Content-Security-Policy" content="([^"]*)"', policy.protect(PAGE))
    assert match
    said = directives(headers.headers()["Content-Security-Policy"])
    assert said.keys() <= IN_META_WITHOUT_EFFECT
    assert not said.keys() & directives(match[1]).keys()


@pytest.mark.parametrize("root", ["https://dough.example/", "https://dough.example/sub/"])
def test_the_rule_holds_for_the_whole_site(root: str) -> None:
    (text,) = headers.files({}, root).values()
    assert text.splitlines()[0] == f"{root.removeprefix('https://dough.example')}*"
    assert sent(text) == headers.headers()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (None, []),
        ([], []),
        ([SCHOOL], [SCHOOL]),
        ([SCHOOL, "https://*.example.org:8443"], [SCHOOL, "https://*.example.org:8443"]),
        (["*", "https:", "http://school.example", f"{SCHOOL}/", f"{SCHOOL}; script-src *", f"{SCHOOL}\n  A: b"], []),
    ],
)
def test_sites_that_are_named_may_frame_a_page(given: list[str] | None, named: list[str]) -> None:
    (text,) = headers.files({"embedding": given}, "").values()
    assert directives(sent(text)["Content-Security-Policy"])["frame-ancestors"].split() == ["'self'", *named]
    assert len(text.splitlines()) == 1 + len(headers.headers())


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("nginx.conf", r'^ *add_header ([\w-]+) "(.*)" always;$'),
        ("Caddyfile", r'^\t\t([A-Z][\w-]+) "(.*)"$'),
    ],
)
def test_other_servers_send_the_same(file: str, pattern: str) -> None:
    written = (PROJECT / "hosting" / file).read_text("utf-8")
    assert dict(re.findall(pattern, written, re.MULTILINE)) == headers.headers()


@pytest.mark.parametrize("root", ["https://dough.example/", "https://dough.example/sub/"])
def test_texts_that_are_kept_have_rules_of_their_own(root: str) -> None:
    (text,) = headers.files({}, root, ["en/a.txt", "fr/a.txt"]).values()
    below = root.removeprefix("https://dough.example")
    assert rules(text) == {
        f"{below}*": headers.headers(),
        f"{below}en/a.txt": headers.KEPT,
        f"{below}fr/a.txt": headers.KEPT,
    }


@pytest.mark.parametrize(
    ("file", "disposition", "encoding"),
    [
        (
            "nginx.conf",
            r"map \$uri \$kept \{\n *~-gift\\\.txt\$ (\w+);\n\}(?s:.*)\n *add_header Content-Disposition \$kept always",
            r"\n *charset ([\w-]+);",
        ),
        (
            "Caddyfile",
            r"@kept path \*-gift\.txt\n\theader @kept Content-Disposition (\w+)\n",
            r'\theader @kept Content-Type "text/plain; charset=([\w-]+)"\n',
        ),
    ],
)
def test_other_servers_send_them_the_same(file: str, disposition: str, encoding: str) -> None:
    written = (PROJECT / "hosting" / file).read_text("utf-8")
    kept, known = re.search(disposition, written), re.search(encoding, written)
    assert kept
    assert known
    assert {"Content-Type": f"text/plain; charset={known[1]}", "Content-Disposition": kept[1]} == headers.KEPT
    assert GIFT.ending == "-gift.txt"


def test_the_site_has_the_file(site: Path) -> None:
    course = course_of(PROJECT)
    said = rules((site / "_headers").read_text("utf-8"))
    assert said == {"/*": headers.headers(), **{f"/{path}": headers.KEPT for path in kit.texts(course)}}
    assert all((site / path).is_file() for path in kit.texts(course))
