"""The bar of pages that are served: what it says of what a build has said, and that nothing of it is published."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser
from sitegen.show.bar import Said, bar, inserted, without

FINDING = "content/fr/a b.md:12: link/missing: '<x>': there is no page"


def entries(*said: Said) -> list[str]:
    return [str(entry.text()) for entry in LexborHTMLParser(bar(said)).css("li")]


def test_there_is_none_if_all_is_well() -> None:
    assert bar([]) == ""


@pytest.mark.parametrize("text", [FINDING, f"content: {FINDING}", f"content: 2 to correct:\n{FINDING}", f"{FINDING}\n"])
def test_a_finding_is_named_as_it_is_told(text: str) -> None:
    assert entries(Said(text, False)) == ["content/fr/a b.md:12 link/missing '<x>': there is no page"]


def test_errors_come_first_and_a_warning_is_called_one() -> None:
    warning, error = Said(FINDING, True), Said(FINDING.replace("12", "7"), False)
    first, second = entries(warning, error)
    assert ":7 " in first
    assert "(warning)" not in first
    assert second.endswith(" (warning)")
    assert 'role="alert"' in bar([warning, error])
    assert 'role="status"' in bar([warning])


def test_a_few_are_told_and_the_rest_counted() -> None:
    many = Said("\n".join(FINDING.replace("12", str(line)) for line in range(1, 21)), False)
    assert 2 < len(entries(many)) < 10
    assert f"and {20 - len(entries(many))} more" in bar([many])
    assert "20 to correct" in bar([many])


def test_of_a_traceback_the_end_is_told() -> None:
    text = 'Traceback (most recent call last):\n  File "a.py", line 1\n    x\nNameError: x\n\nReport it.\n'
    assert entries(Said(text, False)) == ["NameError: x\nReport it."]


def test_a_text_without_end_is_cut() -> None:
    assert len(entries(Said("x" * 9999, False))[0]) < 400


def test_what_is_told_is_no_html() -> None:
    assert LexborHTMLParser(bar([Said("<img src=x>", False), Said(f"<b>{FINDING}", False)])).css("img, li b b") == []


@pytest.mark.parametrize("page", ["<p>a</p></body></html>", "<p>a</p>", "a</body>b</body>c"])
def test_it_stands_at_the_end_of_a_page(page: str) -> None:
    found = inserted(page.encode(), "BAR").decode()
    assert found.replace("BAR", "") == page
    assert found.rpartition("BAR")[2] in {"", page[page.rfind("</body>") :]}


def test_a_file_that_is_mended_takes_its_own_errors_along() -> None:
    other, warning = FINDING.replace("a b.md", "other.md"), Said(FINDING, True)
    said = [Said(f"content: 2 to correct:\n{FINDING}\n{other}", False), Said(FINDING, False), warning]
    left = without(said, "content/fr/a b.md")
    assert entries(*left) == [*entries(Said(other, False)), *entries(warning)]
    assert without(left, "content/fr/other.md") == [warning]


def test_what_is_no_finding_stays_whatever_is_mended() -> None:
    said = [Said("invalid syntax (links.py, line 3)", False)]
    assert without(said, "content/fr/a b.md") == said
