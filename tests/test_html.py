"""The pass over built HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from golden import cases
from sitegen import html

if TYPE_CHECKING:
    from typing import Any

LABELS = {"drawer": 'Open the "menu"', "close": "Close", "search": "Search", "default": "Light", "slate": "Dark"}
TWIN = re.compile(r'<p class="twin"[^>]*><a href="([^"]*)" hreflang="en" lang="en">([^<]*)</a>(?:</p>)?')


@pytest.mark.parametrize("case", cases("html", "mend"))
def test_mend(case: dict[str, Any]) -> None:
    assert html.mend(case["html"], LABELS) == case["result"]


@pytest.mark.parametrize("case", cases("html", "section_twins"))
def test_section_twins(case: dict[str, Any]) -> None:
    done = html.section_twins(case["html"], "../../en/a/", "en", "In English")
    assert TWIN.findall(done) == [(f"../../en/a/#{ident}", "In English") for ident in case["ids"]]
    assert TWIN.sub("", done) == case["html"]
    for ident in case["ids"]:
        assert re.search(rf'id="{ident}"[^>]*>.*?</h\d><p class="twin"[^>]*><a href="[^"]*#{ident}"', done, re.DOTALL)


def test_section_twins_escape() -> None:
    done = html.section_twins('<h2 id="a">A</h2>', "../en/?a&b", "en", "<English>")
    assert 'href="../en/?a&amp;b#a"' in done
    assert "&lt;English&gt;" in done


@pytest.mark.parametrize("case", cases("html", "stacking_tables"))
def test_stacking_tables(case: dict[str, Any]) -> None:
    assert html.stacking_tables(case["html"]) == case["result"]
