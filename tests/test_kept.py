"""Results that are kept between runs: taken from there as long as nothing has changed on which they depend."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tracemalloc
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from courses import CORE, MINIMAL
from sitegen import kept
from sitegen.load import load
from sitegen.show import writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sitegen.course.course import Course
    from sitegen.show.article import Article

PAGES = ("index.md", "dough.md", "practice.md", "quiz.md")
GENERATED = (
    *("examples/bakery.md", "examples/kitchen.md"),
    *("outcomes/bake.md", "outcomes/discard.md", "outcomes/wait.md"),
    "translations/en.md",
)
ALL = {f"{lang}/{path}" for lang in ("fr", "en") for path in (*PAGES, *GENERATED)}
ENGLISH = {path for path in ALL if path.startswith("en/")}


BEGIN = kept.begin
"""What other tests do without."""


@pytest.fixture(autouse=True)
def _keeping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kept, "begin", BEGIN)
    yield
    BEGIN(None)


def loaded(project: Path) -> Course:
    """Load a course as a new process does."""
    course = load(project / "content")
    kept.tidy()
    return course


def articles(project: Path) -> list[Path]:
    """Return the files in which articles are kept."""
    return sorted((project / kept.FOLDER).glob("articles-*"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The minimal course as a project that a host builds, checked once."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: Bread\ntheme: material\n", encoding="utf-8")
    loaded(tmp_path)
    return tmp_path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What has been made anew, as `lang/path`."""
    found: set[str] = set()
    article = writer.Writer.article

    def noted(self: writer.Writer, path: str) -> Article:
        found.add(f"{self.lang}/{path}")
        return article(self, path)

    monkeypatch.setattr(writer.Writer, "article", noted)
    return found


def test_what_has_not_changed_is_not_made_again(project: Path, made: set[str]) -> None:
    before = loaded(project).articles
    assert made == set()
    shutil.rmtree(project / kept.FOLDER)
    assert loaded(project).articles == before
    assert made == ALL


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param("en/dough.md", "ten minutes", "nine minutes", {"en/dough.md"}, id="a sentence"),
        pytest.param("en/glossary.yml", "Working", "Folding", ENGLISH, id="a term"),
        pytest.param("en/dough.md", "slug: dough", "slug: paste", ENGLISH, id="a slug"),
    ],
)
def test_what_depends_on_a_change_is_made_again(
    project: Path, made: set[str], file: str, old: str, new: str, expected: set[str]
) -> None:
    path = project / "content" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    loaded(project)
    assert expected <= made <= (expected if file.endswith(".md") and len(expected) == 1 else ALL)


def test_the_title_of_a_heading_counts_for_those_who_ask_for_it(project: Path, made: set[str]) -> None:
    """A link that says the first words of a heading is named by all of them."""
    path, other = project / "content" / "en" / "dough.md", project / "content" / "en" / "practice.md"
    path.write_text(path.read_text("utf-8").replace("## Rising {#", "## Rising slowly {#"), encoding="utf-8")
    other.write_text(other.read_text("utf-8") + "\n[Rising](dough.md#rising).\n", encoding="utf-8")
    assert 'aria-label="Rising slowly"' in loaded(project).articles["en"]["practice.md"].html
    made.clear()
    path.write_text(path.read_text("utf-8").replace("## Rising slowly {#", "## Rising fast {#"), encoding="utf-8")
    assert 'aria-label="Rising fast"' in loaded(project).articles["en"]["practice.md"].html
    assert {"en/dough.md", "en/practice.md"} <= made < ENGLISH


def test_what_was_made_again_is_kept(project: Path, made: set[str]) -> None:
    path = project / "content" / "en" / "dough.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    loaded(project)
    assert made == {"en/dough.md"}
    made.clear()
    loaded(project)
    assert made == set()


def test_another_generator_makes_all_again(project: Path, made: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_generator", lambda: b"another")
    loaded(project)
    assert made == ALL


def test_the_generator_is_its_code_and_its_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, site = tmp_path / "package", tmp_path / "site"
    (package / "__pycache__").mkdir(parents=True)
    site.mkdir()
    monkeypatch.setattr(kept, "_PACKAGE", package)
    monkeypatch.setattr(sys, "path", [str(site), str(tmp_path / "missing")])

    def generator() -> bytes:
        kept._generator.cache_clear()
        return kept._generator()

    try:
        known = [generator()]
        (package / "code.py").write_text("1", encoding="utf-8")
        known.append(generator())
        (package / "code.py").write_text("2", encoding="utf-8")
        known.append(generator())
        (site / "jinja2-1.dist-info").mkdir()
        known.append(generator())
        assert len(set(known)) == len(known)
        (package / "__pycache__" / "code.pyc").write_bytes(b"3")
        assert generator() == known[-1]
    finally:
        kept._generator.cache_clear()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "begun": lambda data: data[:20],
    "cut": lambda data: data[:-1],
    "longer": lambda data: data + b"\0",
    "unsealed": lambda data: data[32:],
    "one bit": lambda data: bytes(byte ^ (number == len(data) // 2) for number, byte in enumerate(data)),
    "garbage": lambda data: b"\xff" * len(data),
    "what nobody sealed": lambda data: b"\0" * 32 + pickle.dumps({}),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_costs_time_alone(project: Path, made: set[str], damage: Callable[[bytes], bytes]) -> None:
    before = loaded(project).articles
    for file in (project / kept.FOLDER).iterdir():
        file.write_bytes(damage(file.read_bytes()))
    assert loaded(project).articles == before
    assert made == ALL
    made.clear()
    assert loaded(project).articles == before
    assert made == set()


@pytest.mark.parametrize("odd", [os.mkfifo, lambda path: path.mkdir(), lambda path: path.symlink_to(path)])
def test_what_is_no_file_stops_nothing(project: Path, made: set[str], odd: Callable[[Path], object]) -> None:
    for file in articles(project):
        file.unlink()
        odd(file)
    loaded(project)
    assert made == ALL


def test_a_file_under_the_name_of_another_does_not_count(project: Path, made: set[str]) -> None:
    first, *others = articles(project)
    for file in others:
        shutil.copy(first, file)
    loaded(project)
    assert len(made) == len(others) == len(ALL) - 1


def test_a_folder_that_cannot_be_written_is_no_error(project: Path, made: set[str]) -> None:
    shutil.rmtree(project / kept.FOLDER)
    (project / kept.FOLDER).write_text("in the way", encoding="utf-8")
    loaded(project)
    assert made == ALL


def test_what_is_unfinished_or_unused_goes(project: Path) -> None:
    folder, path = project / kept.FOLDER, project / "content" / "en" / "dough.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    loaded(project)  # without what this process has in memory since the first time
    before = functions(folder)
    in_the_way = articles(project)[0]
    in_the_way.unlink()
    in_the_way.mkdir()
    for name in ("articles-0.1", "articles", "another-0"):
        (folder / name).touch()
    for number in range(3):
        path.write_text(path.read_text(encoding="utf-8") + f"\nMore {number}.\n", encoding="utf-8")
        loaded(project)
    assert functions(folder) == before + Counter(another=1)


def functions(folder: Path) -> Counter[str]:
    """Return of which functions results are kept, and how many."""
    return Counter(file.name.partition("-")[0] for file in folder.iterdir())


def test_results_take_no_memory(tmp_path: Path) -> None:
    kept.begin(tmp_path / "kept")
    tracemalloc.start()
    for _ in range(2):
        for number in range(50):
            kept.result("name", (number,), lambda number=number: f"{number}" * 50_000)
    assert tracemalloc.get_traced_memory()[0] < 100_000
    tracemalloc.stop()


def test_an_error_is_not_kept(tmp_path: Path) -> None:
    kept.begin(tmp_path / "kept")

    def fail() -> None:
        raise ValueError("twice")

    for _ in range(2):
        with pytest.raises(ValueError, match="twice"):
            kept.result("name", (1,), fail)
    assert kept.result("name", (1,), lambda: "made") == "made"


def test_arguments_that_differ_are_told_apart(tmp_path: Path) -> None:
    kept.begin(tmp_path / "kept")
    alike = [("a", "bc"), ("ab", "c"), (["a", "bc"],), ("abc",), (1,), (True,), ("1",), (None,), ("",), ({"a": "bc"},)]
    assert [kept.result("name", each, lambda each=each: repr(each)) for each in alike] == list(map(repr, alike))


def test_what_is_kept_cannot_be_changed_by_who_gets_it(tmp_path: Path) -> None:
    kept.begin(tmp_path / "kept")
    for _ in range(3):
        found = kept.result("name", (1,), lambda: ["made"])
        assert found == ["made"]
        found.append("changed")


def test_what_asks_is_made_again_when_it_would_hear_something_else(tmp_path: Path) -> None:
    told, runs = {"a": "1", "b": "2"}, []

    def make(ask: Callable[[str], str]) -> str:
        runs.append(1)
        return ask("a") + (ask("b") if told["a"] == "1" else "")

    def made() -> str:
        kept.begin(tmp_path / "kept")
        return kept.traced("name", (1,), make, told.__getitem__)

    assert [made(), made()] == ["12", "12"]
    assert len(runs) == 1
    told["b"] = "3"
    assert [made(), made()] == ["13", "13"]
    assert len(runs) == 2
    told["a"] = "4"
    assert [made(), made()] == ["4", "4"]
    assert len(runs) == 3
    told["b"] = "5"  # for which nobody asks any more
    assert made() == "4"
    assert len(runs) == 3


def test_one_process_that_goes_on_keeps_what_it_used_last(tmp_path: Path) -> None:
    made: list[int] = []

    def round_of(*numbers: int) -> None:
        kept.begin(tmp_path / "kept")
        for number in numbers:
            kept.result("name", (number,), lambda number=number: made.append(number))
        kept.tidy()

    round_of(1, 2)
    round_of(2, 3)
    assert made == [1, 2, 3]
    round_of()  # which came to nothing, and forgets nothing
    round_of(2, 3)
    assert made == [1, 2, 3]
    round_of(1)
    assert made == [1, 2, 3, 1]
    round_of(1)
    assert made == [1, 2, 3, 1]
    round_of(2)
    assert made == [1, 2, 3, 1, 2]


def test_several_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from sitegen import kept\n"
        "for turn in range(20):\n"
        "    kept.begin(Path(sys.argv[2]))\n"
        "    for number in range(turn, turn + 50):\n"
        "        assert kept.result('name', (number,), lambda: str(number) * 999) == str(number) * 999\n"
        "    kept.tidy()\n"
    )
    command = [sys.executable, "-c", program, str(CORE.parent), str(tmp_path / "kept")]
    assert [run.wait() for run in [subprocess.Popen(command) for _ in range(4)]] == [0] * 4
    assert functions(tmp_path / "kept") == Counter(name=50)
    assert not list((tmp_path / "kept").glob("*.*"))


def test_at_rest_what_was_kept_is_found_and_no_more_is_kept(tmp_path: Path) -> None:
    made: list[str] = []
    kept.begin(tmp_path)
    for name in ("before", "after", "before", "after"):
        kept.result("text", (name,), lambda name=name: made.append(name))
        kept.rest()
    assert made == ["before", "after", "after"]
    assert len(list(tmp_path.iterdir())) == 1
    kept.begin(tmp_path)
    kept.result("text", ("after",), lambda: made.append("again"))
    assert len(list(tmp_path.iterdir())) == 2
