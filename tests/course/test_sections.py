"""The sections of pages, and those that a language borrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from golden import cases
from sitegen.course import page, sections

if TYPE_CHECKING:
    from typing import Any

    from sitegen.course.page import Page


def written(lang: str, texts: dict[str, str]) -> Page:
    body = "\n".join(
        f"{'##' if at else '#'} {name.upper()} {{#{name}}}\n\n{texts[name]}\n" for at, name in enumerate(texts)
    )
    return page.parse(f"---\ndescription: {lang}\n---\n\n{body}", "a.md", f"content/{lang}/a.md", ["quiz"])[0]


@pytest.mark.parametrize("case", cases("unfinished", "sections"))
def test_what_a_page_borrows(case: dict[str, Any]) -> None:
    ours, theirs = written("es", case["ours"]), written("fr", case["theirs"])
    found = sections.complete(ours, theirs)
    assert [heading.id for heading in found.headings] == case["shown"]
    assert found.borrowed == set(case["borrowed"])
    again = page.parse(found.text, "a.md", found.file, ["quiz"])[0]
    assert [heading.id for heading in again.headings] == case["shown"]
    assert (again.body, again.ids) == (found.body, found.ids)
    assert [str(asked) for asked in again.directives] == [str(asked) for asked in found.directives]
    told = {section.heading.id: section.text.strip() for section in sections.split(again)}
    for ident in case["shown"]:
        lender = theirs if ident in case["borrowed"] and ident not in case["ours"] else ours
        assert told[ident] == next(s.text.strip() for s in sections.split(lender) if s.heading.id == ident)
    assert (found.lines, found.links) == (ours.lines, ours.links)


def test_a_section_brings_the_addresses_of_its_links() -> None:
    theirs = written("fr", {"a": "Un [lien][one].", "b": "Deux [liens][two].", "c": "[one]: x.md\n[two]: y.md"})
    ours = written("es", {"a": "Un [enlace][one].", "c": "[one]: x.md"})
    text = sections.complete(ours, theirs).text
    assert text.count("[two]: y.md") == text.count("[one]: x.md") == 1


def test_a_page_that_is_missing_is_that_of_the_source() -> None:
    theirs = written("fr", {"a": "Un [lien](x.md).", "b": "Deux."})
    found = sections.complete(None, theirs)
    assert found.untranslated
    assert (found.text, found.headings, found.ids) == (theirs.text, theirs.headings, theirs.ids)
    assert (found.lines, found.links) == ([], ())


def test_lines_belong_to_the_heading_above_them() -> None:
    found = sections.split(written("fr", {"a": "Un.\n\n<!-- quiz -->", "b": "Deux."}))
    assert [[line for _, line in section.lines if line] for section in found] == [["Un.", "<!-- quiz -->"], ["Deux."]]
    assert [[asked.name for asked in section.directives] for section in found] == [["quiz"], []]
    assert "".join(f"{section.text}\n" for section in found).strip().startswith("# A {#a}")
