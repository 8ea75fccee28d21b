"""The publisher's details: texts are taken, everything else is refused with its place."""

from __future__ import annotations

import pytest
import yaml
from sitegen.kinds import publisher


@pytest.mark.parametrize("given", ["", "{}", "name:", "name: A & Sons", 'contact: "+33123456789"\nhost:'])
def test_texts_and_what_is_yet_to_be_filled_in(given: str) -> None:
    assert publisher.problems(yaml.safe_load(given)) == []


@pytest.mark.parametrize("value", ["+33123456789", "0123456701", "1.5", "yes", "2026-11-23", "[a, b]", "{a: b}"])
def test_a_value_that_is_no_text_is_named_with_the_mend(value: str) -> None:
    (problem,) = publisher.problems(yaml.safe_load(f"name: A\ncontact: {value}\nhost:"))
    assert problem.startswith("extra.publisher.contact: ")
    assert 'contact: "…"' in problem
    assert "\n" not in problem


@pytest.mark.parametrize("given", ["A & Sons", "[A]", "12"])
def test_details_need_their_names(given: str) -> None:
    (problem,) = publisher.problems(yaml.safe_load(given))
    assert problem.startswith("extra.publisher: ")
