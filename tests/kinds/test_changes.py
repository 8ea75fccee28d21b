"""What is new: a list on its page, and a feed for each language, as RFC 4287 wants it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from courses import MINIMAL, PROJECT, course_of
from pydantic import ValidationError
from sitegen.kinds.changes import CHANGES, feed, newest
from sitegen.kinds.changes.shape import Change
from sitegen.load import writer

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course

ROOT = "https://a.example:8000/sub/"
ATOM = "{http://www.w3.org/2005/Atom}"
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[\w/-]+")
"""RFC 4151."""
ENTRIES = (
    Change(id="first", day="2026-01-31", page="dough.md"),
    Change(id="second", day="2026-02-28", page="quiz.md"),
    Change(id="third", day="2026-01-31", page="dough.md"),
)


@pytest.fixture(scope="module")
def course() -> Course:
    course = course_of(MINIMAL)
    words = {change.id: f"Pains & <levains>: {change.id}" for change in ENTRIES}
    wording = {lang: replace(said, kinds={**said.kinds, CHANGES.name: words}) for lang, said in course.wording.items()}
    return replace(course, kinds={**course.kinds, CHANGES.name: ENTRIES}, wording=wording)


def texts(parent: ElementTree.Element, name: str) -> list[str]:
    return [child.text or "" for child in parent.findall(f"{ATOM}{name}")]


def hrefs(parent: ElementTree.Element, rel: str) -> list[str]:
    return [link.attrib["href"] for link in parent.findall(f"{ATOM}link") if link.attrib["rel"] == rel]


def expect_atom(text: str) -> ElementTree.Element:
    """Hold a feed against what RFC 4287 says that there must be, once or more."""
    parsed = ElementTree.fromstring(text)
    assert parsed.tag == f"{ATOM}feed"
    assert [author.findtext(f"{ATOM}name") for author in parsed.findall(f"{ATOM}author")] != [""]
    assert len(parsed.findall(f"{ATOM}author")) == len(hrefs(parsed, "self")) == len(hrefs(parsed, "alternate")) == 1
    entries = parsed.findall(f"{ATOM}entry")
    for each in (parsed, *entries):
        for name in ("id", "title", "updated"):
            assert len([said for said in texts(each, name) if said.strip()]) == 1, name
        assert TAG.fullmatch(texts(each, "id")[0])
        assert datetime.fromisoformat(texts(each, "updated")[0]).tzinfo
    for each in entries:
        assert len(hrefs(each, "alternate")) == 1
    days = [texts(each, "updated")[0] for each in entries]
    assert days == sorted(days, reverse=True)
    assert texts(parsed, "updated") == days[:1]
    ids = [texts(each, "id")[0] for each in (parsed, *entries)]
    assert len(set(ids)) == len(ids)
    return parsed


@pytest.mark.parametrize("day", ["2026-02-30", "20260131", "yesterday", f"{datetime.now(UTC).year + 1}-01-31"])
def test_what_is_new_is_of_a_day_that_has_come(day: str) -> None:
    with pytest.raises(ValidationError):
        Change(id="first", day=day, page="dough.md")


def test_the_newest_stand_first_and_those_of_a_day_in_their_order(course: Course) -> None:
    assert [change.id for change in newest(course)] == ["second", "first", "third"]


def test_the_list_names_each_day_once_and_each_page(course: Course) -> None:
    shown = CHANGES.directives[0].render(writer(course, "en"), None)
    assert [line for line in shown.splitlines() if "2026" in line] == ["**February 28, 2026**", "**January 31, 2026**"]
    assert re.findall(r"\]\((\S+)\)$", shown, re.MULTILINE) == ["/quiz.md", "/dough.md", "/dough.md"]


def test_a_feed_says_what_its_language_says(course: Course) -> None:
    for lang in course.languages:
        parsed = expect_atom(feed.atom(course, lang, ROOT, ""))
        assert parsed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == lang
        assert hrefs(parsed, "self") == [f"{ROOT}{lang}/{feed.FILE}"]
        first = parsed.findall(f"{ATOM}entry")[0]
        assert hrefs(first, "alternate") == [f"{ROOT}{lang}/{course.address(lang, 'quiz.md')}"]
        assert "& <levains>" in texts(first, "title")[0]


def test_ids_stay_when_words_addresses_and_other_entries_change(course: Course) -> None:
    def ids(course: Course) -> list[str]:
        entries = expect_atom(feed.atom(course, "fr", ROOT, "")).findall(f"{ATOM}entry")
        return [texts(entry, "id")[0] for entry in entries]

    moved = tuple(entry.model_copy(update={"page": "index.md"}) for entry in ENTRIES)
    words = dict.fromkeys((entry.id for entry in ENTRIES), "Autre chose")
    said = course.wording["fr"]
    other = replace(
        course,
        kinds={**course.kinds, CHANGES.name: moved},
        wording={**course.wording, "fr": replace(said, kinds={**said.kinds, CHANGES.name: words})},
    )
    assert ids(other) == ids(course)
    assert set(ids(course)).isdisjoint(
        texts(entry, "id")[0] for entry in expect_atom(feed.atom(course, "en", ROOT, "")).findall(f"{ATOM}entry")
    )


def test_somebody_is_named(course: Course) -> None:
    for author, named in (("Ann Author", "Ann Author"), ("", course.wording["fr"].course.title)):
        parsed = expect_atom(feed.atom(course, "fr", ROOT, author))
        assert parsed.findtext(f"{ATOM}author/{ATOM}name") == named


def test_where_nothing_is_new_there_is_no_feed() -> None:
    assert feed.atom(course_of(MINIMAL), "fr", ROOT, "") == ""


def test_pages_name_the_feed_of_their_language(site: Path) -> None:
    course = course_of(PROJECT)
    assert {*site.rglob(feed.FILE)} == {site / lang / feed.FILE for lang in course.languages if newest(course)}
    for lang in course.languages if newest(course) else ():
        parsed = expect_atom((site / lang / feed.FILE).read_text(encoding="utf-8"))
        for page in ("index.html", f"{course.address(lang, newest(course)[0].page)}index.html"):
            [link] = re.findall(
                rf'<link rel="alternate feed" type="{re.escape(feed.TYPE)}" title="[^"]+" href="([^"]*)">',
                (site / lang / page).read_text(encoding="utf-8"),
            )
            assert urljoin(f"/{lang}/{page}", link) == f"/{lang}/{feed.FILE}"
        for address in [href for entry in parsed.findall(f"{ATOM}entry") for href in hrefs(entry, "alternate")]:
            assert (site / address.partition("example/")[2] / "index.html").is_file(), address
