"""A course with two quizzes: what is said of each, where each is shown, and what is recorded of each."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PROJECT
from courses import course_of, findings_of, generated, writes
from golden import cases
from sitegen.check import unfinished
from sitegen.course import translation
from sitegen.course.translation import State
from sitegen.kinds.quiz import graph, several
from sitegen.kinds.sorting.check import check as check_sorting
from sitegen.kinds.sorting.shape import Group
from sitegen.load import load, record, stale_sections

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course
    from sitegen.findings import Finding
    from sitegen.kinds.quiz.several import Quiz

pytestmark = pytest.mark.usefixtures("nothing_read_twice")


@pytest.fixture(scope="module")
def course(two_quizzes: Path) -> Course:
    return course_of(two_quizzes)


@pytest.fixture(scope="module")
def light(course: Course) -> Quiz:
    return several.chosen(course, "light")


# What is wrong --------------------------------------------------------------------------------------------------------


def test_nothing_is_wrong(two_quizzes: Path) -> None:
    assert findings_of(two_quizzes / "content", PROJECT / "docs") == []


@pytest.mark.parametrize("case", cases("quizzes", "findings"))
def test_each_finding_names_the_right_file(case: dict[str, Any], two_quizzes: Path, tmp_path: Path) -> None:
    content = spoilt(case, two_quizzes, tmp_path)
    found = findings_of(content, PROJECT / "docs")
    for wanted in case["findings"]:
        assert [finding for finding in found if _is(finding, wanted, tmp_path)], "\n".join(map(str, found))
    if not case.get("among"):
        assert len(found) == len(case["findings"]), "\n".join(map(str, found))


def spoilt(case: dict[str, Any], project: Path, target: Path) -> Path:
    """Write a copy of the content with the slips of a case; return its folder."""
    content = shutil.copytree(project / "content", target / "content")
    shutil.copy(project / "mkdocs.yml", target)
    for folder in ("docs", "hooks", "overrides"):
        (target / folder).symlink_to(PROJECT / folder)
    if not case.get("recorded"):
        (content / "published.yml").unlink()
    for path, (before, after) in case.get("change", {}).items():
        text = (target / path).read_text(encoding="utf-8")
        assert before in text, text
        (target / path).write_text(text.replace(before, after, 1), encoding="utf-8")
    for path in case.get("remove", ()):
        (target / path).unlink()
    for path, name in case.get("rename", {}).items():
        (target / path).rename(target / name)
    return content


def _is(finding: Finding, wanted: dict[str, Any], root: Path) -> bool:
    line = wanted["line"]
    if isinstance(line, str):
        texts = (root / wanted["path"]).read_text(encoding="utf-8").split("\n")
        line = next(number for number, text in enumerate(texts, 1) if line in text)
    told = (finding.path, finding.line, finding.rule, finding.warning)
    return told == (wanted["path"], line, wanted["rule"], wanted.get("warning", False)) and (
        wanted.get("says", "") in finding.message
    )


@pytest.mark.parametrize(
    ("groups", "rules"),
    [
        ([["a", "b"]], []),
        ([["c"], ["d"]], []),
        ([["a", "b", "c", "d"]], []),
        ([["a"]], ["sorting/gap"]),
        ([["c"]], ["sorting/gap"]),
        ([["a", "b", "c"]], ["sorting/gap"]),
        ([["x"]], ["reference/unknown", "sorting/gap", "sorting/gap"]),
    ],
)
def test_groups_sort_all_outcomes_of_the_quizzes_that_they_name(
    groups: list[list[str]], rules: list[str], light: Quiz
) -> None:
    given = [Group(id=f"g{number}", outcomes=tuple(named)) for number, named in enumerate(groups)]
    assert [finding.rule for finding in check_sorting(given, [["a", "b"], ["c", "d"]], light.document)] == rules


# Where each is shown --------------------------------------------------------------------------------------------------


def test_the_main_one_has_no_name_and_comes_first(course: Course, light: Quiz) -> None:
    assert [(quiz.id, quiz.place) for quiz in several.quizzes(course)] == [(None, "quiz.md"), ("light", "light.md")]
    assert several.further(course) == ["light"]
    assert light.title("de") == course.pages["de"]["light.md"].title


@pytest.mark.parametrize("lang", ["de", "es"])
def test_pages_lead_to_their_own_quiz(course: Course, lang: str) -> None:
    made = generated(course, lang)
    for quiz, examples in zip(several.quizzes(course), [["ficus", "lily"], ["fern", "ivy"]], strict=True):
        pages = [f"outcomes/{outcome.id}.md" for outcome in quiz.file.outcomes]
        pages += [f"examples/{example}.md" for example in examples]
        for path in pages:
            assert set(re.findall(r"\(/((?:quiz|light)\.md)\)", made[path])) == {quiz.place}, path
        prints = {fragment[2:6] for path in pages for fragment in re.findall(r'data-fragment="([^"]+)"', made[path])}
        assert prints == {graph.fingerprint(quiz.file)}


def test_an_example_opens_its_quiz_with_its_answers(course: Course, light: Quiz) -> None:
    found = re.findall(r'data-fragment="([^"]+)"', generated(course, "de")["examples/fern.md"])
    assert [fragment.partition("&")[2] for fragment in found] == ["window=south", "window=north&leaves=pale"]


@pytest.mark.parametrize("name", ["quiz", "flow", "flow_overview", "outcomes", "proofs", "cases", "answer_sheet"])
@pytest.mark.parametrize("lang", ["de", "es"])
def test_a_directive_shows_the_quiz_that_it_names(course: Course, name: str, lang: str) -> None:
    writer = writes(course, lang)
    shown = {quiz.id: writer.directive(name, quiz.id) for quiz in several.quizzes(course)}
    for quiz in several.quizzes(course):
        words = quiz.words(lang)
        assert words
        own = [told.title for told in words.outcomes.values()]
        ids = [question.id for question in quiz.file.questions]
        told = re.sub(r"</text>\s*<text[^>]*>", " ", shown[quiz.id])
        present = [title in told for title in own] if name != "flow" else [ident in told for ident in ids]
        assert all(present), (name, quiz.id)
        (other,) = (text for ident, text in shown.items() if ident != quiz.id)
        absent = [f"outcomes/{outcome.id}.md" in other for outcome in quiz.file.outcomes]
        assert not any(absent), (name, quiz.id)


def test_the_data_of_a_page_is_that_of_its_quiz(course: Course) -> None:
    for quiz in several.quizzes(course):
        shown = writes(course, "de").directive("quiz", quiz.id)
        data = json.loads(re.findall(r'<script type="application/json" id="quiz-data">(.*?)</script>', shown)[0])
        assert data["fingerprint"] == graph.fingerprint(quiz.file)
        assert data["questions"].keys() == {question.id for question in quiz.file.questions}
        assert data["outcomes"].keys() == {outcome.id for outcome in quiz.file.outcomes}
        examples = {link["url"] for told in data["outcomes"].values() for link in told["examples"]}
        assert examples
        assert ("farn" in "".join(examples)) is (quiz.id == "light")


def test_the_list_of_examples_filters_by_all_outcomes(course: Course) -> None:
    offered = re.findall(r'<option value="(\w+)">', writes(course, "de").directive("examples", None))
    assert [ident for ident in offered if ident in several.outcomes(course)] == several.outcomes(course)


def test_examples_need_no_quiz(two_quizzes: Path, tmp_path: Path) -> None:
    content = spoilt({}, two_quizzes, tmp_path)
    quizzes = [
        *content.rglob("quiz.*"),
        *content.rglob("light.*"),
        *content.rglob("proofs.md"),
        *content.rglob("kit.md"),
    ]
    for path in [*quizzes, *content.rglob("analogies.yml"), *content.rglob("outcomes.md"), content / "cases.yml"]:
        path.unlink()
    (tmp_path / "mkdocs.yml").unlink()
    for path in content.rglob("*.md"):
        text = re.sub(
            r"<!-- analogy: \w+ -->|\[[^]]*\]\((?:\.\./)?quiz\.md\)(?:\{[^}]*\})?", "", path.read_text(encoding="utf-8")
        )
        path.write_text(text, encoding="utf-8")
    course = load(content, PROJECT / "docs")
    assert several.quizzes(course) == []
    assert "outcomes/shade.md" not in course.pages["de"]
    made = generated(course, "es")["examples/fern.md"]
    assert "data-fragment" not in made
    assert "data-outcome" in writes(course, "es").directive("examples", None)


# What is recorded -----------------------------------------------------------------------------------------------------


def test_the_ledger_has_both(course: Course, light: Quiz) -> None:
    assert course.published
    assert course.published.questions.keys() == {"smell", "roots", "season"}
    own = course.published.quizzes["light"]
    assert own.fingerprint == graph.fingerprint(light.file) != course.published.fingerprint
    assert own.questions == {"window": ("south", "north"), "leaves": ("green", "pale")}
    assert own.outcomes == ("shade", "bright", "closer")
    assert record(course) == course.published
    gone = course.published.model_copy(update={"quizzes": {"gone": own}})
    assert record(replace(course, published=gone)).quizzes == {"gone": own, "light": own}


def test_what_each_has_retired_leads_on(course: Course) -> None:
    assert course.permanent["c/outcomes/wait/"] == "outcomes/leave.md"
    assert course.permanent["c/outcomes/dim/"] == "outcomes/closer.md"
    assert course.landing.known("quiz.md#asked-odour") == "quiz.md#asked-smell"
    assert course.landing.known("light.md#asked-pane") == "light.md#asked-window"
    for quiz in several.quizzes(course):
        for outcome in quiz.file.outcomes:
            assert course.permanent[f"c/outcomes/{outcome.id}/"] == f"outcomes/{outcome.id}.md"


# What is translated ---------------------------------------------------------------------------------------------------


def test_its_texts_are_accepted_and_become_stale(two_quizzes: Path, tmp_path: Path) -> None:
    content = spoilt({}, two_quizzes, tmp_path)
    found = load(content, PROJECT / "docs").translations["es"]
    place = "quizzes/light.yml:outcomes.shade.summary"
    assert found.states[place] is State.NEW
    accepted = translation.accept(found, lambda each: translation.within(each, ["quizzes/light.yml"]))
    assert {translation.file_of(each) for each in accepted} == {"quizzes/light.yml"}
    (content / "es" / translation.FILE).write_text(translation.text_of(accepted), encoding="utf-8")
    file = content / "de" / "quizzes" / "light.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("zu stark", "viel zu stark"), encoding="utf-8")
    course = load(content, PROJECT / "docs")
    assert course.translations["es"].states[place] is State.STALE
    assert stale_sections(course, "es").keys() == {"light.md", "outcomes/shade.md"}


def test_an_untranslated_second_quiz_is_borrowed(two_quizzes: Path, tmp_path: Path) -> None:
    content = spoilt({"remove": ["content/es/quizzes/light.yml"]}, two_quizzes, tmp_path)
    course = load(content, PROJECT / "docs")
    light = several.chosen(course, "light")
    assert course.warnings == ()
    assert light.words("es") == light.words("de")
    assert not course.finished
    missing = unfinished.progress(course)["es"].missing
    assert {place.partition(":")[0] for place in missing} == {"quizzes/light.yml"}
    assert course.pages["es"]["outcomes/shade.md"].untranslated
    assert not course.pages["es"]["outcomes/repot.md"].untranslated
