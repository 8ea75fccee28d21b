"""Rendering: what directives and generated pages hold, in every language, for the minimal and for the real course."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import urljoin

import pytest
from courses import MINIMAL, PROJECT
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from pydantic import BaseModel
from sitegen import directives, explain, graph, page, published, reading, render, yamlfile
from sitegen.extension import DirectiveExtension, TypographyExtension
from sitegen.load import load
from sitegen.models import Text
from sitegen.quizdata import progress, quiz_data
from sitegen.render import Renderer

if TYPE_CHECKING:
    from sitegen.course import Course

EXTENSIONS = ["admonition", "attr_list", "md_in_html", "tables", "toc", "pymdownx.details", "pymdownx.superfences"]
LANGUAGES = ["fr", "en"]


@pytest.fixture(scope="module", params=[MINIMAL, PROJECT], ids=["minimal", "real"])
def course(request: pytest.FixtureRequest) -> Course:
    return load(request.param / "content", PROJECT / "docs")


@pytest.fixture(scope="module")
def minimal() -> Course:
    return load(MINIMAL / "content")


@pytest.fixture(params=LANGUAGES)
def renderer(request: pytest.FixtureRequest, minimal: Course) -> Renderer:
    return Renderer(minimal, request.param)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_and_example_has_a_page(course: Course, lang: str) -> None:
    assert course.quiz
    assert Renderer(course, lang).generated().keys() == {
        *(f"outcomes/{outcome.id}.md" for outcome in course.quiz.outcomes),
        *(f"examples/{example.id}.md" for example in course.examples),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_generated_pages_obey_the_rules_of_written_ones(course: Course, lang: str) -> None:
    for path, text in Renderer(course, lang).generated().items():
        found, findings = page.parse(text, path, path, generated=True)
        assert findings == []
        assert found.meta.slug
        assert found.meta.description


def test_pages_have_the_same_ids_in_every_language(course: Course) -> None:
    source, *others = (course.pages[lang] for lang in course.languages)
    for other in others:
        assert {path: found.ids for path, found in source.items()} == {path: found.ids for path, found in other.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_that_links_may_name_are_in_the_html_once(course: Course, lang: str) -> None:
    renderer = Renderer(course, lang)
    for path, found in course.pages[lang].items():
        counted = Counter(re.findall(r'<[^>]* id="([^"]+)"', _html(renderer, found.body)))
        assert found.ids <= counted.keys(), path
        assert [ident for ident, times in counted.items() if times > 1] == [], path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_markup_is_left_in_the_html(course: Course, lang: str) -> None:
    renderer = Renderer(course, lang)
    for path, found in course.pages[lang].items():
        text = _text(_html(renderer, found.body))
        assert not re.search(r"\*\*|\]\(|\{#|\{:|<!--|^\s*#+ |\{\{|\{%", text, re.MULTILINE), path
        assert not re.search(r"(?<!\w)['\"]|\w'\w", text), path


def test_directives_are_all_known_to_the_renderer(renderer: Renderer) -> None:
    entries = {"example": "kitchen", "analogy": "seed", "illustration": "loaf"}
    for name in directives.DIRECTIVES:
        assert renderer.directive(name, entries.get(name)).strip()


def test_expand_replaces_directives_alone(renderer: Renderer) -> None:
    expanded = renderer.expand("before\n\n<!-- outcomes -->\n\nafter `<!-- outcomes -->`")
    assert expanded == f"before\n\n{renderer.directive('outcomes', None)}\n\nafter `<!-- outcomes -->`"


def test_quiz_data_holds_the_graph(renderer: Renderer) -> None:
    quiz, data = renderer.course.quiz, quiz_data(renderer)
    assert quiz
    assert (data["lang"], data["start"]) == (renderer.lang, "risen")
    assert data["nodes"] == {
        "risen": {
            "ask": "risen",
            "goto": {
                "flat": {"node": "risen_dough"},
                "doubled": {"outcome": "bake"},
                "hidden": {"node": "risen_dough"},
            },
        },
        "risen_dough": {
            "ask": "waited",
            "goto": {"one_hour": {"outcome": "wait"}, "one_night": {"outcome": "discard"}},
        },
    }


def test_quiz_data_holds_the_wording(renderer: Renderer) -> None:
    data, words = quiz_data(renderer), renderer.words.quiz
    assert words
    assert list(data["questions"]) == ["risen", "waited"]
    assert list(data["questions"]["risen"]["options"]) == ["flat", "hidden", "doubled"]
    assert "hint" in data["questions"]["risen"]
    assert "hint" not in data["questions"]["waited"]
    assert data["questions"]["waited"]["options"]["one_hour"]["label"] == (
        words.questions["waited"].options["one_hour"].label
    )
    assert data["outcomes"].keys() == {"bake", "wait", "discard"}
    assert all(told["situations"][-1]["actions"] and told["signs"] for told in data["outcomes"].values())
    assert all(data["text"].values())


def test_quiz_data_links_lead_where_they_say(renderer: Renderer) -> None:
    course, lang = renderer.course, renderer.lang
    root = "https://dough.example/"
    here = root + course.address(lang, "quiz.md")
    bake = quiz_data(renderer)["outcomes"]["bake"]
    chapter = root + course.address(lang, "dough.md")
    assert urljoin(here, bake["url"]) == root + course.address(lang, "outcomes/bake.md")
    assert urljoin(here, bake["chapter"]["url"]) == f"{chapter}#rising"
    assert urljoin(here, bake["analogy"]["url"]) == f"{chapter}#analogy-seed"
    assert [urljoin(here, link["url"]) for link in bake["examples"]] == [
        f"{root}{course.address(lang, 'examples/kitchen.md')}#warm"
    ]
    assert re.findall(r'href="([^"]+)"', bake["summary"]) == [f"../{course.address(lang, 'dough.md')}#rising"]


@pytest.mark.parametrize("here", ["index.md", "quiz.md", "examples/kitchen.md"])
def test_links_and_pictures_of_widgets_start_at_their_page(renderer: Renderer, here: str) -> None:
    shown = renderer.html(here)("[a](/assets/a.pdf) ![b](/assets/b.svg?c) [d](/dough.md?e#rising) [f](//g.example/)")
    root = "https://dough.example/course/"
    page, chapter = (root + renderer.course.address(renderer.lang, path) for path in (here, "dough.md"))
    assert [urljoin(page, target) for target in re.findall(r'(?:href|src)="(.*?)"', shown)] == [
        f"{root}assets/a.pdf",
        f"{root}assets/b.svg?c",
        f"{chapter}?e#rising",
        "https://g.example/",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_widgets_hold_no_link_that_only_a_host_could_resolve(minimal: Course, lang: str) -> None:
    words = minimal.wording[lang]
    assert words.calculator
    assert words.quiz
    linked = "[a](/assets/a.pdf) ![b](/assets/b.svg)"
    calculation = words.calculator.model_copy(update={"note": linked})
    quiz = words.quiz.model_copy(update={"scope": linked, "limits": linked})
    changed = replace(words, calculator=calculation, quiz=quiz)
    renderer = Renderer(replace(minimal, wording={**minimal.wording, lang: changed}), lang)
    data = quiz_data(renderer)
    for shown in (renderer.directive("calculator", None), data["scope"], data["limits"]):
        assert re.findall(r'(?:href|src)="(.*?/[ab]\..*?)"', shown) == ["../assets/a.pdf", "../assets/b.svg"]


def test_an_outcome_without_analogy_has_none(renderer: Renderer) -> None:
    assert "analogy" not in quiz_data(renderer)["outcomes"]["discard"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quiz_page_embeds_the_data(course: Course, lang: str) -> None:
    renderer = Renderer(course, lang)
    html = _html(renderer, "<!-- quiz -->")
    (embedded,) = re.findall(r'<script type="application/json" id="quiz-data">(.*?)</script>', html, re.DOTALL)
    assert json.loads(embedded) == quiz_data(renderer)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_key_without_script_is_the_same_graph(course: Course, lang: str) -> None:
    quiz = course.quiz
    assert quiz
    html = _html(Renderer(course, lang), "<!-- quiz -->")
    sections = re.findall(r'<h3[^>]* id="key-(\w+)"[^>]*>(\d+)\. .*?</h3>(.*?)(?=<h3|</details>)', html, re.DOTALL)
    numbers = {name: int(number) for name, number, _ in sections}
    assert sorted(numbers.values()) == list(range(1, len(quiz.nodes) + 1))
    assert numbers[quiz.start] == 1
    for name, number, body in sections:
        links = re.findall(r'<li><a href="(?:#key-(\w+)|/outcomes/(\w+)\.md)">', body)
        node = quiz.nodes[name]
        assert [link[0] or None for link in links] == [target.node for target in node.goto.values()]
        assert [link[1] or None for link in links] == [target.outcome for target in node.goto.values()]
        assert all(numbers[below] > int(number) for below, _ in links if below)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_shows_its_examples(course: Course, lang: str) -> None:
    assert course.quiz
    renderer = Renderer(course, lang)
    for outcome in course.quiz.outcomes:
        wanted = {
            example.id for example in course.examples if outcome.id in {run.outcome for run in example.quiz.values()}
        }
        shown = renderer.generated()[f"outcomes/{outcome.id}.md"]
        assert wanted
        assert set(re.findall(r"/examples/(\w+)\.md#", shown)) == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chapter_says_where_it_stands_and_how_long_it_takes(course: Course, lang: str) -> None:
    renderer = Renderer(course, lang)
    for number, chapter in enumerate(course.file.chapters, 1):
        minutes = reading.minutes(renderer.expand(course.pages[lang][chapter.page].body))
        figures = [number, len(course.file.chapters), minutes]
        assert re.findall(r"\d+", str(renderer.place(chapter.page))) == [*map(str, figures)]
    assert renderer.place("quiz.md") is None


def test_examples_in_a_chapter_take_their_time(minimal: Course) -> None:
    body = minimal.pages["fr"]["dough.md"].body
    renderer = Renderer(minimal, "fr")
    assert sum(map(len, reading.sentences(renderer.expand(body)))) > sum(map(len, reading.sentences(body)))


def test_outcomes_stand_with_those_of_their_side(renderer: Renderer) -> None:
    families = {side: [outcome.id for outcome in found] for side, found in renderer.families().items()}
    assert families == {"warm": ["bake"], "cold": ["wait"], None: ["discard"]}
    shown = re.split(r"^## ", renderer.directive("outcomes", None), flags=re.MULTILINE)[1:]
    assert [re.findall(r"/outcomes/(\w+)\.md", part) for part in shown] == [*families.values()]
    assert [re.findall(r'class="card([^"]*)"', part) for part in shown] == [[" side-1"], [" side-2"], [""]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_side_has_its_colour_in_whatever_order_a_language_words_the_sides(minimal: Course, lang: str) -> None:
    words = minimal.wording["en"]
    turned = words.course.model_copy(update={"sides": dict(reversed(words.course.sides.items()))})
    course = replace(minimal, wording=minimal.wording | {"en": replace(words, course=turned)})
    shown = Renderer(course, lang).directive("outcomes", None)
    assert re.findall(r'class="card([^"]*)"', shown) == [" side-1", " side-2", ""]


def test_an_outcome_s_page_says_what_its_conditions_share_once(course: Course) -> None:
    quiz = course.quiz
    assert quiz
    for outcome in quiz.outcomes:
        renderer = Renderer(course, course.source)
        html = renderer.generated()[f"outcomes/{outcome.id}.md"]
        conditions = explain.conditions(quiz, outcome.id)
        told = [clause for condition in conditions for clause in renderer.clauses(condition)]
        shown = re.findall(r"^<li>(<span .*\.)</li>$", html, re.MULTILINE)
        assert set(shown) == set(told)
        assert len(shown) == _clauses(explain.grouped(conditions))


def _clauses(case: explain.Case) -> int:
    return len(case.shared) + sum(map(_clauses, case.alternatives))


def test_an_outcome_without_neighbours_does_not_speak_of_them(course: Course) -> None:
    quiz = course.quiz
    assert quiz
    for path, shown in Renderer(course, course.source).generated().items():
        folder, _, ident = path.removesuffix(".md").rpartition("/")
        if folder == "outcomes":
            found = explain.neighbours(quiz, ident)
            part = shown.partition("{#neighbours}")[2].partition("\n## ")[0]
            assert re.findall(r"/outcomes/(\w+)\.md", part) == list(found)
            assert ("{#neighbours}" in shown, "<details" in shown) == (bool(found), bool(found))


def test_only_what_was_checked_is_said_to_be_proved(renderer: Renderer) -> None:
    said = renderer.interface.gettext
    examples = said("Every example leads where it says, and every result has an example.")
    ids = said("No id that a link may carry disappears without a note of what stands for it now, or that nothing does.")
    bare = {path: document for path, document in renderer.course.documents.items() if path != "examples.yml"}
    recorded = replace(renderer.course, published=published.record(renderer.course.quiz))
    for course, proved in (
        (renderer.course, (True, False)),
        (recorded, (True, True)),
        (replace(recorded, examples=(), documents=bare), (False, True)),
    ):
        shown = Renderer(course, renderer.lang).directive("proofs", None)
        assert (examples in shown, ids in shown) == proved


def test_example_leads_to_the_outcomes_of_its_sides(renderer: Renderer) -> None:
    shown = renderer.directive("example", "kitchen")
    assert re.findall(r"/outcomes/(\w+)\.md", shown) == ["bake", "wait"]
    assert "/examples/kitchen.md" in shown


def test_origin_is_told(renderer: Renderer) -> None:
    labels = {
        example: re.findall(r'class="label"[^>]*>.* · (.*)</p>', renderer.directive("example", example))[0]
        for example in ("kitchen", "bakery")
    }
    assert labels["kitchen"] != labels["bakery"]


def test_glossary_is_in_alphabetical_order(renderer: Renderer) -> None:
    order = ["kneading", "proving"]  # in French too, though "é" comes after "o" where accents count
    assert [ident for ident, _ in renderer.glossary()] == order
    assert re.findall(r"\{#(\w+)\}", renderer.directive("glossary", None)) == order


@pytest.mark.parametrize("lang", LANGUAGES)
def test_publisher(minimal: Course, lang: str) -> None:
    given = Renderer(minimal, lang, {"name": "A *& Sons*", "address": ""}).directive("publisher", None).splitlines()
    nothing = Renderer(minimal, lang).directive("publisher", None).splitlines()
    assert "A \\*&amp; Sons\\*" in given[0]
    assert given[1:] == nothing[1:]


@pytest.mark.parametrize("case", cases("render", "plain"))
def test_plain(case: dict[str, Any]) -> None:
    assert render.plain(case["text"]) == case["result"]


@pytest.mark.parametrize("case", cases("render", "attribute"))
def test_attribute(case: dict[str, Any]) -> None:
    assert render.attribute(case["text"]) == case["result"]


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cc", "Cs"])),
        st.text("\\`*_[](){}|<>&\"'#+-.!?:~=^/ 1a", max_size=12),
    )
)
def test_plain_text_comes_out_of_markdown_as_it_went_in(text: str) -> None:
    shown = " ".join(text.split())
    html = Markdown(extensions=EXTENSIONS).convert(
        f'{render.plain(text)}\n\n- {render.plain(text)}\n\n[x](y){{ title="{render.attribute(text)}." class="z" }}'
    )
    expected = ["<p>", shown, "</p>"] if shown else []
    expected += ["<ul>", "<li>", shown, "</li>", "</ul>"]
    expected += ["<p>", "<a>", "class=z", "href=y", f"title={shown}.", "x", "</a>", "</p>"]
    assert _met(html) == [part for part in expected if part]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_readers_meet_plain_texts_as_they_were_written(minimal: Course, lang: str) -> None:
    word, signs = "QQQ", '# *a* _b_ [c](d) { .e } <f> `g` & "h" | ~~~'
    tame, wild = (
        [part.replace("“", '"').replace("”", '"') for part in _all_met(_marked(minimal, mark), lang)]
        for mark in (word, signs)
    )
    assert [part.replace(word, signs) for part in tame] == wild


def _marked(course: Course, mark: str) -> Course:
    """Return the course with all its plain texts between two marks."""

    def marked(value: Any, shape: Any = None) -> Any:
        if isinstance(value, BaseModel):
            shapes = {name: info.rebuild_annotation() for name, info in type(value).model_fields.items()}
            return value.model_copy(update={name: marked(getattr(value, name), shapes[name]) for name in shapes})
        below = next((each for each in get_args(shape)[::-1] if each not in (..., NoneType)), None)
        if isinstance(value, dict):
            return {key: marked(each, below) for key, each in value.items()}
        if isinstance(value, tuple):
            return tuple(marked(each, below) for each in value)
        return f"{mark} {value} {mark}" if isinstance(value, str) and Text in (shape, below) else value

    wording = {
        lang: replace(words, **{name: marked(value) for name, value in vars(words).items()})
        for lang, words in course.wording.items()
    }
    return render.complete(replace(course, wording=wording))


def _all_met(course: Course, lang: str) -> list[str]:
    """Return what readers meet on generated pages, and where a directive is."""
    renderer = Renderer(course, lang)
    entries = {"example": "kitchen", "analogy": "seed", "illustration": "loaf"}
    generated = [found for found in course.pages[lang].values() if found.generated]
    shown = [found.body for found in generated]
    shown += [renderer.directive(name, entries.get(name)) for name in directives.DIRECTIVES]
    told = [text for found in generated for text in (found.title, found.meta.description)]
    return [*told, *(part for text in shown for part in _met(_html(renderer, text)))]


@pytest.mark.parametrize("case", cases("render", "json"))
def test_json(case: dict[str, Any]) -> None:
    assert render.as_json(case["data"]) == case["result"]


@given(st.text())
def test_json_is_read_again_and_never_ends_a_script(text: str) -> None:
    written = render.as_json(text)
    assert json.loads(written) == text
    assert "<" not in written


@pytest.mark.parametrize("case", cases("render", "progress"))
def test_progress(minimal: Course, case: dict[str, Any]) -> None:
    assert progress(Renderer(minimal, case["lang"]), *case["bounds"]) == case["result"]


def test_progress_of_the_quiz_is_that_of_the_graph(renderer: Renderer) -> None:
    quiz = renderer.course.quiz
    assert quiz
    assert quiz_data(renderer)["progress"] == {
        f"{low}-{high}": progress(renderer, low, high) for low, high in graph.remaining(quiz).values()
    }
    assert graph.remaining(quiz) == {"risen": (1, 2), "risen_dough": (1, 1)}


def _html(renderer: Renderer, markdown: str) -> str:
    extensions = [*EXTENSIONS, DirectiveExtension(renderer.directive), TypographyExtension(renderer.lang)]
    return Markdown(extensions=extensions).convert(markdown)


def _met(html: str) -> list[str]:
    """Return the tags, attributes and texts that make up some HTML; of a drawing the texts alone."""
    parser = _Parts()
    parser.feed(html)
    parser.close()
    return parser.parts


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.drawn: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "svg":
            self.drawn = []
        if self.drawn is None:
            self.parts += [f"<{tag}>", *sorted(f"{name}={value}" for name, value in attrs)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self.parts.append(" ".join(self.drawn or []))
            self.drawn = None
        elif self.drawn is None:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        texts = [data]
        if self.cdata_elem:
            texts = [text for _, text in yamlfile.texts(json.loads(data))]
        for text in texts:
            if words := " ".join(text.split()):
                (self.parts if self.drawn is None else self.drawn).append(words)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.verbatim += tag in {"script", "style", "code"}

    def handle_endtag(self, tag: str) -> None:
        self.verbatim -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        self.text += "" if self.verbatim else data


def _text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return unescape(parser.text)
