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
from courses import MINIMAL, PROJECT, course_of, data_of, generated, with_kind, with_words, writes
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from sitegen.course import page, yamlfile
from sitegen.course.base import Text
from sitegen.course.course import Wording
from sitegen.course.files import Published
from sitegen.course.prose import sentences
from sitegen.kinds import KINDS
from sitegen.kinds.calculator import CALCULATOR
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.quiz import QUIZ, explain, graph, ids
from sitegen.kinds.quiz.data import progress
from sitegen.kinds.sessions import SESSIONS
from sitegen.language.ease import minutes
from sitegen.language.i18n import Interface
from sitegen.load import _with_generated, names
from sitegen.show.article import converter
from sitegen.show.escape import as_json, plain
from sitegen.show.extension import DirectiveExtension, TypographyExtension
from sitegen.show.writer import Writer, sentence

if TYPE_CHECKING:
    from sitegen.course.course import Course
    from sitegen.show.writer import Writer

LANGUAGES = ["fr", "en"]


@pytest.fixture(scope="module", params=[MINIMAL, PROJECT], ids=["minimal", "real"])
def course(request: pytest.FixtureRequest) -> Course:
    return course_of(request.param)


@pytest.fixture(scope="module")
def minimal() -> Course:
    return course_of(MINIMAL)


@pytest.fixture(params=LANGUAGES)
def writer(request: pytest.FixtureRequest, minimal: Course) -> Writer:
    return writes(minimal, request.param)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_example_and_translation_has_a_page(course: Course, lang: str) -> None:
    assert QUIZ.of(course)
    assert generated(course, lang).keys() == {
        *(f"outcomes/{outcome.id}.md" for outcome in QUIZ.of(course).outcomes),
        *(f"examples/{example.id}.md" for example in EXAMPLES.of(course)),
        *(f"sessions/{ident}.md" for ident in getattr(SESSIONS.words(course, lang), "sessions", ())),
        *(f"translations/{other}.md" for other in course.languages if other != course.source),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_generated_pages_obey_the_rules_of_written_ones(course: Course, lang: str) -> None:
    for path, text in generated(course, lang).items():
        found, findings = page.parse(text, path, path, names(KINDS), generated=True)
        assert findings == []
        assert found.meta.slug
        assert found.meta.description


def test_pages_have_the_same_ids_in_every_language(course: Course) -> None:
    source, *others = (course.pages[lang] for lang in course.languages)
    for other in others:
        assert {path: found.ids for path, found in source.items()} == {path: found.ids for path, found in other.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_that_links_may_name_are_in_the_html_once(course: Course, lang: str) -> None:
    writer = writes(course, lang)
    for path, found in course.pages[lang].items():
        counted = Counter(re.findall(r'<[^>]* id="([^"]+)"', _html(writer, found.body)))
        assert found.ids <= counted.keys(), path
        assert [ident for ident, times in counted.items() if times > 1] == [], path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_markup_is_left_in_the_html(course: Course, lang: str) -> None:
    writer = writes(course, lang)
    for path, found in course.pages[lang].items():
        text = _text(_html(writer, found.body))
        assert not re.search(r"\*\*|\]\(|\{#|\{:|<!--|^\s*#+ |\{\{|\{%", text, re.MULTILINE), path
        assert not re.search(r"(?<!\w)['\"]|\w'\w", text), path


def test_directives_are_all_known_to_the_renderer(writer: Writer) -> None:
    entries = {"example": "kitchen", "analogy": "seed", "illustration": "loaf"}
    for name in fed(writer.course):
        if name != "changes":  # the small course has none
            assert writer.directive(name, entries.get(name)).strip()


def fed(course: Course) -> list[str]:
    """Return the names of the directives whose files a course has."""
    lacking = {"sessions.yml", "cards.yml"} - course.documents.keys()
    return [each.name for kind in KINDS for each in kind.directives if lacking.isdisjoint(each.needs)]


def test_expand_replaces_directives_alone(writer: Writer) -> None:
    expanded = writer.expand("before\n\n<!-- outcomes -->\n\nafter `<!-- outcomes -->`")
    assert expanded == f"before\n\n{writer.directive('outcomes', None)}\n\nafter `<!-- outcomes -->`"


def test_quiz_data_holds_the_graph(writer: Writer) -> None:
    quiz, data = QUIZ.of(writer.course), data_of(writer)
    assert quiz
    assert (data["lang"], data["start"]) == (writer.lang, "risen")
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


def test_quiz_data_holds_the_wording(writer: Writer) -> None:
    data, words = data_of(writer), QUIZ.words(writer.course, writer.lang)
    assert words
    assert list(data["questions"]) == ["risen", "waited"]
    assert list(data["questions"]["risen"]["options"]) == ["flat", "hidden", "doubled"]
    assert "hint" in data["questions"]["risen"]
    assert "hint" not in data["questions"]["waited"]
    assert data["questions"]["waited"]["options"]["one_hour"]["label"] == (
        words.questions["waited"].options["one_hour"].label
    )
    assert data["outcomes"].keys() == {"bake", "wait", "discard"}
    assert all(told["situations"][-1]["steps"] and told["signs"] for told in data["outcomes"].values())
    assert all(data["text"].values())


def test_quiz_data_links_lead_where_they_say(writer: Writer) -> None:
    course, lang = writer.course, writer.lang
    root = "https://dough.example/"
    here = root + course.address(lang, "quiz.md")
    bake = data_of(writer)["outcomes"]["bake"]
    chapter = root + course.address(lang, "dough.md")
    assert urljoin(here, bake["url"]) == root + course.address(lang, "outcomes/bake.md")
    assert urljoin(here, bake["chapter"]["url"]) == f"{chapter}#rising"
    assert urljoin(here, bake["analogy"]["url"]) == f"{chapter}#analogy-seed"
    assert [urljoin(here, link["url"]) for link in bake["examples"]] == [
        f"{root}{course.address(lang, 'examples/kitchen.md')}#warm"
    ]
    assert re.findall(r'href="([^"]+)"', bake["summary"]) == [f"../{course.address(lang, 'dough.md')}#rising"]


@pytest.mark.parametrize("here", ["index.md", "quiz.md", "examples/kitchen.md"])
def test_links_and_pictures_of_widgets_start_at_their_page(writer: Writer, here: str) -> None:
    shown = writer.html(here)("[a](/assets/a.pdf) ![b](/assets/b.svg?c) [d](/dough.md?e#rising) [f](//g.example/)")
    root = "https://dough.example/course/"
    page, chapter = (root + writer.course.address(writer.lang, path) for path in (here, "dough.md"))
    assert [urljoin(page, target) for target in re.findall(r'(?:href|src)="(.*?)"', shown)] == [
        f"{root}assets/a.pdf",
        f"{root}assets/b.svg?c",
        f"{chapter}?e#rising",
        "https://g.example/",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_widgets_hold_no_link_that_only_a_host_could_resolve(minimal: Course, lang: str) -> None:
    calculation, quiz = CALCULATOR.words(minimal, lang), QUIZ.words(minimal, lang)
    assert calculation
    assert quiz
    linked = "[a](/assets/a.pdf) ![b](/assets/b.svg)"
    calculation = calculation.model_copy(update={"note": linked})
    quiz = quiz.model_copy(update={"scope": linked, "limits": linked})
    changed = with_words(with_words(minimal, lang, CALCULATOR, calculation), lang, QUIZ, quiz)
    writer = writes(changed, lang)
    data = data_of(writer)
    for shown in (writer.directive("calculator", None), data["scope"], data["limits"]):
        assert re.findall(r'(?:href|src)="(.*?/[ab]\..*?)"', shown) == ["../assets/a.pdf", "../assets/b.svg"]


def test_an_outcome_without_analogy_has_none(writer: Writer) -> None:
    assert "analogy" not in data_of(writer)["outcomes"]["discard"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quiz_page_embeds_the_data(course: Course, lang: str) -> None:
    writer = writes(course, lang)
    html = _html(writer, "<!-- quiz -->")
    (embedded,) = re.findall(r'<script type="application/json" id="quiz-data">(.*?)</script>', html, re.DOTALL)
    assert json.loads(embedded) == data_of(writer)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_key_without_script_is_the_same_graph(course: Course, lang: str) -> None:
    quiz = QUIZ.of(course)
    assert quiz
    html = _html(writes(course, lang), "<!-- quiz -->")
    numbers = dict(re.findall(r'<th id="key-(\w+)" scope="col">(\d+)</th>', html))
    assert list(numbers.values()) == [str(number) for number, _ in enumerate(quiz.nodes, 1)]
    assert numbers[quiz.start] == "1"
    here = course.place_of("quiz") or "index.md"
    pages = {outcome.id: course.href(lang, here, f"outcomes/{outcome.id}.md") for outcome in quiz.outcomes}
    listed = re.findall(r'<dt>([A-Z])</dt>\s*<dd><a href="(.*?)">', html)
    assert [href for _, href in listed] == list(pages.values())
    letters = {href: letter for letter, href in listed}
    tables = re.findall(r'<h3 id="asked-(\w+)">.*?<tbody>(.*?)</tbody>', html, re.DOTALL)
    assert [question for question, _ in tables] == list(dict.fromkeys(quiz.nodes[name].ask for name in numbers))
    for question, body in tables:
        lines = [re.findall(r'<td><a href="(.*?)">(\w+)</a></td>', line) for line in body.split("</tr>")[:-1]]
        columns = [quiz.nodes[name].goto for name in numbers if quiz.nodes[name].ask == question]
        for option, line in zip(graph.options(quiz)[question], lines, strict=True):
            targets = [goto[option] for goto in columns]
            assert [href for href, _ in line] == [pages.get(t.outcome or "", f"#key-{t.node}") for t in targets]
            assert [said for _, said in line] == [
                numbers.get(t.node or "") or letters[pages[str(t.outcome)]] for t in targets
            ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_shows_its_examples(course: Course, lang: str) -> None:
    assert QUIZ.of(course)
    for outcome in QUIZ.of(course).outcomes:
        wanted = {
            example.id
            for example in EXAMPLES.of(course)
            if outcome.id in {run.outcome for run in example.quiz.values()}
        }
        shown = generated(course, lang)[f"outcomes/{outcome.id}.md"]
        assert wanted
        assert set(re.findall(r"/examples/(\w+)\.md#", shown)) == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chapter_says_where_it_stands_and_how_long_it_takes(course: Course, lang: str) -> None:
    writer = writes(course, lang)
    for number, chapter in enumerate(course.file.chapters, 1):
        time = minutes(sentences(writer.expand(course.pages[lang][chapter.page].body)))
        figures = [number, len(course.file.chapters), time]
        assert re.findall(r"\d+", str(writer.place(chapter.page))) == [*map(str, figures)]
    assert writer.place("quiz.md") is None


def test_examples_in_a_chapter_take_their_time(minimal: Course) -> None:
    body = minimal.pages["fr"]["dough.md"].body
    writer = writes(minimal, "fr")
    assert sum(map(len, sentences(writer.expand(body)))) > sum(map(len, sentences(body)))


def test_outcomes_stand_with_those_of_their_side(writer: Writer) -> None:
    shown = re.split(r"^## ", writer.directive("outcomes", None), flags=re.MULTILINE)[1:]
    assert [re.findall(r"/outcomes/(\w+)\.md", part) for part in shown] == [["bake"], ["wait"], ["discard"]]
    assert [re.findall(r'class="card([^"]*)"', part) for part in shown] == [[" side-1"], [" side-2"], [""]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_side_has_its_colour_in_whatever_order_a_language_words_the_sides(minimal: Course, lang: str) -> None:
    words = minimal.wording["en"]
    turned = words.course.model_copy(update={"sides": dict(reversed(words.course.sides.items()))})
    course = replace(minimal, wording=minimal.wording | {"en": replace(words, course=turned)})
    shown = writes(course, lang).directive("outcomes", None)
    assert re.findall(r'class="card([^"]*)"', shown) == [" side-1", " side-2", ""]


def test_an_outcome_s_page_says_what_its_conditions_share_once(course: Course) -> None:
    quiz = QUIZ.of(course)
    assert quiz
    for outcome in quiz.outcomes:
        words, interface = QUIZ.words(course, course.source), writes(course, course.source).interface
        assert words
        html = generated(course, course.source)[f"outcomes/{outcome.id}.md"]
        conditions = explain.conditions(quiz, outcome.id)
        told = [
            sentence((words.questions[question].options[option].because for option in options), interface)
            for condition in conditions
            for question, options in condition.items()
        ]
        shown = re.findall(r"^<li>(<span .*\.)</li>$", html, re.MULTILINE)
        assert set(shown) == set(told)
        assert len(shown) == _clauses(explain.grouped(conditions))


def _clauses(case: explain.Case) -> int:
    return len(case.shared) + sum(map(_clauses, case.alternatives))


def test_an_outcome_without_neighbours_does_not_speak_of_them(course: Course) -> None:
    quiz = QUIZ.of(course)
    assert quiz
    for path, shown in generated(course, course.source).items():
        folder, _, ident = path.removesuffix(".md").rpartition("/")
        if folder == "outcomes":
            found = explain.neighbours(quiz, ident)
            part = shown.partition("{#neighbours}")[2].partition("\n## ")[0]
            assert re.findall(r"/outcomes/(\w+)\.md", part) == list(found)
            assert ("{#neighbours}" in shown, "<details" in shown) == (bool(found), bool(found))


def test_only_what_was_checked_is_said_to_be_proved(writer: Writer) -> None:
    said = writer.interface.gettext
    examples = said("Every example leads where it says.")
    kept = said(
        "No id that a link may carry disappears without a note of what stands for it now, or that nothing does."
    )
    bare = {path: document for path, document in writer.course.documents.items() if path != "examples.yml"}
    recorded = replace(writer.course, published=ids.record(QUIZ.of(writer.course), Published()))
    for course, proved in (
        (writer.course, (True, False)),
        (recorded, (True, True)),
        (replace(with_kind(recorded, EXAMPLES, ()), documents=bare), (False, True)),
    ):
        shown = writes(course, writer.lang).directive("proofs", None)
        assert (examples in shown, said(kept) in shown) == proved
    each = said("Every example leads where it says, and every result has an example.")
    held = replace(writer.course, file=writer.course.file.model_copy(update={"example_for_each_outcome": True}))
    assert [each in writes(course, writer.lang).directive("proofs", None) for course in (writer.course, held)] == [
        False,
        True,
    ]


def test_example_leads_to_the_outcomes_of_its_sides(writer: Writer) -> None:
    shown = writer.directive("example", "kitchen")
    assert re.findall(r"/outcomes/(\w+)\.md", shown) == ["bake", "wait"]
    assert "/examples/kitchen.md" in shown


def test_origin_is_told(writer: Writer) -> None:
    labels = {
        example: re.findall(r'class="label"[^>]*>.* · (.*)</p>', writer.directive("example", example))[0]
        for example in ("kitchen", "bakery")
    }
    assert labels["kitchen"] != labels["bakery"]


def test_glossary_is_in_alphabetical_order(writer: Writer) -> None:
    order = ["kneading", "proving"]  # in French too, though "é" comes after "o" where accents count
    assert re.findall(r"\{#(\w+)\}", writer.directive("glossary", None)) == order


@pytest.mark.parametrize("lang", LANGUAGES)
def test_publisher(minimal: Course, lang: str) -> None:
    given = (
        writes(minimal, lang, {"publisher": {"name": "A *& Sons*", "address": ""}})
        .directive("publisher", None)
        .splitlines()
    )
    nothing = writes(minimal, lang).directive("publisher", None).splitlines()
    assert "A &#42;&amp; Sons&#42;" in given[0]
    assert given[1:] == nothing[1:]


@pytest.mark.parametrize("case", cases("render", "plain"))
def test_plain(case: dict[str, Any]) -> None:
    assert plain(case["text"]) == case["result"]


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u00a0\u202f")),
        st.text("\\`*_[](){}|<>&\"'#+-.!?:~=^/ 1a", max_size=12),
    )
)
def test_plain_text_comes_out_of_markdown_as_it_went_in(text: str) -> None:
    shown = " ".join(text.split())
    html = converter(authored=False).convert(
        f'{plain(text)}\n\n- {plain(text)}\n\n[x](y){{ title="{plain(text)}." class="z" }}'
    )
    expected = ["<p>", shown, "</p>"] if shown else []
    expected += ["<ul>", "<li>", shown, "</li>", "</ul>"]
    expected += ["<p>", "<a>", "class=z", "href=y", f"title={shown}.", "x", "</a>", "</p>"]
    assert _met(html) == [part for part in expected if part]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_readers_meet_plain_texts_as_they_were_written(minimal: Course, lang: str) -> None:
    word, signs = "QQQ", '# *a* _b_ [c](d) { .e } <f> `g` & "h" | ~~~'
    tame, wild = (
        [
            re.sub(r"\d+(?= minutes)", "", part.replace("“", '"').replace("”", '"'))  # longer texts take longer
            for part in _all_met(_marked(minimal, mark), lang)
            # A file's name is made of letters alone, and BibTeX has escapes of its own.
            if not part.endswith((".txt", ".zip")) and not part.startswith("@misc")
        ]
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
        lang: Wording(marked(words.course), {name: marked(each) for name, each in words.kinds.items()})
        for lang, words in course.wording.items()
    }
    return _with_generated(replace(course, wording=wording), KINDS)


def _all_met(course: Course, lang: str) -> list[str]:
    """Return what readers meet on generated pages, and where a directive is."""
    writer = writes(course, lang)
    entries = {"example": "kitchen", "analogy": "seed", "illustration": "loaf"}
    generated = [found for found in course.pages[lang].values() if found.generated]
    shown = [found.body for found in generated]
    shown += [writer.directive(name, entries.get(name)) for name in fed(course)]
    told = [text for found in generated for text in (found.title, found.meta.description)]
    met = [*told, *(part for text in shown for part in _met(_html(writer, text)))]
    return [part for part in met if not part.endswith(".zip")]  # a name that every system can write


@pytest.mark.parametrize("case", cases("render", "json"))
def test_json(case: dict[str, Any]) -> None:
    assert as_json(case["data"]) == case["result"]


@given(st.text())
def test_json_is_read_again_and_never_ends_a_script(text: str) -> None:
    written = as_json(text)
    assert json.loads(written) == text
    assert "<" not in written


@pytest.mark.parametrize("case", cases("render", "progress"))
def test_progress(minimal: Course, case: dict[str, Any]) -> None:
    assert progress(Interface(case["lang"]), *case["bounds"]) == case["result"]


def test_progress_of_the_quiz_is_that_of_the_graph(writer: Writer) -> None:
    quiz = QUIZ.of(writer.course)
    assert quiz
    assert data_of(writer)["progress"] == {
        f"{low}-{high}": progress(writer.interface, low, high) for low, high in graph.remaining(quiz).values()
    }
    assert graph.remaining(quiz) == {"risen": (1, 2), "risen_dough": (1, 1)}


def _html(writer: Writer, markdown: str) -> str:
    own = (DirectiveExtension(writer.directive), TypographyExtension(writer.lang))
    return converter(own, authored=False).convert(markdown)


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
