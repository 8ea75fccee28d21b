"""Sessions and cards of another course: what they show comes from its files, and nothing where it has none."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, TESTS, course_of
from sitegen.kinds.sessions import BUILDER, FOLDER, SESSIONS
from sitegen.kinds.sessions.plan import GROUP, copies, fragment, timed
from sitegen.kinds.sessions.shape import Copies
from sitegen.load import load, writer

if TYPE_CHECKING:
    from sitegen.course.course import Course
    from sitegen.kinds.sessions.shape import SessionsFile

LANGUAGES = ("fr", "en")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course with sessions, cards and a page that shows them."""
    folder = tmp_path_factory.mktemp("sessions")
    for source in (MINIMAL, TESTS / "fixtures" / "sessions"):
        shutil.copytree(source / "content", folder / "content", dirs_exist_ok=True)
    return load(folder / "content", PROJECT / "docs")


@pytest.fixture(scope="module")
def file(course: Course) -> SessionsFile:
    found = SESSIONS.of(course)
    assert found
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_session_shows_its_steps_in_their_minutes(course: Course, file: SessionsFile, lang: str) -> None:
    for session in file.sessions:
        shown = course.shown[lang]["session", session.id]
        spans = re.findall(r"^\| (\d+)–(\d+) \|", shown, re.MULTILINE)
        _, steps = shown.split("{#steps")
        assert spans[0][0] == "0"
        assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
        assert spans[-1][1] == str(session.minutes)
        assert re.findall(r"^### .* \{#(\w+)", steps, re.MULTILINE) == [planned.step for planned in session.steps]
        assert f'data-fragment="{fragment(timed(file, session))}"' in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_used_is_linked_by_its_own_title(course: Course, lang: str) -> None:
    shown = course.shown[lang]["session", "long"]
    titles = {heading.id: heading.plain for heading in course.pages[lang]["dough.md"].headings}
    assert f"[{titles['kneading']}](/dough.md#kneading)" in shown
    assert "](/examples/kitchen.md)" in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_printed_is_counted_for_a_group(course: Course, lang: str) -> None:
    shown = course.shown[lang]["session", "long"]
    assert f'data-copies="pair">{(GROUP + 1) // 2}<' in shown
    assert shown.count("data-copies=") == 1
    assert {each: copies(each) for each in Copies} == {"person": GROUP, "pair": GROUP // 2, "one": 1, "some": None}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cards_and_their_answers_are_apart(course: Course, lang: str) -> None:
    cards, table, key = (course.shown[lang][name, None] for name in ("cards", "cards_table", "cards_key"))
    words = course.wording[lang].kinds["cards"]
    for card in words.cards.values():
        assert card.text.split()[0] in cards
        assert card.answer in key
        assert card.because not in cards + table
    assert len(re.findall(r"^\| \*\*", table, re.MULTILINE)) == len(words.rows)
    assert table.count("&nbsp;") == len(words.rows) * len(words.columns)
    assert words.outside in key


def test_each_session_has_a_page_and_an_address(course: Course, file: SessionsFile) -> None:
    for session in file.sessions:
        assert course.permanent[f"c/sessions/{session.id}/"] == f"{FOLDER}{session.id}.md"


def test_a_course_without_sessions_has_none_of_it() -> None:
    course = course_of(MINIMAL)
    assert course.place_of(BUILDER) is None
    assert SESSIONS.pages(writer(course, "fr")) == {}
