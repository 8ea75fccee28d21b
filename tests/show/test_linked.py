"""What pages say of themselves to programs, held against schema.org's vocabulary and against the built site."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import MINIMAL, PROJECT, course_of
from pydantic import ValidationError
from sitegen.course.files import PageMeta
from sitegen.load import writer
from sitegen.show import around, linked
from sitegen.show.linked import Claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course

ROOT = "https://lebonquai.example/"
VOCABULARY = yaml.safe_load((Path(__file__).parents[1] / "cases" / "schema_org.yml").read_text(encoding="utf-8"))
ALL = Claims("Ann Author", "The Publisher", "CC-BY-4.0", "© 2026 The Holder")


@dataclass(frozen=True)
class Found:
    """One page as programs find it."""

    path: str
    head: dict[str, str]
    """Name or property of a `<meta>`, and `canonical` -> what it says."""
    title: str
    nodes: tuple[dict[str, Any], ...]

    @property
    def page(self) -> dict[str, Any]:
        return self.nodes[0]

    def one(self, kind: str) -> list[dict[str, Any]]:
        return [node for node in self.nodes if kind in _kinds(node)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.head: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {"title": [], "ld": []}
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := said.get("property") or said.get("name")):
            assert name not in self.head, name
            self.head[name] = said["content"]
        elif tag == "link" and said.get("rel") == "canonical":
            self.head["canonical"] = said["href"]
        self.inside = "ld" if said.get("type") == "application/ld+json" else tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.texts:
            self.texts[self.inside].append(data)


@cache
def _read(file: Path, root: Path) -> Found:
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8").partition("<svg")[0] + "</head>")
    data = [json.loads(text) for text in reader.texts["ld"]]
    assert len(data) <= 1
    nodes = tuple(node for each in data for node in each["@graph"])
    return Found(file.relative_to(root).as_posix(), reader.head, "".join(reader.texts["title"]), nodes)


def _kinds(node: dict[str, Any]) -> list[str]:
    said = node.get("@type", [])
    return said if isinstance(said, list) else [said]


def _within(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every node, however deep."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for below in value if isinstance(value, list) else ():
        yield from _within(below)


def _may_have(kind: str) -> set[str]:
    known = VOCABULARY[kind]
    return set(known["has"]) | (_may_have(known["of"]) if known["of"] else set())


@pytest.fixture(scope="module")
def found(site: Path) -> dict[str, Found]:
    """Path -> page, of all pages of languages that search engines may list."""
    pages = [_read(file, site) for lang in course_of(PROJECT).languages for file in (site / lang).rglob("index.html")]
    return {page.path: page for page in pages if "noindex" not in page.head.get("robots", "")}


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(MINIMAL)


def test_titles_are_unique_and_pages_say_what_is_shared(found: dict[str, Found]) -> None:
    assert found
    titles = [page.title for page in found.values()]
    assert len(set(titles)) == len(titles)
    for page in found.values():
        said = page.head
        assert said["og:title"] in page.title, page.path
        assert said["og:description"] == said["description"]
        assert said["og:url"] == said["canonical"] == page.page["@id"] == ROOT + page.path.removesuffix("index.html")
        assert re.fullmatch(r"[a-z]{2,3}_[A-Z]{2}", said["og:locale"])
        assert said["og:type"] == ("website" if page.path.count("/") == 1 else "article")
        assert {"twitter:card", "theme-color", "og:site_name"} <= said.keys()


def test_every_property_is_one_of_its_type(found: dict[str, Found]) -> None:
    for page in found.values():
        for node in _within(list(page.nodes)):
            if node.keys() != {"@id"}:  # else a reference
                may = {name for kind in _kinds(node) for name in _may_have(kind)} | {"@id", "@type"}
                assert node.keys() <= may, (page.path, node.keys() - may)


def test_references_lead_to_what_some_page_says(found: dict[str, Found]) -> None:
    known = {
        node["@id"] for page in found.values() for node in _within(list(page.nodes)) if len(node) > 1 and "@id" in node
    }
    for page in found.values():
        assert {node["@id"] for node in _within(list(page.nodes)) if node.keys() == {"@id"}} <= known


def test_translations_name_each_other(found: dict[str, Found]) -> None:
    by_address = {page.page["@id"]: page.page for page in found.values()}
    for address, page in by_address.items():
        if "translationOfWork" in page:
            assert {"@id": address} in by_address[page["translationOfWork"]["@id"]]["workTranslation"]
        for other in page.get("workTranslation", ()):
            assert by_address[other["@id"]]["translationOfWork"] == {"@id": address}
    assert any("workTranslation" in page for page in by_address.values())


def test_trails_begin_at_home_and_end_here(found: dict[str, Found]) -> None:
    addresses = {page.page["@id"] for page in found.values()}
    for page in found.values():
        home = page.path.count("/") == 1
        trails = page.one("BreadcrumbList")
        assert len(trails) == (0 if home else 1)
        for steps in [trail["itemListElement"] for trail in trails]:
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert steps[0]["item"] == f"{ROOT}{page.path.partition('/')[0]}/"
            assert steps[-1]["item"] == page.page["@id"]
            assert {step["item"] for step in steps} <= addresses
            assert len(steps) == page.path.count("/")


def test_chapters_glossary_and_quiz_are_what_they_are(found: dict[str, Found]) -> None:
    real = course_of(PROJECT)
    for lang in real.languages:
        here = {page.page["@id"]: page for page in found.values() if page.path.startswith(f"{lang}/")}

        def page(path: str, lang: str = lang, here: dict[str, Found] = here) -> dict[str, Any]:
            return here[f"{ROOT}{lang}/{real.address(lang, path)}"].page

        chapters = [page(chapter.page) for chapter in real.file.chapters]
        taught = [each.page["@id"] for each in here.values() if "LearningResource" in _kinds(each.page)]
        assert sorted(taught) == sorted(each["@id"] for each in chapters)
        assert all(re.fullmatch(r"PT[1-9]\d*M", each["timeRequired"]) for each in chapters)
        for directive, kind, parts in (("glossary", "DefinedTermSet", "hasDefinedTerm"), ("quiz", "Quiz", "hasPart")):
            if place := real.place_of(directive):
                assert kind in _kinds(page(place))
                assert page(place)[parts]
                assert all(part["name"] for part in page(place)[parts])


def _claimed(course: Course, claims: Claims) -> list[dict[str, Any]]:
    told = linked.graph(writer(course, course.source), "dough.md", ROOT, claims)
    assert told["@context"] == "https://schema.org"
    return list(told["@graph"])


def test_nothing_is_claimed_while_it_is_empty(course: Course) -> None:
    owned = {"author", "publisher", "license", "copyrightNotice"}
    nodes = _claimed(course, Claims())
    assert all(owned.isdisjoint(node) for node in nodes)
    assert not [node for node in nodes if "Organization" in _kinds(node)]


def test_what_is_filled_in_stands_everywhere_at_once(course: Course) -> None:
    page, site, publisher, _ = _claimed(course, ALL)
    assert publisher["name"] == ALL.publisher
    for node in (page, site):
        assert node["author"] == {"@type": "Person", "name": ALL.author}
        assert node["publisher"] == {"@id": publisher["@id"]}
        assert node["license"].endswith(f"/{ALL.license}.html")
        assert node["copyrightNotice"] == ALL.notice
    for node in _within([page, site, publisher]):
        may = {name for kind in _kinds(node) for name in _may_have(kind)} | {"@id", "@type"}
        assert node.keys() <= may


def test_an_author_who_publishes_is_one(course: Course) -> None:
    page, _, publisher, _ = _claimed(course, Claims(author="One", publisher="One"))
    assert page["author"] == page["publisher"] == {"@id": publisher["@id"]}


@pytest.mark.parametrize("path", ["dough.md", "quiz.md", "index.md"])
def test_a_review_is_told_to_readers_and_programs(course: Course, path: str) -> None:
    lang, pages = course.source, course.pages[course.source]
    meta = pages[path].meta.model_copy(update={"reviewed": "2026-01-31"})
    told = replace(course, pages={**course.pages, lang: {**pages, path: replace(pages[path], meta=meta)}})
    node = linked.graph(writer(told, lang), path, ROOT, Claims())["@graph"][0]
    assert node["lastReviewed"] == "2026-01-31"
    assert node.keys() <= {name for kind in _kinds(node) for name in _may_have(kind)} | {"@id", "@type"}
    shown = around.reviewed(told, lang, path)
    assert shown
    assert re.search(r"\b31\b.*\b2026\b", shown["text"])
    assert around.reviewed(course, lang, path) is None


@pytest.mark.parametrize(
    ("day", "right"),
    [
        ("2026-01-31", True),
        (datetime.now(UTC).date().isoformat(), True),
        ((datetime.now(UTC).date() + timedelta(days=2)).isoformat(), False),
        ("2026-02-30", False),
        ("20260131", False),
        ("yesterday", False),
    ],
)
def test_a_review_is_of_a_day_that_has_come(day: str, right: bool) -> None:
    with nullcontext() if right else pytest.raises(ValidationError):
        PageMeta(description="x", reviewed=day)
