"""The real content: complete, of the right size, and the same contract kept in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT, course_of
from sitegen.kinds.analogies import ANALOGIES
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.glossary import GLOSSARY
from sitegen.kinds.quiz import QUIZ, graph

if TYPE_CHECKING:
    from sitegen.course.course import Course
    from sitegen.course.page import Page

LANGUAGES = ["fr", "en"]
CHAPTERS = ["two_ways", "chase", "missed", "difference", "cases", "analogies", "now"]
OUTCOMES = {"let_go", "win_back", "debrief", "missed", "at_risk", "diary", "double", "serve", "clear", "outside"}
WORDS = range(600, 1001)
NOT_CITED = {"e05"}  # listed only as a claim that the site refuses
POINTS = {f"S{number:02}" for number in range(1, 54)}

NOT_READ = re.compile(
    r"<!--.*?-->"  # directives
    r"|</?\w[^>]*>"  # HTML
    r"|\]\([^)]*\)"  # link targets
    r"|\{[^}]*\}"  # attributes
    r"|^\s*(?:!!!|\?\?\?\+?) \w+"  # kinds of admonition
    r"|^\|[-:| ]+\|$",  # rules of tables
    re.MULTILINE | re.DOTALL,
)
WORD = re.compile(r"\w[\w’'%,.-]*")


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(PROJECT)


def test_languages(course: Course) -> None:
    assert (set(course.languages), course.source) == (set(LANGUAGES), "fr")


def test_chapters_keep_their_permanent_ids(course: Course) -> None:
    assert [chapter.id for chapter in course.file.chapters] == CHAPTERS


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_chapters_have_a_readable_length(course: Course, lang: str, chapter: str) -> None:
    assert len(_words(_chapter(course, lang, chapter))) in WORDS


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_chapters_open_with_what_they_teach_and_end_with_where_to_go_next(
    course: Course, lang: str, chapter: str
) -> None:
    page = _chapter(course, lang, chapter)
    first_section = page.body.partition("\n## ")[0]
    assert re.search(r'^!!! abstract ".+"\n\n    - ', first_section, re.MULTILINE)
    assert page.headings[-1].id == "next"
    following = [link.target for link in page.links if link.line > page.headings[-1].line]
    number = CHAPTERS.index(chapter) + 1
    if number < len(CHAPTERS):
        assert course.file.chapters[number].page in {target.partition("#")[0] for target in following}
    assert following


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_chapters_show_check_and_lead_further(course: Course, lang: str, chapter: str) -> None:
    page = _chapter(course, lang, chapter)
    assert {"example", "analogy"} <= {directive.name for directive in page.directives}
    assert page.body.count("\n!!! tip ") == 1
    assert [heading.id for heading in page.headings[-3:]] == ["check", "further", "next"]
    check, further = (_section(page, ident) for ident in ("check", "further"))
    assert len(re.findall(r"^\?\?\? question ", check, re.MULTILINE)) == 2
    assert len(re.findall(r"^- .*\(sources\.md#e\d\d\)", further, re.MULTILINE)) in {2, 3}


def test_no_example_or_analogy_stands_on_two_pages(course: Course) -> None:
    for pages in course.pages.values():
        asked = [d for page in pages.values() for d in page.directives]
        shown = [(d.name, d.argument) for d in asked if d.name in ("example", "analogy")]
        assert len(set(shown)) == len(shown)


def test_every_source_is_cited(course: Course) -> None:
    for lang, pages in course.pages.items():
        cited = "".join(page.body for page in pages.values() if page.path != "sources.md")
        cited += (PROJECT / "content" / lang / "quiz.yml").read_text(encoding="utf-8")
        sources = {heading.id for heading in pages["sources.md"].headings if re.fullmatch(r"e\d\d", heading.id or "")}
        assert {ident for ident in sources if f"sources.md#{ident})" not in cited} <= NOT_CITED


def test_every_point_of_the_article_is_taught(course: Course) -> None:
    assert course.file.points.keys() == POINTS
    chapters = {chapter.page for chapter in course.file.chapters}
    for sections in course.file.points.values():
        assert sections
        assert {section.partition("#")[0] for section in sections} <= chapters


def test_no_point_is_named_to_readers(course: Course) -> None:
    for pages in course.pages.values():
        assert [page.file for page in pages.values() if re.search(r"\bS\d\d\b", page.body)] == []


def test_examples(course: Course) -> None:
    origins = {origin: [e.id for e in EXAMPLES.of(course) if e.origin == origin] for origin in ("article", "own")}
    assert origins["article"] == ["startup", "consulting", "agency"]
    assert len(origins["own"]) >= 4
    for lang in LANGUAGES:
        sectors = {EXAMPLES.words(course, lang)[example].sector for example in origins["own"]}
        assert len(sectors) == len(origins["own"])
    assert all(example.quiz.keys() == {"chase", "missed"} for example in EXAMPLES.of(course))


def test_analogies(course: Course) -> None:
    assert [analogy.id for analogy in ANALOGIES.of(course) if analogy.origin == "article"] == ["trains"]
    assert len([analogy for analogy in ANALOGIES.of(course) if analogy.origin == "own"]) >= 3
    assert all(analogy.outcomes.keys() == {"chase", "missed"} for analogy in ANALOGIES.of(course))


def test_every_example_and_analogy_of_the_article_stands_on_a_chapter(course: Course) -> None:
    chapters = {chapter.page for chapter in course.file.chapters}
    assert {course.place_of("example", e.id) for e in EXAMPLES.of(course) if e.origin == "article"} <= chapters
    assert {course.place_of("analogy", analogy.id) for analogy in ANALOGIES.of(course)} <= chapters


def test_every_outcome_has_an_example(course: Course) -> None:
    assert QUIZ.of(course)
    assert {outcome.id for outcome in QUIZ.of(course).outcomes} == OUTCOMES
    reached = [graph.walk(QUIZ.of(course), run.answers) for e in EXAMPLES.of(course) for run in e.quiz.values()]
    assert {path.outcome for path in reached} == OUTCOMES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_says_what_to_do(course: Course, lang: str) -> None:
    words = QUIZ.words(course, lang)
    assert words
    for outcome in words.outcomes.values():
        assert all(told.first and told.actions for told in outcome.situations.values() or [outcome])
        assert len(outcome.signs) >= 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_can_be_joined_into_a_sentence(course: Course, lang: str) -> None:
    words = QUIZ.words(course, lang)
    assert words
    clauses = [option.because for question in words.questions.values() for option in question.options.values()]
    assert [clause for clause in clauses if clause[0].isupper() or clause.endswith((".", ","))] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_glossary_has_thirty_terms(course: Course, lang: str) -> None:
    assert len(GLOSSARY.words(course, lang)) >= 30


@pytest.mark.parametrize(("lang", "label"), [("fr", "opportunité perdue"), ("en", "lost opportunity")])
def test_the_ambiguous_label_is_only_warned_against(course: Course, lang: str, label: str) -> None:
    folder = PROJECT / "content" / lang
    counts = {path.name: path.read_text(encoding="utf-8").lower().count(label) for path in folder.iterdir()}
    assert {name: count for name, count in counts.items() if count} == {"missed.md": 1, "glossary.yml": 2}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_descriptions_fit_a_search_result(course: Course, lang: str) -> None:
    written = [page for page in course.pages[lang].values() if not page.generated]
    assert [page.file for page in written if not 80 <= len(page.meta.description) <= 160] == []
    assert len({page.meta.description for page in written}) == len(written)


def test_addresses_are_localised(course: Course) -> None:
    same = [
        path
        for path, page in course.pages["fr"].items()
        if path != "index.md" and not page.meta.unlisted and course.address("fr", path) == course.address("en", path)
    ]
    assert set(same) <= {"analogies.md"}


def _chapter(course: Course, lang: str, ident: str) -> Page:
    return next(course.pages[lang][chapter.page] for chapter in course.file.chapters if chapter.id == ident)


def _section(page: Page, ident: str) -> str:
    return page.body.partition(f"{{#{ident}}}")[2].partition("\n## ")[0]


def _words(page: Page) -> list[str]:
    """Return the words that a reader of the page sees, without those of directives."""
    return WORD.findall(NOT_READ.sub(" ", page.body))
