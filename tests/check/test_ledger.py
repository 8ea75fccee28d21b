"""No link that was published dies: what is gone is asked for, and leads where the lines say."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import MINIMAL, findings_of
from golden import cases
from sitegen import findings
from sitegen.check import ledger, published, successors
from sitegen.course.landing import Landing, Links
from sitegen.load import load
from sitegen.load import record as record_of

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course

LINE = re.compile(r" - (\{.*?\})")
UNRECORDED = "link/unrecorded"

pytestmark = pytest.mark.usefixtures("nothing_read_twice", "each_told")


@pytest.fixture
def each_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell each finding, however many are alike."""
    monkeypatch.setattr(findings, "MOST_ALIKE", 100)


@pytest.fixture(scope="module")
def record() -> str:
    """What `make ledger` writes of the minimal course."""
    return published.write(record_of(load(MINIMAL / "content")))


@pytest.mark.parametrize("case", cases("ledger", "scenarios"))
def test_scenarios(case: dict[str, Any], record: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(MINIMAL / "content", content)
    (content / "published.yml").write_text(record, encoding="utf-8")
    change(content, case)
    if "wrong" in case:
        retire(content, case["retired"])
        refused(content, case["wrong"])
        return
    asked = lines_asked_for(content)
    assert asked == case.get("asks", [])
    retire(content, case.get("retired", asked))
    course = load(content)
    assert {warning.rule for warning in course.warnings} <= {UNRECORDED}
    assert {link: course.landing.place(link) for link in case.get("leads", {})} == case.get("leads", {})
    assert {path: course.landing.anchors(path) for path in case.get("anchors", {})} == case.get("anchors", {})
    if "redirects" in case:
        redirects = case["redirects"]
        assert {old: new for old, new in course.redirects.items() if old in redirects or not redirects} == redirects
    recorded_again(course, content)


def change(content: Path, case: dict[str, Any]) -> None:
    for source, target in case.get("copy", {}).items():
        shutil.copytree(content / source, content / target)
    files = [path for path in content.rglob("*.*") if path.is_file() and path.name != "published.yml"]
    for name, texts in case.get("change", {}).items():
        for file in files if name == "content/*" else [content / name]:
            text = file.read_text(encoding="utf-8")
            for old, new in texts.items():
                pattern = old[1:-1] if old.startswith("/") and old.endswith("/") else re.escape(old)
                assert re.search(pattern, text) or name == "content/*", f"{name}: {old}"
                text = re.sub(pattern, lambda _, new=new: new, text)
            file.write_text(text, encoding="utf-8")
    for old, new in case.get("rename", {}).items():
        (content / old).rename(content / new)
    for path, text in case.get("write", {}).items():
        (content / path).write_text(text, encoding="utf-8")
    for path in case.get("remove", ()):
        shutil.rmtree(content / path) if (content / path).is_dir() else (content / path).unlink()


def lines_asked_for(content: Path) -> list[str]:
    """Return the lines that the findings ask for; there must be no others, but for what is not recorded yet."""
    found = [finding for finding in findings_of(content) if finding.rule != UNRECORDED]
    assert {(finding.path, finding.rule) for finding in found} <= {("content/course.yml", "link/killed")}, found
    return [line for finding in found for line in LINE.findall(finding.message)]


def retire(content: Path, lines: list[str]) -> None:
    if lines:
        file = content / "course.yml"
        text = "".join(f"  - {line}\n" for line in lines)
        file.write_text(f"{file.read_text(encoding='utf-8')}retired:\n{text}", encoding="utf-8")


def refused(content: Path, wrong: list[list[Any]]) -> None:
    found = findings_of(content)
    assert [(finding.line, finding.rule) for finding in found] == [(line, rule) for line, rule, *_ in wrong], found
    for finding, (_, _, *said) in zip(found, wrong, strict=True):
        assert all(text in finding.message for text in said)


def recorded_again(course: Course, content: Path) -> None:
    """Record what is new: nothing is taken out, nothing is left to record, and links lead where they led."""
    assert course.published
    record = record_of(course)
    for name in ("addresses", "sections", "terms"):
        before, after = getattr(course.published, name), getattr(record, name)
        assert [path for path in before if set(before[path]) - set(after[path])] == []
    (content / "published.yml").write_text(published.write(record), encoding="utf-8")
    again = load(content)
    assert again.warnings == ()
    assert again.redirects == course.redirects
    links = [link for path in course.landing.before.pages for link in course.landing.before.of(path)]
    assert [again.landing.place(link) for link in links] == [course.landing.place(link) for link in links]


def test_a_record_keeps_its_order_and_takes_what_is_new_in_its_place() -> None:
    assert ledger._inserted(["a", "gone", "b", "c"], ["x", "a", "y", "b", "z", "w", "c"]) == (
        "x", "a", "y", "gone", "b", "z", "w", "c",
    )  # fmt: skip


def test_what_is_recorded_of_a_page_stands_in_its_order_and_terms_apart(record: str) -> None:
    known = yaml.safe_load(record)
    ids = [
        "quiz",
        "key",
        "asked-risen",
        "asked-waited",
        "key-results",
        "outcomes",
        "warm-outcomes",
        "bake",
        "cold-outcomes",
    ]
    assert known["sections"]["quiz.md"] == [
        *ids,
        "wait",
        "other-outcomes",
        "discard",
        "examples",
        "kitchen",
        "bakery",
        "words",
    ]
    assert known["terms"] == {"quiz.md": ["kneading", "proving"]}
    assert known["addresses"]["index.md"] == ["c/home/", "fr/", "en/"]


def test_pages_below_an_address_follow_it() -> None:
    before = Links({"list.md": ("c/list/", "en/old/"), "list/a.md": ("c/list/a/", "en/old/a/")}, {}, {})
    today = Links({"list.md": ("c/list/", "en/new/"), "list/a.md": ("c/list/a/", "en/new/a/")}, {}, {})
    killed = Landing(today, before, {}, {})
    for link in ("en/old/", "en/old/a/"):
        with pytest.raises(KeyError, match="'en/old/'"):
            killed.place(link)
    kept = Landing(today, before, {"en/old/": "list.md"}, {})
    assert kept.place("en/old/a/") == "list/a.md"
    assert kept.redirects == {"en/old/": "en/new/", "en/old/a/": "en/new/a/"}


def test_a_page_without_permanent_address_is_asked_for_address_by_address() -> None:
    before = Links({"gone.md": ("fr/a/", "en/b/")}, {"gone.md": ("x",)}, {})
    today = Links({"index.md": ("c/home/", "fr/", "en/")}, {"index.md": ("x",)}, {})
    retired: dict[str, str | None] = {}
    for link in ("fr/a/", "en/b/"):
        with pytest.raises(KeyError, match=f"'{link}'"):
            Landing(today, before, retired, {}).place("en/b/")
        retired[link] = "index.md"
    assert Landing(today, before, retired, {}).redirects == {"fr/a/": "fr/", "en/b/": "en/"}


@pytest.mark.parametrize(
    ("before", "today", "found"),
    [
        ("a gone b", "a new b", "new"),
        ("a gone b", "new a b", ""),
        ("a gone b", "gond a b", "gond"),
        ("a gone b c", "a c new b", "new"),
        ("a gone b", "a new gones b", "gones"),
        ("gone", "new", "new"),
        ("a gone", "a", ""),
    ],
)
def test_what_stands_for_a_section_is_new_and_in_its_place_or_spelt_alike(before: str, today: str, found: str) -> None:
    assert successors._in_place("gone", before.split(), today.split()) == found


def test_a_page_is_followed_by_its_like_alone() -> None:
    before = Links({"crust.md": ("c/crust/",)}, {}, {})
    for path, address, found in (
        ("crusts.md", "c/crusts/", "c/crusts/"),
        ("examples/crust.md", "c/examples/crust/", None),
        ("loaf.md", "c/loaf/", None),
    ):
        landing = Landing(Links({path: (address,)}, {path: ()}, {}), before, {}, {})
        assert successors.likeliest(landing, "c/crust/") == found


def test_a_course_without_record_is_not_asked_for_lines() -> None:
    assert load(MINIMAL / "content").warnings == ()
