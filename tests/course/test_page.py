"""Reading one Markdown page: headings, links and directives with their lines, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from sitegen.course import headings, page
from sitegen.kinds import KINDS
from sitegen.load import names

if TYPE_CHECKING:
    from typing import Any

    from sitegen.findings import Finding

NAMES = names(KINDS)
START = "---\ndescription: A page.\n---\n# Title {#title}\n\n"


@pytest.mark.parametrize("case", cases("page", "headings"))
def test_headings(case: dict[str, Any]) -> None:
    found, findings = page.parse(START + case["body"], "a.md", "fr/a.md", NAMES)
    title, *others = found.headings
    assert (title.level, title.id, title.title, title.line) == (1, "title", "Title", 4)
    assert [[h.level, h.id, h.title, h.line] for h in others] == case["headings"]
    assert found.ids >= {h.id for h in found.headings if h.id}
    assert _rules(findings) == case.get("rules", [])


@pytest.mark.parametrize("case", cases("page", "links"))
def test_links(case: dict[str, Any]) -> None:
    found, findings = page.parse(START + case["body"], "a.md", "fr/a.md", NAMES)
    assert [[link.target, link.line] for link in found.links] == case["links"]
    assert _rules(findings) == case.get("rules", [])


@pytest.mark.parametrize("case", cases("page", "directives"))
def test_directives(case: dict[str, Any]) -> None:
    found, findings = page.parse(START + case["body"], "a.md", "fr/a.md", NAMES)
    assert [[d.name, d.argument, d.line] for d in found.directives] == case["directives"]
    assert _rules(findings) == case.get("rules", [])


@pytest.mark.parametrize("case", cases("page", "slips"))
def test_slips(case: dict[str, Any]) -> None:
    _, findings = page.parse(START + case["body"], "a.md", "fr/a.md", NAMES)
    assert _rules(findings) == case.get("rules", [])


@pytest.mark.parametrize("case", cases("page", "front_matter"))
def test_front_matter(case: dict[str, Any]) -> None:
    found, findings = page.parse(case["text"], "a.md", "fr/a.md", NAMES)
    assert (found.meta.slug, found.meta.description, found.title) == (case["slug"], case["description"], case["title"])
    assert _rules(findings) == case.get("rules", [])


def test_ids_include_those_of_html() -> None:
    found, _ = page.parse(START + '<div id="here"></div>\n\n`<i id="code">`', "a.md", "fr/a.md", NAMES)
    assert found.ids == {"title", "here"}


def test_body_is_what_follows_the_front_matter() -> None:
    found, _ = page.parse(START + "Text.\n", "a.md", "fr/a.md", NAMES)
    assert found.body.split() == ["#", "Title", "{#title}", "Text."]


def test_findings_name_the_source_file() -> None:
    _, findings = page.parse("", "a.md", "content/fr/a.md", NAMES)
    assert {finding.path for finding in findings} == {"content/fr/a.md"}


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("no link", []),
        ("[a](/b.md) then [c](/d.md#e)", ["/b.md", "/d.md#e"]),
        ('<a href="/b.md">a</a>', ["/b.md"]),
    ],
)
def test_markdown_links(text: str, targets: list[str]) -> None:
    assert headings.markdown_links(text) == targets


@given(st.one_of(st.text(), st.text(alphabet="#-=`~[](){}<>!:\n\x0c\u2028 ab.\"'/")))
def test_any_text_is_a_page(text: str) -> None:
    found, findings = page.parse(text, "a.md", "fr/a.md", NAMES)
    last = text.count("\n") + 1
    places = [*found.headings, *found.links, *found.directives, *findings]
    assert all(1 <= place.line <= last for place in places)


def _rules(findings: list[Finding]) -> list[list[object]]:
    return [[finding.line, finding.rule] for finding in sorted(findings)]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u2003", "\u3000", "\u2007"])
def test_spaces_that_look_like_one_are_read_as_one(space: str) -> None:
    written = (
        f"---\nslug :{space}a\n{space}\ndescription{space}: One.\n---\n"
        f"# Title{space}{{#a}}\n\n##{space}Two {{#two}}{space}\n\n"
        f'<!--{space}example:{space}startup{space}-->\n\n!!!{space}note{space}"A"\n\n{space * 4}Text.\n'
    )
    found, findings = page.parse(written, "a.md", "a.md", {"example"})
    plain, _ = page.parse(written.replace(f"\n{space}\n", "\n\n").replace(space, " "), "a.md", "a.md", {"example"})
    assert findings == []
    assert (found.meta, found.headings, found.directives) == (plain.meta, plain.headings, plain.directives)
    assert [token.type for token in found.read.tokens] == [token.type for token in plain.read.tokens]
