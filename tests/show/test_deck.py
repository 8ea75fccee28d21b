"""Slides made of a chapter: what becomes one, what becomes notes, and what must not be seen too early."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from golden import cases
from sitegen.show import deck


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).replace(" .", ".").split())


def told(slide: deck.Slide) -> str:
    said = f"{slide.kind}: {text(slide.title)} {text(slide.body)}"
    return f"{said} | {text(slide.notes)}" if slide.notes else said


def made(html: str) -> list[deck.Slide]:
    return deck.slides(f"<article><h1>Title</h1>{html}</article>", lambda address: f"../../{address}")


@pytest.mark.parametrize("case", cases("deck", "slides"))
def test_a_chapter_becomes_slides(case: dict[str, Any]) -> None:
    first, *others = made(case["html"])
    assert (first.kind, first.title) == ("first", "Title")
    assert [told(slide) for slide in others] == [text(said) for said in case["slides"]]


def test_what_is_long_goes_on_on_the_next_slide_and_nothing_is_lost() -> None:
    items = [f"<li>Item {number} of a list that is too long for one slide</li>" for number in range(40)]
    slides = made(f"<h2>A</h2><ol>{''.join(items)}</ol>")[1:]
    assert len(slides) > 2
    assert "".join(re.findall(r"<li>.*?</li>", "".join(slide.body for slide in slides))) == "".join(items)
    starts = [int(number) for slide in slides for number in re.findall(r'start="(\d+)"', slide.body)]
    counts = [slide.body.count("<li>") for slide in slides]
    assert starts == [1 + sum(counts[:at]) for at in range(len(counts))]


def test_a_table_is_never_cut_and_no_item_of_a_list_stands_alone() -> None:
    rows = "".join(f"<tr><td>{'word ' * 9}</td><td>{number}</td></tr>" for number in range(30))
    assert [slide.kind for slide in made(f"<h2>A</h2><table><tbody>{rows}</tbody></table>")[1:]] == ["table"]
    for count in range(2, 30):
        items = f"<li>{'word ' * 12}</li>" * count
        counts = [slide.body.count("<li>") for slide in made(f"<h2>A</h2><ul>{items}</ul>")[1:]]
        assert sum(counts) == count
        assert max(counts) - min(counts) <= 2
        assert min(counts) > 1


def test_little_text_is_large_and_a_question_is_as_large_as_with_its_answer() -> None:
    asked = '<details class="question"><summary>Why?</summary><p>{}</p></details>'
    short, long = (made(f"<h2>A</h2>{asked.format('Because. ' * times)}")[1:] for times in (1, 60))
    assert [slide.size for slide in short] == ["huge", "huge"]
    assert len({slide.size for slide in long}) == 1
    assert long[0].size != "huge"


def test_a_session_has_one_slide_for_each_step_and_what_only_the_trainer_reads_is_in_its_notes() -> None:
    steps = "".join(
        f'<section class="step"><h3>Step {number}</h3><p class="label">Minutes</p><p><strong>Goal:</strong> aim</p>'
        "<blockquote><p>«\u202fDo that.\u202f»</p><p>More.</p></blockquote>"
        "<details><summary>Why?</summary><p>Because.</p></details>"
        '<p class="output"><strong>At the end:</strong> done</p></section>'
        for number in (1, 2)
    )
    row = "<tr><th>0-5</th><td>Step</td><td>alone</td><td>done</td></tr>"
    article = f"<h1>Hour</h1><p>For six.</p><h2>Agenda</h2><table><tbody>{row}</tbody></table>"
    html = f"<article>{article}<h2>Material</h2><ul><li>pens</li></ul><h2>Steps</h2>{steps}</article>"
    assert [told(slide) for slide in deck.session(html, str)] == [
        "first: Hour For six. | pens",
        "table: Agenda 0-5 Step",
        *[
            f"step: Step {number} Minutes Do that. At the end: done"
            " | Goal: aim «\u202fDo that.\u202f» More. Why? Because.".replace("\u202f", " ")
            for number in (1, 2)
        ],
    ]


def test_addresses_and_ids_are_those_of_the_slides() -> None:
    drawing = '<figure><svg id="c"><title id="d">T</title></svg></figure>'
    html = f'<h2 id="a">A</h2><p id="b">See <a href="x/#y">that</a>.</p>{drawing}'
    slides = "".join(f"{slide.title}{slide.body}{slide.notes}" for slide in made(html))
    assert 'href="../../x/#y"' in slides
    assert re.findall(r'id="(\w)"', slides) == ["c", "d"]
