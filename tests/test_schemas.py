"""Schemas for editors: those stored are today's; content has no fault by them, and what has not its shape has one."""

from __future__ import annotations

import json
import re
import shutil
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner
from courses import MINIMAL, PROJECT, Defect, course_of, defects
from jsonschema import Draft7Validator
from pydantic import ValidationError
from servers import OTHER_COURSE
from sitegen import command, schemas
from sitegen.course import modeline, tree, yamlfile
from sitegen.course.translation import record_in, text_of
from sitegen.findings import ContentError
from sitegen.kinds.cases.shape import Case
from sitegen.kinds.quiz.shape import Retired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sitegen.course.base import Model

STORED = PROJECT / schemas.FOLDER
MADE = schemas.made()

SHAPES = {"schema/missing", "schema/unknown-key", "schema/type", "schema/value", "schema/pattern", "schema/empty"}
"""Rules about the shape of a file."""


def test_those_that_are_stored_are_those_of_today() -> None:
    """After a change of a shape: make schemas."""
    assert {path.name: path.read_text(encoding="utf-8") for path in STORED.iterdir()} == MADE


def test_every_key_is_explained() -> None:
    for name, text in MADE.items():
        for place, said in explained(json.loads(text)):
            assert said, (name, place)


def explained(schema: Any, place: str = "") -> Iterator[tuple[str, str | None]]:
    """Yield every key that a schema knows, and what it says of it."""
    below = schema.items() if isinstance(schema, dict) else enumerate(schema) if isinstance(schema, list) else ()
    for key, value in below:
        if place.endswith("/properties"):
            yield f"{place}/{key}", value.get("description")
        yield from explained(value, f"{place}/{key}")


def test_every_file_of_data_names_its_schema() -> None:
    course = course_of(PROJECT)
    files = [path for path in tree.files(PROJECT / "content") if path.endswith(".yml")]
    for path in files:
        file = PROJECT / "content" / path
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text(encoding="utf-8"))
        assert named, path
        assert (file.parent / named[1]).resolve() == STORED / str(schemas.of(path, course.file, MADE))
    assert len(files) > len(course.languages)


def test_content_has_no_fault_for_a_reader_of_others() -> None:
    """That of `check-jsonschema`, which reads YAML 1.2 as editors do."""
    course, of = course_of(PROJECT), {}
    for path in course.documents:
        of.setdefault(schemas.of(path, course.file, MADE), []).append(str(PROJECT / "content" / path))
    assert None not in of
    for schema, files in of.items():
        done = CliRunner().invoke(check_jsonschema, ["--schemafile", str(STORED / str(schema)), *files])
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(check_jsonschema, ["--check-metaschema", *map(str, STORED.iterdir())])
    assert done.exit_code == 0, done.output


@cache
def validator(schema: str) -> Draft7Validator:
    return Draft7Validator(json.loads(MADE[schema]))


def refused(content: Path, path: str) -> bool:
    """Tell whether a file's schema refuses it; one that is no YAML is refused by whatever reads it."""
    course = course_of(MINIMAL).file
    try:
        data = yamlfile.parse((content / path).read_text(encoding="utf-8"), path).data
    except ContentError:
        return True
    return not validator(str(schemas.of(path, course, MADE))).is_valid(data)


@pytest.mark.parametrize("project", [MINIMAL, OTHER_COURSE], ids=["minimal", "other"])
def test_other_courses_have_no_fault(project: Path) -> None:
    course = course_of(project)
    for path, document in course.documents.items():
        errors = validator(str(schemas.of(path, course.file, MADE))).iter_errors(document.data)
        assert [error.message for error in errors] == [], path


WRONG = [
    defect
    for defect in defects()
    if defect.rules <= SHAPES and all(re.fullmatch(r"content/.*\.yml", found["path"]) for found in defect.findings)
]


@pytest.mark.parametrize("defect", [pytest.param(defect, id=defect.name) for defect in WRONG])
def test_what_has_not_its_shape_is_refused(defect: Defect, tmp_path: Path) -> None:
    content = defect.lay_out(tmp_path)
    for found in defect.findings:
        assert refused(content, found["path"].removeprefix("content/")), found


CASE = {"id": "a", "summary": "b", "best": "act", "right": ["act"], "note": "c", "answers": {}}


@pytest.mark.parametrize(
    ("schema", "shape", "data"),
    [
        pytest.param("cases.json", Case, CASE | {"best": "ask"}, id="that the best action is one of the right ones"),
        pytest.param("cases.json", Case, CASE | {"wrong": ["act"]}, id="that no action is right and wrong"),
        pytest.param("quiz.json", Retired, {"outcome": "a", "option": "b"}, id="that an option belongs to a question"),
    ],
)
def test_what_no_schema_says(schema: str, shape: type[Model], data: dict[str, Any]) -> None:
    """Neither could a schema name the keys of another file, nor say that none stands twice; `make check` does."""
    definition = {"$ref": f"#/$defs/{shape.__name__}", "$defs": validator(schema).schema["$defs"]}
    assert Draft7Validator(definition).is_valid(data)
    with pytest.raises(ValidationError):
        shape.model_validate(data)


def test_a_translation_may_have_begun() -> None:
    """Of the source language, all words are wanted; of others, those that there are."""
    for name in (name for name in MADE if name.endswith(".translation.json")):
        whole, begun = (validator(each) for each in (name.replace("translation", "wording"), name))
        assert begun.is_valid({})
        assert not begun.is_valid([])
        words = {"title": "Titel", "description": "-"} if name.startswith("course") else {}
        assert whole.is_valid(words) == ("required" not in whole.schema or bool(words))
    begun = validator("quiz.translation.json")
    assert begun.is_valid({"questions": {"stop": {"title": "Frage"}}})
    assert not begun.is_valid({"questions": {"stop": {"titel": "Frage"}}})
    assert not validator("quiz.wording.json").is_valid({"questions": {"stop": {"title": "Frage"}}})


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Runs a command in a copy of the small course."""
    shutil.copytree(MINIMAL / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)

    def run(name: str) -> int:
        monkeypatch.setattr(sys, "argv", ["sitegen", name])
        return command.main()

    return run


def test_the_command_writes_schemas_and_names_them(
    run: Callable[[str], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for time in range(2):
        (tmp_path / schemas.FOLDER).mkdir(exist_ok=True)
        (tmp_path / schemas.FOLDER / "gone.json").write_text("{}", encoding="utf-8")
        assert run("schemas") == 0
        assert ("names its schema now" in capsys.readouterr().out) == (time == 0)
        assert {file.name for file in (tmp_path / schemas.FOLDER).iterdir()} == MADE.keys()
        for path in tree.files(MINIMAL / "content"):
            now, before = ((folder / path).read_text("utf-8") for folder in (tmp_path / "content", MINIMAL / "content"))
            assert now.removeprefix(modeline.of(now)) == before
            assert bool(modeline.of(now)) == path.endswith(".yml")


@pytest.mark.parametrize(("name", "path"), [("ledger", "published.yml"), ("accept", "en/accepted.yml")])
def test_what_commands_write_keeps_its_line(run: Callable[[str], int], tmp_path: Path, name: str, path: str) -> None:
    file, line = tmp_path / "content" / path, "# yaml-language-server: $schema=../mine.json\n"
    file.write_text(f"{line}{{}}\n", encoding="utf-8")
    assert run(name) == 0
    assert file.read_text(encoding="utf-8").startswith(f"{line}# Written by 'make {name}'")


def test_a_record_with_a_line_is_still_read_fast() -> None:
    """Without YAML, that is."""
    text = text_of({"a.md#b": "Ein Satz. Noch einer."})
    assert record_in(modeline.naming(text, "accepted.json")) == record_in(text) == {"a.md#b": "Ein Satz. Noch einer."}
