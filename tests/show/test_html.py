"""The pass over built HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from golden import cases
from jinja2 import DictLoader, Environment
from sitegen.course.allowed import scheme
from sitegen.show import html, policy

if TYPE_CHECKING:
    from typing import Any

LABELS = {"drawer": 'Open the "menu"', "close": "Close", "search": "Search"}
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


@pytest.mark.parametrize("case", cases("html", "section_notices"))
def test_section_notices(case: dict[str, Any]) -> None:
    assert html.section_notices(case["html"], {"a", "b"}, "x", "es") == case["result"]


@pytest.mark.parametrize("case", cases("html", "section_links"))
def test_section_links(case: dict[str, Any]) -> None:
    done = html.section_links(case["html"], "../c/a/?b&c", "To “{title}”")
    links = [
        (ident, f'<a class="section-link" href="../c/a/?b&amp;c#{ident}" aria-label="To “{title}”"></a>', title)
        for ident, title in case["links"]
    ]
    assert re.findall(r'id="(\w+)"[^>]*aria-label="([^"]*)">', done) == [(ident, title) for ident, _, title in links]
    for _, link, title in links:
        assert done.count(f"{link}</h") == 1
        done = done.replace(link, "").replace(f' aria-label="{title}"', "")
    assert done == case["html"]


def test_section_links_of_a_page_without_another_address_stay_on_it() -> None:
    assert 'href="#a"' in html.section_links('<h2 id="a">A</h2>', "", "{title}")


@pytest.mark.parametrize("case", cases("html", "scrolling_tables"))
def test_scrolling_tables(case: dict[str, Any]) -> None:
    assert html.scrolling_tables(case["html"]) == case["result"]


@pytest.mark.parametrize("case", cases("html", "stacking_tables"))
def test_stacking_tables(case: dict[str, Any]) -> None:
    assert html.stacking_tables(case["html"]) == case["result"]


def directives(page: str) -> dict[str, list[str]]:
    [said] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', policy.protect(page))
    return {name: sources for name, *sources in (directive.split() for directive in said.split("; "))}


def test_protect_knows_the_scripts_of_templates() -> None:
    source = (
        '<meta charset="utf-8"><style>p{}</style><script>one()</script><script type="module">two()</script>'
        '<script src="three.js"></script><script type="application/json">{}</script><script>one()</script>'
    )
    templates = Environment(loader=DictLoader({"page.html": source}), extensions=[policy.OwnExtension])
    given = directives(templates.get_template("page.html").render(own=policy.OWN))
    # echo -n 'one()' | openssl dgst -sha256 -binary | base64
    assert given["script-src"] == [
        "'self'",
        "'sha256-HR7iaask9daLMRRskMI++QeJtjWDOjyPA6lGzYGzKW4='",
        "'sha256-iMrPAWirDC2X0OhZzLsM2MRIWSmepJGI4r7D8ZlwBOw='",
    ]
    assert len(given["style-src"]) == 2


@pytest.mark.parametrize("case", cases("html", "refused"))
def test_protect_refuses_what_no_page_may_hold(case: dict[str, Any]) -> None:
    """What browsers would make of it, however it is written."""
    with pytest.raises(policy.NotAllowedError) as refused:
        policy.protect(f'<!doctype html><html><head><meta charset="utf-8"></head><body>{case["html"]}</body></html>')
    assert list(refused.value.faults) == case["faults"]


def test_protect_leaves_no_mark_of_its_own() -> None:
    page = f'<meta charset="utf-8"><script{policy.OWN}>one()</script>'
    assert "data-own" not in policy.protect(page) + policy.protect(page, served=True)
    assert "Content-Security-Policy" not in policy.protect(page, served=True)


@pytest.mark.parametrize("case", cases("html", "schemes"))
def test_the_scheme_of_an_address_is_what_browsers_take_for_it(case: dict[str, Any]) -> None:
    assert scheme(case["address"]) == case["scheme"]


def test_protect_trusts_nobody_else() -> None:
    """The whole policy: what is not named falls back to `default-src`, but for forms and the base."""
    assert directives('<meta charset="utf-8">') == {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }


def test_protect_needs_a_place_for_the_policy() -> None:
    with pytest.raises(ValueError, match="charset"):
        policy.protect("<p>text</p>")
