"""`mkdocs serve` for real: edits anywhere are shown, and mistakes leave the last good version on show."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING

import earlier
import pytest
import yaml
from conftest import PROJECT, mkdocs
from servers import PATIENCE, lay_out, served

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
    ("path", "command"),
    [
        ("de/slides/repotting/", "make site"),
        ("es/embed/quiz/", "make site"),
        ("de/umtopfen-de.zip", "make site"),
        ("es/whole.html", "make site"),
        ("de/umtopfen-de-gift.txt", "make serve KIT=1"),
    ],
)
def test_what_another_command_makes_says_so(server: Server, path: str, command: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as missing:
        server.get(path)
    assert missing.value.code == 404
    assert f"<code>{command}</code>" in missing.value.read().decode()


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


@pytest.mark.parametrize(
    ("said", "address"),
    [((), ""), (("HOST=0.0.0.0",), " -a 0.0.0.0:8000"), (("ADDRESS=127.0.0.1:8001",), " -a 127.0.0.1:8001")],
)
def test_make_takes_a_host_that_is_given_to_it_and_not_the_name_of_the_machine(
    said: tuple[str, ...], address: str
) -> None:
    known = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")} | {"HOST": "mine"}
    done = subprocess.run(
        ["make", "--dry-run", "serve", *said], cwd=PROJECT, env=known, capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip().endswith(f"hooks serve{address}")


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


def test_a_sentence_is_shown_before_any_build(server: Server) -> None:
    server.rest()
    before = server.builds
    with server.held():
        append(server.project / "content" / "de" / "repotting.md", "\nGleich zu sehen.\n")
        server.wait_until(lambda: server.shows("de/umtopfen/", "Gleich zu sehen"))
        assert server.builds == before
    server.rest()
    assert server.builds == before + 1
    assert "Gleich zu sehen" in server.get("de/search/search_index.json")  # what depends on it has followed


def test_words_of_data_are_shown_at_once_where_somebody_looks(server: Server) -> None:
    """And everywhere after the build."""
    server.rest()
    path = server.project / "content" / "de" / "examples.yml"
    good = path.read_text(encoding="utf-8")
    with server.held():
        for address in ("/de/umtopfen/", "/de/pflanzen/einblatt/"):
            with urllib.request.urlopen(f"{server.url}-/edits?path={address}", timeout=PATIENCE) as events:
                assert events.readline()
                if address == "/de/umtopfen/":
                    continue  # this tab is closed
                path.write_text(good.replace("Seit Wochen kam", "Seit Monaten kam"), encoding="utf-8")
                server.wait_until(lambda: server.shows("de/pflanzen/einblatt/", "Seit Monaten kam"))
        assert not server.shows("de/umtopfen/", "Seit Monaten kam")
    server.rest()
    assert server.shows("de/umtopfen/", "Seit Monaten kam")
    path.write_text(good, encoding="utf-8")


def test_what_only_the_full_check_refuses_is_taken_back(server: Server) -> None:
    """A page alone does not tell that the glossary rules a word out."""
    server.rest()
    terms, path = (server.project / "content" / "de" / name for name in ("glossary.yml", "repotting.md"))
    glossary, good = terms.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")
    try:
        terms.write_text(glossary.replace("  term: Ballen\n", "  term: Ballen\n  variants: [Wurzelklumpen]\n"), "utf-8")
        server.rest()
        with server.held():
            path.write_text(f"{good}\nEin Wurzelklumpen\n", encoding="utf-8")
            server.wait_until(lambda: server.shows("de/umtopfen/", "Ein Wurzelklumpen"))
        server.wait_until(lambda: not server.shows("de/umtopfen/", "<p>Ein Wurzelklumpen"))
        assert 'role="alert"' in server.get("de/umtopfen/")
        server.rest()
        before = server.builds
        with server.held():
            path.write_text(f"{good}\nEin Ballen\n", encoding="utf-8")
            server.wait_until(lambda: server.shows("de/umtopfen/", "Ein Ballen"))
            assert 'role="alert"' not in server.get("de/umtopfen/")
            assert server.builds == before
    finally:
        terms.write_text(glossary, encoding="utf-8")
        path.write_text(good, encoding="utf-8")
        server.rest()


def test_of_rapid_saves_the_last_is_shown_and_one_build_follows(server: Server) -> None:
    server.rest()
    before, path = server.builds, server.project / "content" / "es" / "repotting.md"
    good = path.read_text(encoding="utf-8")
    for number in range(40):
        path.write_text(f"{good}\nVersión {number}.\n", encoding="utf-8")
        time.sleep(0.02)
    server.wait_until(lambda: server.shows("es/trasplantar/", "Versión 39"))
    server.rest()
    assert server.builds == before + 1
    assert "Versión 39" in server.get("es/trasplantar/")


def test_an_edit_while_a_build_runs_is_not_lost(server: Server) -> None:
    """It is shown at once, and still when that build is done, which has read the page before."""
    server.rest()
    begun, path = server.said.count("Building documentation..."), server.project / "content" / "de" / "legal.md"
    append(path, "\nVorher.\n")
    server.wait_until(lambda: server.said.count("Building documentation...") > begun)
    before = server.builds
    for number in range(8):
        append(path, f"\nWährenddessen {number}.\n")
        server.wait_until(lambda number=number: server.shows("de/impressum/", f"Währenddessen {number}"))
        time.sleep(0.3)
    server.wait_until(lambda: server.builds > before)
    server.rest()
    assert "Währenddessen 7" in server.get("de/impressum/")


def test_a_half_written_file_shows_nothing_and_the_whole_one_does(server: Server) -> None:
    server.rest()
    path = server.project / "content" / "de" / "repotting.md"
    whole = f"{path.read_text(encoding='utf-8')}\nGanz geschrieben.\n".encode()
    said = server.said
    path.write_bytes(b"")
    time.sleep(0.1)
    path.write_bytes(whole[:-9])
    assert "Ganz geschrieben" not in server.get("de/umtopfen/")
    path.write_bytes(whole)
    server.wait_until(lambda: server.shows("de/umtopfen/", "Ganz geschrieben"))
    server.rest()
    assert "ERROR" not in server.said.removeprefix(said)


def test_an_editor_that_puts_another_file_in_its_place_is_followed(server: Server) -> None:
    """Its backup and its half-written file are none of the site's."""
    server.rest()
    before, path = server.builds, server.project / "content" / "de" / "repotting.md"
    unfinished, backup = path.with_name(".repotting.md.swp"), path.with_name("repotting.md~")
    unfinished.write_text(f"{path.read_text(encoding='utf-8')}\nErsetzt.\n", encoding="utf-8")
    backup.write_bytes(path.read_bytes())
    with server.held():
        unfinished.replace(path)
        server.wait_until(lambda: server.shows("de/umtopfen/", "Ersetzt"))
        assert server.builds == before
    server.rest()
    assert server.builds == before + 1
    backup.unlink()


def test_hundreds_of_files_are_one_build(server: Server) -> None:
    server.rest()
    before, folder = server.builds, server.project / "docs" / "assets" / "many"
    folder.mkdir()
    pages = sorted((server.project / "content").glob("*/**/*.md"))
    for number in range(300):
        (folder / f"{number}.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    for path in pages:
        append(path, "\nx\n")
    server.wait_until(lambda: server.shows("de/assets/many/299.svg", "<svg"))
    server.rest()
    assert server.builds == before + 1
    shutil.rmtree(folder)


def test_another_branch_is_followed_with_its_pages(server: Server) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        subprocess.run(["git", *who, *arguments], cwd=server.project, check=True, capture_output=True)

    server.rest()
    git("init", "--quiet", "--initial-branch=main")
    git("add", "content")
    git("commit", "--quiet", "--message=Begin")
    git("checkout", "--quiet", "-b", "other")
    for lang, slug in (("de", "umtopfen"), ("es", "trasplantar")):
        path = server.project / "content" / lang / "repotting.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f"slug: {slug}", f"slug: {slug}-neu") + "\nZweig.\n", encoding="utf-8")
        append(path.with_name("legal.md"), f"\nZweig {lang}.\n")
    git("commit", "--quiet", "--all", "--message=Other")
    server.wait_until(lambda: server.shows("de/umtopfen-neu/", "Zweig"))
    server.rest()
    git("checkout", "--quiet", "main")
    server.wait_until(lambda: server.shows("de/umtopfen/", "<html") and "Zweig" not in server.get("de/impressum/"))
    server.rest()
    git("checkout", "--quiet", "other")
    server.wait_until(lambda: server.shows("es/trasplantar-neu/", "Zweig"))
    server.rest()
    for gone in ("de/umtopfen/", "es/trasplantar/"):
        assert not server.shows(gone, "Zweig")
    git("checkout", "--quiet", "main")
    server.wait_until(lambda: server.shows("es/trasplantar/", "<html"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, a machine has no other address without setting one up")
def test_a_phone_in_the_network_is_served_and_follows(tmp_path: Path) -> None:
    """By every address that the machine has, once somebody asks for it; the pages name none of them."""
    lay_out(tmp_path / "project")
    with served(tmp_path, host="0.0.0.0") as server:
        phone = replace(server, url=server.url.replace("0.0.0.0", "127.0.0.2"))
        phone.wait_until(lambda: phone.shows("de/umtopfen/", "<html"))
        assert 'src="../assets/site.js"' in phone.get("de/umtopfen/")
        asked = f"{phone.url}-/edits?path=/de/umtopfen/"
        with urllib.request.urlopen(asked, timeout=PATIENCE) as events:
            assert json.loads(events.readline().removeprefix(b"data: "))["page"]
            append(server.project / "content" / "de" / "repotting.md", "\nAuf dem Telefon.\n")
            events.readline()
            assert "Auf dem Telefon" in json.loads(events.readline().removeprefix(b"data: "))["article"]


def test_a_start_is_one_build(tmp_path: Path) -> None:
    """Also where Python keeps compiled files beside the code for the first time, and editors theirs.

    Until it is done, every address says so, and is told when there is more.
    """
    lay_out(tmp_path / "project")
    with served(tmp_path) as server:
        with server.held():
            server.wait_until(lambda: "Serving on" in server.said)
            for path in ("", "de/umtopfen/", "de/assets/site.js"):
                with pytest.raises(urllib.error.HTTPError) as waiting:
                    server.get(path)
                assert waiting.value.code == 503
                said = waiting.value.read().decode()
                assert "as soon as it is built" in said
                assert "<script data-page=" in said
        server.wait_until(lambda: server.shows("", "<html"))
        assert (server.project / "hooks" / "__pycache__").is_dir()
        (server.project / "overrides" / "__pycache__").mkdir()
        for name in ("__pycache__/a.pyc", ".main.html.swp", "main.html~"):
            (server.project / "overrides" / name).touch()
        server.rest()
        assert server.said.count("Building documentation...") == server.builds == 1


def test_the_site_of_before_is_shown_until_the_present_one_is_built(tmp_path: Path) -> None:
    """With a bar that says so; never a part of one and a part of the other, and nothing of it is written."""
    lay_out(tmp_path / "project")
    site, policy = tmp_path / "project" / "site", '<meta http-equiv="Content-Security-Policy" content="default-src">'
    files = ["index.html", "404.html", "de/index.html", "de/umtopfen/index.html", "de/assets/styles/text.css"]
    for file in files:
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_text(f"<!-- Früher {file} -->{policy}<p></p></body>", encoding="utf-8")
    addresses, earlier = ["", "de/assets/styles/text.css", "de/umtopfen/", "de/"], list[bool]()

    def is_built() -> bool:
        earlier.extend("Früher" in server.get(address) for address in addresses)
        return not earlier[-1]

    with served(tmp_path) as server:
        with server.held():
            server.wait_until(lambda: "Serving on" in server.said)
            assert not is_built()
            assert "as it was built last" in server.get("de/umtopfen/")
            assert policy not in server.get("de/umtopfen/")
            with pytest.raises(urllib.error.HTTPError) as missing:
                server.get("de/nichts/")
            assert "Früher 404.html" in missing.value.read().decode()
        server.wait_until(is_built)
        assert earlier == sorted(earlier, reverse=True)
        assert "as it was built last" not in server.get("de/umtopfen/")
    with served(tmp_path) as server:  # and the next start shows what was served last
        server.wait_until(lambda: "Serving on" in server.said)
        assert "as it was built last" in server.get("de/umtopfen/")
        assert '<html lang="de"' in server.get("de/umtopfen/")
    left = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.*")}
    assert left == {file: f"<!-- Früher {file} -->{policy}<p></p></body>" for file in files}


def test_of_two_sites_of_before_the_last_one_is_shown(tmp_path: Path) -> None:
    site, kept = tmp_path / "site", tmp_path / earlier.FOLDER
    for number, folder in enumerate((kept, site, kept)):
        folder.mkdir(exist_ok=True)
        (folder / "index.html").touch()
        os.utime(folder / "index.html", (number, number + 1))
        assert earlier.find(tmp_path, site) == folder
    earlier.keep(site, tmp_path)
    assert not site.exists()
    assert (kept / "index.html").stat().st_mtime == 2


def test_a_server_that_ends_leaves_nothing_behind(tmp_path: Path) -> None:
    """Also in the midst of a build."""
    lay_out(tmp_path / "project")
    with served(tmp_path) as server:
        server.wait_until(lambda: "Cleaning site directory" in server.said)
    assert not list(tmp_path.glob("*mkdocs_*"))
    assert "Traceback" not in server.said


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
