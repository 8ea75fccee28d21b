"""The host's settings: what the host would take for something else, refused at its line."""

from __future__ import annotations

import pytest
from courses import PROJECT
from sitegen.check import settings
from sitegen.findings import ContentError


def test_those_of_the_project_are_right() -> None:
    for path in (PROJECT / "mkdocs.yml", PROJECT / "tests" / "fixtures" / "other_course" / "mkdocs.yml"):
        settings.read(path.read_text(encoding="utf-8"), "mkdocs.yml")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        'site_url: !ENV [SITE_URL, "https://a.example/"]\ncopyright: !ENV COPYRIGHT\nsite_name:\n',
        "site_url:\nextra: {a: {b: [c]}}\nnav: [a.md, b: c.md, d: [e.md, {f: [g.md]}]]\n",
        "repo_url:\nedit_uri:\n",
        "repo_url: https://a.example/b\nedit_uri: -/edit/main/\n",
        "repo_url: https://a.example/b\nedit_uri: '?query=main/'\n",
        "repo_url: https://a.example/b\nedit_uri_template: 'edit?at={path!q}&name={path_noext}'\n",
        "edit_uri: https://a.example/b/edit/main\n",
        "INHERIT: a.yml\nedit_uri: edit/main\n",
        "repo_url: !ENV REPOSITORY\nedit_uri: edit/main\n",
        "plugins: [search]\ntheme: material\nmarkdown_extensions:\n  - toc: {permalink: true}\n",
    ],
)
def test_right(text: str) -> None:
    settings.read(text, "mkdocs.yml")


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("- a", 1, "schema/type"),
        ("a word", 1, "schema/type"),
        ("site_name: [a]", 1, "schema/type"),
        ("a: b\nnav: a.md", 2, "schema/type"),
        ("a: b\nnav: {a: b.md}", 2, "schema/type"),
        ("nav:", 1, "schema/type"),
        ("extra: [a]", 1, "schema/type"),
        ("hooks: a.py", 1, "schema/type"),
        ("site_url: here", 1, "schema/type"),
        ("site_url: ftp://a.example/", 1, "schema/type"),
        ("nav:\n  - a.md\n  - {b: c.md, d: e.md}", 3, "schema/type"),
        ("nav:\n  - a.md\n  - b: {c: d.md}", 3, "schema/type"),
        ("nav:\n  - a.md\n  - b:", 3, "schema/type"),
        ("nav:\n  - a:\n      - b.md\n      - !ENV C", 4, "schema/tag"),
        ("a: b\nc: !!python/name:os.abort", 2, "schema/tag"),
        ("a: b\nc:\n  - !!python/object/apply:os.abort []", 3, "schema/tag"),
        ("a: !unknown b", 1, "schema/tag"),
        ("a: b\nc: d\na: e", 3, "schema/duplicate-key"),
        ("a:\n  b: c\n  b: d", 3, "schema/duplicate-key"),
        ("? [a]\n: b", 1, "schema/key"),
        ("a: b\nc: &d e", 2, "schema/alias"),
        ("a: b\nc: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 2, "schema/yaml"),
        ('a: b\nc: "\\U00110000"', 2, "schema/yaml"),
        ("repo_url: [a]", 1, "schema/type"),
        ("repo_url: http://a.example/b", 1, "settings/repository"),
        ("repo_url: a.example/b", 1, "settings/repository"),
        ("repo_url: https://[b", 1, "settings/repository"),
        ("repo_url: https://a.example/b c", 1, "settings/repository"),
        ("repo_url:\nedit_uri: edit/main/", 2, "settings/repository"),
        ("edit_uri_template: edit/{path}", 1, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri: /edit/main/", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri: http://a.example/", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri: edit/{path}", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri: edit\nedit_uri_template: '{path}'", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri_template: edit/main", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri_template: /{path}", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri_template: '{page}'", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri_template: '{path:9}'", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri_template: '{path!r}'", 2, "settings/repository"),
        ("repo_url: https://a.example/b\nedit_uri_template: '{path'", 2, "settings/repository"),
        ("a: b\n<<<<<<< HEAD\nc: d", 2, "merge/conflict"),
    ],
)
def test_wrong(text: str, line: int, rule: str) -> None:
    with pytest.raises(ContentError) as caught:
        settings.read(text, "mkdocs.yml")
    assert [(finding.line, finding.rule) for finding in caught.value.findings] == [(line, rule)]
