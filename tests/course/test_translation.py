"""Translations against their source: what counts as a change, where, and what accepting makes of it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import PROJECT, course_of
from golden import CASES, cases
from hypothesis import given
from hypothesis import strategies as st
from sitegen.course import page, translation, units, yamlfile
from sitegen.course.translation import State, Translation

if TYPE_CHECKING:
    from collections.abc import Mapping

Files = dict[str, str]
WORD = re.compile(r"(?<![\w.:/#({-])[^\W\d_]{4,}(?![\w:/#)}-])")
"""A word that no Markdown, address or key is made of."""


@cache
def base() -> Mapping[str, str]:
    found: Files = yaml.safe_load((CASES / "translation.yml").read_text(encoding="utf-8"))["base"]
    return found


def written(files: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return what the files of a language hold."""
    own = {name.partition("/")[2]: text for name, text in files.items() if name.startswith(f"{lang}/")}
    pages = {
        path: page.parse(text, path, f"content/{lang}/{path}", [])[0]
        for path, text in own.items()
        if path.endswith(".md")
    }
    data = {f"{lang}/{name}": yamlfile.parse(text, name) for name, text in own.items() if name.endswith(".yml")}
    return units.of(lang, pages, data)


def stand(files: Mapping[str, str], record: Mapping[str, str]) -> Translation:
    source = {place: units.normalised(text) for place, text in written(files, "fr").items()}
    return translation.compare(source, written(files, "en"), record)


def everywhere(place: str) -> bool:
    return True


@cache
def recorded() -> Mapping[str, str]:
    """All of the base accepted, written to a file and read again."""
    record = translation.record_in(translation.text_of(translation.accept(stand(base(), {}), everywhere)))
    assert record
    return record


def edited(case: Mapping[str, Any]) -> Files:
    files = dict(base())
    for path in case.get("remove", ()):
        del files[path]
    for old, new in case.get("rename", ()):
        files[new] = files.pop(old)
    for path, old, new in case["edits"]:
        assert files[path].count(old) == 1, old
        files[path] = files[path].replace(old, new)
    if lang := case.get("decompose"):
        files |= {path: unicodedata.normalize("NFD", text) for path, text in files.items() if path.startswith(lang)}
    return files


def not_fresh(found: Translation) -> dict[str, str]:
    return {place: state.value for place, state in found.states.items() if state is not State.FRESH}


@pytest.mark.parametrize("case", cases("translation", "states"))
def test_states(case: dict[str, Any]) -> None:
    assert not_fresh(stand(edited(case), recorded())) == case["states"]


@pytest.mark.parametrize("case", cases("translation", "states"))
def test_accepting_clears_all_but_what_is_not_there(case: dict[str, Any]) -> None:
    files = edited(case)
    record = translation.accept(stand(files, recorded()), everywhere)
    left = not_fresh(stand(files, record))
    unwritten = {place for place in written(files, "en") if place not in written(files, "fr")}
    assert left == {
        place: state
        for place, state in case["states"].items()
        if state == "missing" or (state == "orphan" and place in unwritten)
    }
    assert translation.accept(stand(files, record), everywhere) == record


@pytest.mark.parametrize("case", cases("translation", "normalised"))
def test_normalised(case: dict[str, Any]) -> None:
    assert units.normalised(case["text"]) == case["result"]


def test_a_new_language_has_nothing_or_nothing_accepted() -> None:
    source = {path: text for path, text in base().items() if path.startswith("fr/")}
    assert set(stand(source, {}).states.values()) == {State.MISSING}
    assert set(stand(base(), {}).states.values()) == {State.NEW}
    assert stand(base(), {}).share == 0


def test_a_record_has_one_order() -> None:
    record = dict(recorded())
    assert translation.text_of(dict(reversed(record.items()))) == translation.text_of(record)


def test_counts_and_share() -> None:
    found = stand(edited({"edits": [["fr/cost.md", "12", "13"]], "remove": ["en/words.yml"]}), recorded())
    counts = {State.FRESH: 5, State.STALE: 1, State.MISSING: 6}
    assert found.counts == counts
    assert found.share == 5 / 12
    assert list(found.files) == ["deal.md", "cost.md", "words.yml"]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ("deal.md#next", {"words.yml:questions.stop.title", "words.yml:questions.later.title", "deal.md#deal"}),
        ("deal.md", {"words.yml:questions.stop.title", "words.yml:questions.later.title"}),
        ("words.yml:questions.stop", {"deal.md#next", "words.yml:questions.later.title", "deal.md#deal"}),
        ("words.yml:questions", {"deal.md#next", "deal.md#deal"}),
        ("words.yml", {"deal.md#next", "deal.md#deal"}),
        (
            "words",
            {"deal.md#next", "words.yml:questions.stop.title", "words.yml:questions.later.title", "deal.md#deal"},
        ),
    ],
)
def test_accepting_one_place_leaves_the_others(wanted: str, left: set[str]) -> None:
    edits = [
        ["fr/deal.md", "rappelle pas", "rappelle"],
        ["fr/deal.md", "Elle est", "Elle fut"],
        ["fr/words.yml", "dit", "demandé"],
        ["fr/words.yml", "Quand", "Où"],
    ]
    found = stand(edited({"edits": edits}), recorded())
    record = translation.accept(found, lambda place: translation.within(place, [wanted]))
    assert not_fresh(stand(edited({"edits": edits}), record)) == dict.fromkeys(left, "stale")


# Any edit -------------------------------------------------------------------------------------------------------------


@cache
def original() -> Mapping[str, str]:
    """What the real course holds in its source language, place by place."""
    course = course_of(PROJECT)
    pages = {path: page for path, page in course.pages[course.source].items() if not page.generated}
    return units.of(course.source, pages, course.documents)


places = st.sampled_from(sorted(original()))
FORMS = {
    "curly": lambda text, _: re.sub(r"(?<=\w)'(?=\w)", "’", text),
    "no-break": lambda text, _: re.sub(r"(?<=\w) (?=[:;!?%])", "\u00a0", text),
    "narrow": lambda text, _: re.sub(r"(?<=\w) (?=[:;!?%])", "\u202f", text),
    "without": lambda text, _: re.sub(r"(?<=\w) (?=[:;!?%])", "", text),
    "quotes": lambda text, _: text.replace("« ", "“").replace(" »", "”"),
    "decomposed": lambda text, _: unicodedata.normalize("NFD", text),
    "strong": lambda text, word: text[: word.start()] + f"**{word[0]}**" + text[word.end() :],
    "emphasis": lambda text, word: text[: word.start()] + f"*{word[0]}*" + text[word.end() :],
    "link": lambda text, word: text[: word.start()] + f"[{word[0]}](legal.md#law)" + text[word.end() :],
    "wrapped": lambda text, word: (
        f"{text[: word.start()].removesuffix(' ')}\n{text[word.start() :]}" if _in_prose(text, word) else text
    ),
}


def _in_prose(text: str, word: re.Match[str]) -> bool:
    """Tell whether a line may break before a word: neither titles nor tables go on."""
    line = text[text.rfind("\n", 0, word.start()) + 1 : word.start()]
    return bool(line.strip()) and line.endswith(" ") and not re.match(r"\s*(?:[#|<>!?\[]|[-*+] |\d)", line)


@given(places, st.lists(st.sampled_from(sorted(FORMS)), min_size=1, max_size=4), st.randoms())
def test_what_changes_the_form_changes_nothing(place: str, forms: list[str], random: Any) -> None:
    text = original()[place]
    for form in forms:
        if words := _words(text):
            text = FORMS[form](text, random.choice(words))
    assert units.normalised(text) == units.normalised(original()[place])


def _words(text: str) -> list[re.Match[str]]:
    """Return the words of a text, but for lines with tags, code, or a kind of box."""
    return [word for word in WORD.finditer(text) if not re.search(r"[<`]|^ *(?:!!!|\?\?\?)", _line(text, word))]


def _line(text: str, word: re.Match[str]) -> str:
    start, end = text.rfind("\n", 0, word.start()) + 1, text.find("\n", word.end())
    return text[start : end if end >= 0 else len(text)]


@given(places, st.sampled_from(["ne", "jamais", "3", "Autre"]), st.randoms(), st.booleans())
def test_any_change_of_a_word_is_told_of_its_unit_and_no_other(
    place: str, new: str, random: Any, replaces: bool
) -> None:
    words = _words(original()[place])
    if not words:
        return
    word = random.choice(words)
    text = original()[place]
    changed = text[: word.start()] + (new if replaces else f"{new} {word[0]}") + text[word.end() :]
    source = normalised() | {each: units.normalised(said) for each, said in _beside(place, changed).items()}
    assert not_fresh(translation.compare(source, original(), normalised())) == {place: "stale"}


def _beside(place: str, changed: str) -> dict[str, str]:
    """Return the units of a page that is read again with one section changed; of other files, the one unit."""
    if "#" not in place:
        return {place: changed}
    path = translation.file_of(place)
    text = course_of(PROJECT).pages["fr"][path].text
    assert original()[place] in text
    return units.of_page(page.parse(text.replace(original()[place], changed), path, path, [])[0])


@cache
def normalised() -> dict[str, str]:
    return {place: units.normalised(text) for place, text in original().items()}


@given(st.text())
def test_any_text_can_be_normalised_and_recorded(text: str) -> None:
    said = units.normalised(text)
    assert "\n" not in said
    record = {"a.md#b": said, "a b.md#c": said}
    assert yamlfile.read(yamlfile.parse(translation.text_of(record), "a"), translation.Record) == record
    assert translation.record_in(translation.text_of({"a.md#b": said})) == {"a.md#b": said}


def test_a_record_is_read_as_yaml_reads_it() -> None:
    for found in course_of(PROJECT).translations.values():
        record = translation.accept(found, everywhere)
        text = translation.text_of(record)
        assert translation.record_in(text) == yamlfile.read(yamlfile.parse(text, "a"), translation.Record) == record


@pytest.mark.parametrize("text", ["", "a.md#b: c\n", "a.md#b: >-\n  c\n", "<<<<<<< ours\n", "- a\n"])
def test_a_record_that_somebody_else_has_written_is_left_to_yaml(text: str) -> None:
    assert translation.record_in(text) is None
