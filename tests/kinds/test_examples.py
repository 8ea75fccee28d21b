"""What an example need not have: a sector, an origin, a quiz; and a course of examples, no quiz and no logo."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL
from sitegen.course import yamlfile
from sitegen.findings import ContentError
from sitegen.kinds.examples import EXAMPLES, check
from sitegen.load import load, writer
from sitegen.show import moved, neutral

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("fr", "en")
STORY = "story: {slug: story, title: A story, context: It happened., lesson: It passed.}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    return tmp_path / "content"


def change(file: Path, pattern: str, new: str) -> None:
    text, times = re.subn(pattern, new, file.read_text("utf-8"), flags=re.MULTILINE)
    assert times
    file.write_text(text, encoding="utf-8")


def shown(root: Path, directive: str = "examples", argument: str | None = None) -> str:
    return writer(load(root), "en").directive(directive, argument)


def test_without_sectors_there_is_nothing_to_filter_by_but_results(root: Path) -> None:
    for lang in LANGUAGES:
        change(root / lang / "examples.yml", r"^  sector: .*\n", "")
    html = shown(root)
    assert 'name="sector"' not in html
    assert "data-sector" not in html
    assert html.count('name="outcome"') == 1
    assert "·" not in "".join(re.findall(r'<p class="label".*', html))


def test_the_course_says_what_sectors_are_called(root: Path) -> None:
    assert "Trade" in shown(root)
    assert "Kinds of place" not in shown(root)
    for lang in LANGUAGES:
        with (root / lang / "course.yml").open("a", encoding="utf-8") as words:
            words.write(f"sector: {{label: Kinds of place {lang}, all: Every kind {lang}}}\n")
    html = shown(root)
    assert re.search(r"<label>Kinds of place en <select", html)
    assert ">Every kind en</option>" in html


def test_without_an_origin_nothing_is_said_of_it(root: Path) -> None:
    said = shown(root, "example", "kitchen")
    change(root / "examples.yml", r"^  origin: .*\n", "")
    assert re.findall(r'<p class="label".*', said) != re.findall(
        r'<p class="label".*', shown(root, "example", "kitchen")
    )
    for lang in LANGUAGES:
        change(root / lang / "examples.yml", r"^  sector: .*\n", "")
    assert 'class="label"' not in shown(root, "example", "kitchen")


def test_a_story_that_leads_to_no_outcome_has_no_sides(root: Path) -> None:
    with (root / "examples.yml").open("a", encoding="utf-8") as examples:
        examples.write("- {id: story}\n")
    for lang in LANGUAGES:
        change(root / lang / "examples.yml", r"\Z", STORY)
        change(root / lang / "examples.yml", r"^  sector: .*\n", "")
    course = load(root)
    page = course.pages["en"]["examples/story.md"].text
    assert "sides" not in page
    assert "It passed." in page
    assert "sides" not in shown(root, "example", "story")
    assert len(re.findall(r'class="card"', shown(root))) == len(course.kinds["examples"])
    assert "story" not in shown(root, "answer_sheet")


def test_sides_of_a_story_without_any_are_told(root: Path) -> None:
    with (root / "examples.yml").open("a", encoding="utf-8") as examples:
        examples.write("- {id: story}\n")
    for lang in LANGUAGES:
        change(root / lang / "examples.yml", r"\Z", STORY.replace("context", "sector: Home, context"))
    change(
        root / "fr" / "examples.yml",
        r"lesson: It passed\.",
        "lesson: a, sides: {warm: {story: a, telltale: b, instead: c}}",
    )
    with pytest.raises(ContentError, match="parity/extra-text"):
        load(root)


def test_a_sector_that_the_source_lacks_is_told(root: Path) -> None:
    change(root / "fr" / "examples.yml", r"^  sector: .*\n", "")
    with pytest.raises(ContentError) as raised:
        load(root)
    assert {(finding.path, finding.rule) for finding in raised.value.findings} <= {
        ("content/en/examples.yml", "parity/sector"),
        ("content/fr/examples.yml", "parity/missing-text"),
    }


@pytest.mark.parametrize(
    ("lacking", "named", "misspelt", "told"),
    [(1, 3, 0, 1), (1, 2, 0, 0), (2, 6, 0, 2), (3, 6, 0, 0), (0, 4, 0, 0), (4, 0, 0, 0), (0, 6, 1, 0)],
)
def test_examples_without_a_sector_are_told_where_nearly_all_name_theirs(
    lacking: int, named: int, misspelt: int, told: int
) -> None:
    keys = ["title: A"] * lacking + ["sector: B"] * named + ["sectr: B"] * misspelt
    text = "".join(f"e{number}: {{{key}}}\n" for number, key in enumerate(keys))
    found = list(check.ungrouped(yamlfile.parse(text, "content/fr/examples.yml"), EXAMPLES.wording))
    assert [finding.line for finding in found] == list(range(1, told + 1))


def test_a_sector_that_lacks_is_told_beside_other_keys_that_do(root: Path) -> None:
    with (root / "examples.yml").open("a", encoding="utf-8") as examples:
        examples.write("- {id: story}\n- {id: tale}\n")
    for lang in LANGUAGES:
        change(root / lang / "examples.yml", r"\Z", STORY.replace("title: ", "sector: A, title: "))
    change(root / "fr" / "examples.yml", r"\Z", "tale: {slug: tale, title: A tale, context: It happened.}\n")
    with pytest.raises(ContentError) as raised:
        load(root)
    said = [re.findall("lacks the key '([a-z]+)'; write", finding.message) for finding in raised.value.findings]
    assert sorted(said) == [["lesson"], ["sector"]]


def test_an_outcome_needs_no_example_unless_the_course_says_so(root: Path) -> None:
    change(root / "examples.yml", r"^- id: bakery\n(?:  .*\n?)+", "")
    for lang in LANGUAGES:
        change(root / lang / "examples.yml", r"^bakery:\n(?:  .*\n?)+", "")
    load(root)
    change(root / "course.yml", r"\Z", "example_for_each_outcome: true\n")
    with pytest.raises(ContentError, match="outcome/without-example"):
        load(root)


def test_a_course_needs_no_logo(root: Path) -> None:
    course = load(root)
    assert all("<img" not in text for text in neutral.files(course, "https://dough.example/", moved.Look()).values())
    assert "<img" in neutral.files(course, "https://dough.example/", moved.Look("assets/logo.svg"))["404.html"]
