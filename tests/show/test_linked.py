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
from rdflib import RDF, SDO, Graph, Literal
from sitegen.course.files import PageMeta
from sitegen.load import writer
from sitegen.show import around, linked
from sitegen.show.linked import Claims

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sitegen.course.course import Course

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib warns of its own use of it

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
    assert all(each["@context"] == "https://schema.org" for each in data)
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


def _is(kind: str, other: str) -> bool:
    """Tell whether one type is a kind of another."""
    return kind == other or bool(kind in VOCABULARY and (of := VOCABULARY[kind]["of"]) and _is(of, other))


def _ranges(kinds: Collection[str], name: str) -> set[str]:
    """Return the types of what a node of some types may say by a property; none of one that it cannot have."""
    return {
        each
        for owner, known in VOCABULARY.items()
        if any(_is(kind, owner) for kind in kinds)
        for each in known["has"].get(name, ())
    }


ADDRESSED = {name for known in VOCABULARY.values() for name, ranges in known["has"].items() if "URL" in ranges}
CONTEXT = {"@vocab": str(SDO), **{name: {"@type": "@id"} for name in sorted(ADDRESSED)}}
"""As the published one says it of these properties; nothing is fetched."""
LITERALS = {"Text": r"(?s).+", "Integer": r"\d+", "Date": r"\d{4}-\d\d-\d\d", "Duration": r"PT\d+M"}


def _read_by_rdflib(nodes: Iterable[dict[str, Any]]) -> Graph:
    """Return the statements that a program finds in nodes."""
    return Graph().parse(data=json.dumps({"@context": CONTEXT, "@graph": list(nodes)}), format="json-ld")


def _faults(graph: Graph, *, whole: bool = False) -> list[str]:
    """Return each statement that the vocabulary has no words for: its type, its property, or what it says by that.

    What the graph does not describe may be of any type; if it is `whole`, a node that is not described is none.
    """
    kinds: dict[object, set[str]] = {}
    for subject, kind in graph.subject_objects(RDF.type):
        kinds.setdefault(subject, set()).add(kind.removeprefix(str(SDO)))
    wrong = [kind for kind in set().union(*kinds.values()) if kind not in VOCABULARY or kind not in SDO]
    for subject, name, value in graph:
        if name != RDF.type:
            ranges = _ranges(kinds.get(subject, ()), name.removeprefix(str(SDO)))
            if isinstance(value, Literal):
                fits = any(re.fullmatch(LITERALS.get(each, "(?!)"), str(value)) for each in ranges)
            else:
                known = kinds.get(value, {"URL"} if whole else ranges)
                fits = "URL" in ranges or any(_is(kind, each) for kind in known for each in ranges)
            if not fits or name not in SDO:
                wrong.append(f"{subject} {name} {value}: {sorted(ranges)}")
    return wrong


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


def test_every_statement_is_one_that_the_vocabulary_knows(found: dict[str, Found]) -> None:
    nodes = [node for page in found.values() for node in page.nodes]
    graph = _read_by_rdflib(nodes)
    assert len(set(graph.subjects())) > len(found)
    assert _faults(graph, whole=True) == []


@pytest.mark.parametrize(
    "said",
    [
        {"@type": "Page"},
        {"@type": "WebPage", "colour": "red"},
        {"@type": "WebPage", "itemListElement": "a"},
        {"@type": "WebPage", "lastReviewed": "yesterday"},
        {"@type": "Article", "timeRequired": "5 minutes"},
        {"@type": "Article", "publisher": "Somebody"},
        {"@type": "Article", "publisher": {"@type": "Article", "name": "Not somebody"}},
        {"@type": "ListItem", "item": "https://a.example/"},
        {"@type": "ListItem", "item": {"@id": "https://a.example/"}},
        {"name": "Without a type"},
    ],
)
def test_what_the_vocabulary_does_not_know_is_noticed(said: dict[str, Any]) -> None:
    assert _faults(_read_by_rdflib([{"@id": f"{ROOT}a/", **said}]), whole=True)


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
            assert steps[0]["item"]["@id"] == f"{ROOT}{page.path.partition('/')[0]}/"
            assert steps[-1]["item"]["@id"] == page.page["@id"]
            assert {step["item"]["@id"] for step in steps} <= addresses
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
    assert _faults(_read_by_rdflib([page, site, publisher])) == []


def test_an_author_who_publishes_is_one(course: Course) -> None:
    page, _, publisher, _ = _claimed(course, Claims(author="One", publisher="One"))
    assert page["author"] == page["publisher"] == {"@id": publisher["@id"]}


@pytest.mark.parametrize("path", ["dough.md", "quiz.md", "index.md"])
def test_a_review_is_told_to_readers_and_programs(course: Course, path: str) -> None:
    lang, pages = course.source, course.pages[course.source]
    meta = pages[path].meta.model_copy(update={"reviewed": "2026-01-31"})
    told = replace(course, pages={**course.pages, lang: {**pages, path: replace(pages[path], meta=meta)}})
    nodes = linked.graph(writer(told, lang), path, ROOT, Claims())["@graph"]
    node = nodes[0]
    assert node["lastReviewed"] == "2026-01-31"
    assert _faults(_read_by_rdflib(nodes)) == []
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
