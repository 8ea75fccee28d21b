"""Work that is done once for the check and the build of all languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from courses import MINIMAL
from jinja2 import Environment
from sitegen import boundary
from sitegen.kinds import KINDS
from sitegen.language import catalogues
from sitegen.load import load, writer
from sitegen.show import environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.kind import Kinds

Note = "Callable[[Callable[..., Any], Callable[..., object]], Callable[..., Any]]"


@pytest.fixture
def done() -> Counter[object]:
    return Counter()


@pytest.fixture
def note(done: Counter[object]) -> Note:
    """`note(function, name)`: the function, which counts under `name(*arguments)` how often it is called."""

    def noted(function: Callable[..., Any], name: Callable[..., object]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            done[name(*arguments)] += 1
            return function(*arguments, **named)

        return call

    return noted


def test_directives_and_generated_pages_are_rendered_once(done: Counter[object], note: Note) -> None:
    kinds: Kinds = tuple(
        replace(
            kind,
            pages=note(kind.pages, lambda writer, name=kind.name: (writer.lang, "pages", name)),
            directives=tuple(
                replace(
                    each, render=note(each.render, lambda writer, about, name=each.name: (writer.lang, name, about))
                )
                for each in kind.directives
            ),
        )
        for kind in KINDS
    )
    course = load(MINIMAL / "content", kinds=kinds)
    for lang, pages in course.pages.items():
        written = writer(course, lang, kinds=kinds)
        for path, page in pages.items():
            written.expand(page.body)
            written.place(path)
            assert {(lang, asked.name, asked.argument) for asked in page.directives} <= done.keys()
    assert len(done) > len(KINDS) * len(course.languages)
    assert set(done.values()) == {1}


def test_files_are_read_and_templates_compiled_once(
    done: Counter[object], note: Note, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "CACHE", tmp_path)
    environment.environment.cache_clear()
    catalogues._known.cache_clear()
    for owner, method, name in (
        (boundary, "read", lambda path: path),
        (Environment, "__init__", lambda *_: "environment"),
        (Environment, "compile", lambda _, source, name, *__: name),
        (catalogues, "_read", lambda lang: lang),
        (catalogues, "extract", lambda: "messages that are looked for in the code"),
    ):
        monkeypatch.setattr(owner, method, note(getattr(owner, method), name))
    course = load(MINIMAL / "content")
    for lang, pages in course.pages.items():
        for page in pages.values():
            writer(course, lang).expand(page.body)
    environment.environment.cache_clear()
    content = {path for path in (MINIMAL / "content").rglob("*") if path.suffix in {".md", ".yml", ".svg"}}
    assert {"environment", "kinds/quiz/templates/outcome.md.j2", *course.languages, *content} <= done.keys()
    assert "messages that are looked for in the code" not in done
    assert set(done.values()) == {1}
