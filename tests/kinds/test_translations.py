"""The pages that show contributors how each translation stands, and the directive that sums them up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, TESTS, course_of, generated, writes
from markdown import Markdown
from sitegen.course import translation
from sitegen.course.translation import State

if TYPE_CHECKING:
    from sitegen.course.course import Course

PATH = "translations/en.md"
OTHER = TESTS / "fixtures" / "other_course"


def with_record(changes: dict[str, str]) -> Course:
    """Return the minimal course as if all had been accepted, but for `changes` in what the source said then."""
    course = course_of(MINIMAL)
    found = course.translations["en"]
    record = translation.accept(found, lambda _: True) | changes
    stand = translation.compare(found.source, found.written, {key: text for key, text in record.items() if text})
    return replace(course, translations={"en": stand})


def rows(text: str) -> dict[str, list[str]]:
    """Return the rows of the table of pages and files, by their first cell."""
    table = text.partition("{#pages}")[2].partition("\n##")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n") if line[:1] == "|"]
    return {first: others for first, *others in cells}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_file_has_a_row_with_what_is_up_to_date(lang: str) -> None:
    course = with_record({"dough.md#rising": "Autrefois", "glossary.yml:proving.term": "", "away.md#gone": "Parti"})
    written = rows(generated(course, lang)[PATH])
    assert "`kneading`" in written[f"[{course.pages[lang]['dough.md'].title}](/dough.md)"][1]
    assert re.search(r"\*\*`rising`\*\* \(.+\)", written[f"[{course.pages[lang]['dough.md'].title}](/dough.md)"][1])
    assert written["`glossary.yml`"][0] == "4 / 5"
    assert re.fullmatch(r"\*\*`proving\.term`\*\* \(.+\)", written["`glossary.yml`"][1])
    assert written["`analogies.yml`"][1] == ""
    assert written["`away.md`"][0] == "0 / 0"


def test_a_change_is_marked_for_eyes_and_ears_and_is_no_markup() -> None:
    course = with_record({"dough.md#rising": "Lever / Attendez qu'il double<br> `x`."})
    shown = Markdown(extensions=["attr_list", "md_in_html"]).convert(generated(course, "en")[PATH].partition("\n# ")[2])
    (change,) = re.findall(r'<div class="change">.*?</div>\s*</div>', shown, re.DOTALL)
    assert re.findall(r"<(del|ins)>", change) == ["del", "ins"]
    assert len(re.findall(r'<(?:del|ins)><span class="change-said">\w+: </span>', change)) == 2
    assert "double&lt;br&gt; `x`." in change
    assert '<p lang="fr">Lever / Attendez' in change
    assert '<p lang="en">' in change


def test_no_text_is_markup() -> None:
    place = "dough.md#rising"
    found = translation.compare({place: "a <i>"}, {place: "&lt;i&gt;"}, {place: "a <s>"})
    text = generated(replace(course_of(MINIMAL), translations={"en": found}), "fr")[PATH]
    assert not re.search(r"<[is]>", text)
    assert text.count("&lt;i&gt;") == 2


def test_the_source_is_set_as_its_language_is() -> None:
    course = with_record({"dough.md#rising": "Attendez : pourquoi ?"})
    place = {"dough.md#rising": "Attendez: est-ce fini?"}
    found = replace(course.translations["en"], source=place)
    text = generated(replace(course, translations={"en": found}), "en")[PATH]
    assert "Attendez\u00a0:" in text
    assert "fini\u202f?" in text


def test_nothing_stands_there_when_nothing_has_changed() -> None:
    assert "{#changed}" not in generated(with_record({}), "en")[PATH]


def test_a_share_is_never_rounded_up_to_all() -> None:
    found = with_record({}).translations["en"]
    nearly = replace(found, states={**dict.fromkeys(map(str, range(99_999)), State.FRESH), "x": State.STALE})
    nearly = replace(nearly, source=dict.fromkeys(nearly.states, "a"))
    course = replace(course_of(MINIMAL), translations={"en": nearly})
    assert "(99.9%)" in writes(course, "en").directive("translations", None)
    assert "(100%)" in writes(with_record({}), "en").directive("translations", None)


def test_the_directive_names_every_translation() -> None:
    course = course_of(OTHER)
    for lang in course.languages:
        summary = writes(course, lang).directive("translations", None)
        assert re.findall(r"\]\(/(\S+)\)", summary) == ["translations/es.md"]


def test_a_course_in_one_language_has_none() -> None:
    course = replace(course_of(MINIMAL), translations={})
    assert PATH not in generated(course, "fr")
    assert writes(course, "fr").directive("translations", None) == ""
