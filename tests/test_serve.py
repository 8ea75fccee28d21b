"""`mkdocs serve` for real: edits anywhere are shown, and mistakes leave the last good version on show."""

from __future__ import annotations

import urllib.error
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import PROJECT, mkdocs
from servers import lay_out, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers import Server

PUBLISHER = "hooks/sitegen/kinds/publisher/publisher.md.j2"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    lay_out(folder / "project")
    with served(folder) as server:
        server.wait_until(lambda: server.shows("", "<html"))
        yield server


def append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)


def test_both_languages_are_served(server: Server) -> None:
    """Without the policy that would refuse the script with which the server reloads a page."""
    assert '<html lang="de"' in server.get("de/umtopfen/")
    assert '<html lang="es"' in server.get("es/trasplantar/")
    assert "Content-Security-Policy" not in server.get("es/trasplantar/")
    assert f'href="{server.url}es/trasplantar/"' in server.get("es/trasplantar/")  # its canonical address
    with pytest.raises(urllib.error.HTTPError) as missing:
        server.get("de/nichts/")
    assert missing.value.code == 404
    assert 'href="/de/"' in missing.value.read().decode()


@pytest.mark.parametrize(
    ("file", "addition", "shown"),
    [
        pytest.param("content/de/repotting.md", "\n{mark}\n", ["de/umtopfen/"], id="page"),
        pytest.param(
            "docs/assets/styles/text.css",
            "/* {mark} */\n",
            ["de/assets/styles/text.css", "es/assets/styles/text.css"],
            id="style",
        ),
        pytest.param("overrides/main.html", "{{% block announce %}}{mark}{{% endblock %}}", ["de/", "es/"], id="theme"),
        pytest.param(
            PUBLISHER,
            "\n{mark}\n",
            ["de/impressum/", "es/aviso-legal/"],
            id="template",
        ),
        pytest.param(
            "hooks/sitegen/language/typography.py",
            "\n\ndef polish(text, lang):\n    return text.replace('.', ' {mark}.')\n",
            ["de/umtopfen/", "es/trasplantar/"],
            id="core",
        ),
        pytest.param(
            "hooks/pages.py",
            "\n\ndef on_post_page(output, page, config):\n    return output + '{mark}'\n",
            ["de/", "es/"],
            id="adapter",
        ),
        pytest.param(
            "hooks/languages.py",
            "\n\ndef on_post_page(output, page, config):\n    return output + '{mark}'\n",
            ["de/", "es/"],
            id="root-adapter",
        ),
    ],
)
def test_an_edit_is_shown(
    server: Server, file: str, addition: str, shown: list[str], request: pytest.FixtureRequest
) -> None:
    mark = f"Marke-{request.node.callspec.id}"
    append(server.project / file, addition.format(mark=mark))
    for path in shown:
        server.wait_until(lambda path=path: server.shows(path, mark))


@pytest.mark.parametrize(
    ("file", "mistake", "told"),
    [
        pytest.param(
            "content/de/index.md", "\n[x](nowhere.md)\n", "content/de/index.md:{line}: link/missing: ", id="link"
        ),
        pytest.param(
            PUBLISHER,
            "{{ nowhere }}\n",
            'publisher.md.j2", line {line}',
            id="template",
        ),
        pytest.param("hooks/sitegen/check/navigation.py", "def broken(:\n", "navigation.py, line {line}", id="core"),
        pytest.param("mkdocs.yml", "docs_dir: nowhere\n", "nowhere", id="configuration"),
        pytest.param("mkdocs.yml", "extra: [a\n", "mkdocs.yml:{line}: schema/yaml: ", id="settings"),
    ],
)
def test_a_mistake_is_told_and_the_last_good_version_stays(
    server: Server, file: str, mistake: str, told: str, request: pytest.FixtureRequest
) -> None:
    path = server.project / file
    good, before = path.read_text(encoding="utf-8"), server.get("de/impressum/")
    append(path, mistake)
    line = len((good + mistake).splitlines())
    try:
        server.wait_until(lambda: told.format(line=line) in server.said)
        server.wait_until(lambda: server.said.count("ERROR") > 0)
        for _ in range(2):
            assert page(server.get("de/impressum/")) == page(before)
            assert '<html lang="es"' in server.get("es/aviso-legal/")
    finally:
        path.write_text(good, encoding="utf-8")
    mark = f"Wieder-{request.node.callspec.id}"
    append(server.project / "content" / "es" / "legal.md", f"\n{mark}\n")
    server.wait_until(lambda: server.shows("es/aviso-legal/", mark))


def test_a_port_that_is_taken_is_told_before_any_work(server: Server) -> None:
    address = server.url.removeprefix("http://").rstrip("/")
    done = mkdocs("serve", "--quiet", "--dev-addr", address, project=server.project)
    assert done.returncode == 1
    assert done.stdout == ""
    [said] = done.stderr.splitlines()
    assert server.url in said
    assert "serve -a " in said
    assert "make serve ADDRESS=" in said


def test_a_mistake_that_stays_is_told_at_every_rebuild(server: Server) -> None:
    path = server.project / "content" / "es" / "index.md"
    good, told = path.read_text(encoding="utf-8"), "'weg.md': there is no page es/weg.md"
    append(path, "\n[x](weg.md)\n")
    try:
        server.wait_until(lambda: server.said.count(told) == 1)
        append(server.project / "docs" / "assets" / "styles" / "quiz.css", "\n")
        server.wait_until(lambda: server.said.count(told) == 2)
    finally:
        path.write_text(good, encoding="utf-8")


def test_a_rebuild_leaves_alone_what_is_watched(server: Server) -> None:
    """Else it would be a change, and mean another rebuild."""
    mark = "Nur einmal"
    append(server.project / "hooks" / "sitegen" / "coverage.py", "\n")
    append(server.project / "content" / "de" / "legal.md", f"\n{mark}\n")
    before = last_changes(server.project)
    server.wait_until(lambda: server.shows("de/impressum/", mark))
    assert last_changes(server.project) == before


def last_changes(project: Path) -> dict[Path, float]:
    """Return when each watched file was changed last."""
    watched = yaml.safe_load(
        (PROJECT / "mkdocs.yml").read_text(encoding="utf-8").partition("nav:")[0].replace("!ENV", "")
    )
    folders = [project / name for name in watched["watch"]]
    return {path: path.stat().st_mtime for folder in folders for path in (folder, *folder.rglob("*"))}


def page(served: str) -> str:
    """Return a page without the script that reloads it."""
    return served[: served.rindex("<script data-page=")]
