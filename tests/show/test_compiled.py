"""Compiled templates that are kept: each is compiled once, and whatever is wrong with one costs time alone."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import jinja2
import pytest
from courses import CORE
from jinja2 import DictLoader, Environment
from sitegen.show.compiled import Compiled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOURCE = "{% for part in parts %}{{ part|upper }} {% endfor %}"
SHOWN = "A B "


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of all templates that were compiled."""
    sources: list[str] = []
    generate = Environment._generate

    def noted(self: Environment, source: object, *arguments: object, **named: object) -> object:
        sources.append(str(arguments[0]))
        return generate(self, source, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Environment, "_generate", noted)
    return sources


def shown(folder: Path, source: str = SOURCE, settings: bytes = b"") -> str:
    """Return what a new process would show, as far as templates go."""
    kept = Compiled(folder, settings)
    return (
        Environment(loader=DictLoader({"a/b.j2": source}), bytecode_cache=kept, autoescape=True)
        .get_template("a/b.j2")
        .render(parts=["a", "b"])
    )


def test_a_template_is_compiled_once(tmp_path: Path, compiled: list[str]) -> None:
    assert {shown(tmp_path / "kept") for _ in range(3)} == {SHOWN}
    assert compiled == ["a/b.j2"]


def test_another_source_other_settings_or_another_jinja_compile_again(
    tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(tmp_path)
    assert shown(tmp_path, SOURCE.replace("upper", "lower")) == "a b "
    shown(tmp_path)
    assert len(compiled) == 3
    shown(tmp_path, settings=b"other")
    monkeypatch.setattr(jinja2, "__version__", "0")
    shown(tmp_path, settings=b"other")
    assert len(compiled) == 5


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:20],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[32:],
        lambda data: bytes(byte ^ (number == len(data) // 2) for number, byte in enumerate(data)),
        lambda data: b"\xff" * len(data),
    ],
    ids=["empty", "begun", "cut", "longer", "unsealed", "one bit", "garbage"],
)
def test_damage_costs_time_alone(tmp_path: Path, compiled: list[str], damage: Callable[[bytes], bytes]) -> None:
    shown(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage(kept.read_bytes()))
    assert [shown(tmp_path), shown(tmp_path)] == [SHOWN, SHOWN]
    assert len(compiled) == 2  # once at first, once more to mend it


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "file").write_text("in place of a folder", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "no" / "parent"):
        assert [shown(folder), shown(folder)] == [SHOWN, SHOWN]
    assert len(compiled) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_that_cannot_be_replaced_leaves_no_part_behind(tmp_path: Path) -> None:
    shown(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.unlink()
    kept.mkdir()
    assert shown(tmp_path) == SHOWN
    assert list(tmp_path.iterdir()) == [kept]


def test_several_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from jinja2 import DictLoader, Environment\n"
        "sys.path.insert(0, sys.argv[1]); from sitegen.show.compiled import Compiled\n"
        "templates = DictLoader({f'{number}.j2': str(number) * 9999 for number in range(50)})\n"
        "for turn in range(5):\n"
        "    made = Environment(loader=templates, bytecode_cache=Compiled(Path(sys.argv[2]), b'%d' % turn))\n"
        "    for number in range(50):\n"
        "        assert made.get_template(f'{number}.j2').render() == str(number) * 9999\n"
    )
    command = [sys.executable, "-c", program, str(CORE.parent), str(tmp_path)]
    assert [run.wait() for run in [subprocess.Popen(command) for _ in range(4)]] == [0] * 4
    assert len(list(tmp_path.iterdir())) == 50
