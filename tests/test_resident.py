"""A page shown from memory is the one that a full build makes; what memory cannot know, it leaves to a build."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from courses import PROJECT
from servers import ENVIRONMENT, lay_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

URL = "http://127.0.0.1:8000/"


Answer = dict[str, Any]


class Resident:
    """The process that builds a project into a folder, and then renders what is edited."""

    def __init__(self, project: Path, site: Path) -> None:
        self.project, self.site = project, site
        self._process = subprocess.Popen(
            [sys.executable, str(project / "hooks" / "resident.py")],
            cwd=project,
            env=os.environ | ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        options = {"site_dir": str(site), "dev_addr": "127.0.0.1:8000"}
        asked = {"file": str(project / "mkdocs.yml"), "options": options, "url": URL}
        self.said: list[str] = []
        self.built = self._ask({**asked, "host": "mkdocs", "level": logging.INFO, "again": False})["built"]

    def save(self, file: str, text: str, tabs: Collection[str] = ()) -> Answer:
        """Write a file, and return what the resident says of it, while `tabs` show these pages."""
        (self.project / file).write_text(text, encoding="utf-8")
        return self.ask(file, tabs)

    def ask(self, file: str, tabs: Collection[str] = ()) -> Answer:
        return self._ask({"edit": file, "tabs": [*tabs]})

    def replace(self, file: str, old: str, new: str, tabs: Collection[str] = ()) -> Answer:
        text = (self.project / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        return self.save(file, text.replace(old, new), tabs)

    @property
    def pages(self) -> dict[str, str]:
        """Return all pages of the languages, as they were built."""
        languages = [folder.name for folder in (self.project / "content").iterdir() if (folder / "index.md").exists()]
        files = [file for lang in languages for file in (self.site / lang).rglob("index.html")]
        return {file.relative_to(self.site).as_posix(): file.read_text(encoding="utf-8") for file in files}

    def end(self) -> int:
        assert self._process.stdin
        self._process.stdin.close()
        code = self._process.wait(20)
        assert self._process.stdout
        self._process.stdout.close()
        return code

    def _ask(self, message: dict[str, Any]) -> Answer:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(message), file=self._process.stdin, flush=True)
        while True:
            answer: Answer = json.loads(self._process.stdout.readline())
            if "log" not in answer:
                return answer
            self.said.append(answer["log"][2])


@contextmanager
def resident(project: Path, site: Path) -> Iterator[Resident]:
    one = Resident(project, site)
    try:
        assert one.built is not None, one.said
        yield one
    finally:
        one.end()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resident]:
    folder = tmp_path_factory.mktemp("resident")
    lay_out(folder / "project")
    for lang in ("de", "es"):
        with (folder / "project" / "content" / lang / "course.yml").open("a", encoding="utf-8") as file:
            file.write(f"sector: {{label: {lang} eine, all: {lang} alle}}\n")
    with (folder / "project" / "content" / "de" / "glossary.yml").open("a", encoding="utf-8") as file:
        file.write("  forms: [Erdwechsel]\n")
    with resident(folder / "project", folder / "site") as one:
        yield one


WORDS = [
    "Ein Satz mehr.",
    "Ein *betonter*, ein **starker** und ein ~~gestrichener~~ Satz mit `Code`.",
    "Zwei Zeilen:\neine zweite.",
    "- eins\n- zwei\n    - darunter\n\n1. erstens\n2. zweitens",
    "| Topf | Größe |\n|---|--:|\n| klein | 9 |\n| groß | 20 |",
    "```\nkein *Markdown* hier\n```",
    '!!! note "Merke"\n\n    Ein Kasten.',
    '??? note "Aufklappen"\n\n    Was sich faltet.\n\n    - mit einer Liste',
    "Siehe [Glossar](glossary.md#root_ball), [das Netz](https://example.org/) und [oben](#{first}).",
    'Ein <abbr title="zum Beispiel">z. B.</abbr> und <kbd>Strg</kbd>, 5 < 6 & 7 > 3, \\*Sterne\\*.',
    "\"Gerade\" Zeichen, 'einzelne' -- und ... drei Punkte; 10 % ; ja !",
    "> Ein Zitat,\n> das weitergeht.",
    "Der Ballen und noch einmal der Ballen: el cepellón, Wurzelballen.",
    "\n\n\nNach leeren Zeilen.\n\n---\n\nUnter einem Strich.",
    '[Verweis][v] weiter.\n\n[v]: https://example.org/verweis "Titel"',
    "<!-- für andere Autoren -->\n\nNach der Bemerkung.",
    "".join(f"Der {n}. von vielen Sätzen, die das Lesen länger machen. " for n in range(60)),
    "日本語 العربية 😀 ﬁ",
]
"""What may be written on a page without a word elsewhere that depends on it."""


def test_what_is_shown_is_what_a_build_makes(small: Resident, tmp_path: Path) -> None:
    """Each edit on a page of its own, then all on top of each other."""
    files = sorted((small.project / "content").glob("*/**/*.md"))
    good = {file: file.read_text(encoding="utf-8") for file in files}
    names = [file.relative_to(small.project).as_posix() for file in files]
    shown: dict[str, str] = {}
    written = dict(zip(names, good.values(), strict=True))
    places = cycle(names)
    for words in [*WORDS, *WORDS]:
        name = next(places)
        first = written[name].partition("{#")[2].partition("}")[0]
        above = "../" * (name.count("/") - 2)
        text = words.replace("{first}", first).replace("glossary.md", f"{above}glossary.md")
        written[name] += f"\n{text}\n"
        answer = small.save(name, written[name])
        assert len(answer.get("pages", ())) == 1, (text, answer)
        shown |= answer["pages"]
    assert len(shown) == len(names)
    try:
        with resident(small.project, tmp_path / "site") as built:
            differ = [page for page, html in shown.items() if html != (built.site / page).read_text(encoding="utf-8")]
            assert differ == []
            before = [page for page, html in shown.items() if html == (small.site / page).read_text(encoding="utf-8")]
            assert before == []  # each edit is to be seen
    finally:
        for file, text in good.items():
            file.write_text(text, encoding="utf-8")
            assert "pages" in small.ask(file.relative_to(small.project).as_posix())


REWORDED = [
    ("quiz.yml", "Wächst die Pflanze gerade?", "¿Está creciendo la planta?"),
    ("quiz.yml", '"die Wurzeln laufen im Kreis"', '"las raíces dan vueltas"'),
    ("quiz.yml", "[gute Topfwahl](/repotting/pots.md#size)", "[elegir bien la maceta](/repotting/pots.md#size)"),
    ("examples.yml", "Die Erde ist nach zehn Tagen noch nass.", "A los diez días la tierra sigue mojada."),
    ("examples.yml", "Großpflanze", "Planta grande"),
    ("analogies.yml", '"Die Blätter"', '"Las hojas"'),
    ("glossary.yml", "Erde und Wurzeln, wie sie", "Tierra y raíces tal como salen"),
    ("course.yml", "de alle", "es alle"),
]
"""File -> words of it in German and in Spanish, to which other words are added."""


def test_words_of_data_are_shown_as_a_build_makes_them(small: Resident, tmp_path: Path) -> None:
    """On all pages, in whichever order files are saved, and after a page that is edited between them."""
    texts = {path: path.read_text(encoding="utf-8") for path in (small.project / "content").glob("*/*.*")}
    before = small.pages
    shown = dict(before)
    try:
        for number, (file, *words) in enumerate(REWORDED):
            for lang, said in zip(("de", "es"), words, strict=True):
                end = '"' if said.endswith('"') else ""
                answer = small.replace(
                    f"content/{lang}/{file}", said, f"{said.removesuffix(end)} *n* {number}{end}", before
                )
                assert any(html != shown[page] for page, html in answer.get("pages", {}).items()), (file, said, answer)
                shown |= answer["pages"]
        shown |= small.replace(PAGE, "Wurzeln am Abflussloch", "Wurzeln unten am Abflussloch")["pages"]
        for lang in ("es", "de"):  # some pages name words of other languages
            shown |= small.replace(f"content/{lang}/quiz.yml", "scope: ", "scope: Ja. ", before)["pages"]
        with resident(small.project, tmp_path / "site") as built:
            assert [page for page, html in built.pages.items() if html != shown[page]] == []
    finally:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
            assert "pages" in small.ask(path.relative_to(small.project).as_posix())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param("quiz.yml", "slug: umtopfen", "slug: neuer-topf", id="slug"),
        pytest.param("quiz.yml", "title: Jetzt umtopfen", "title: Nun umtopfen", id="title of a page"),
        pytest.param("quiz.yml", "line: Der Platz", "line: Aller Platz", id="description of a page"),
        pytest.param(
            "quiz.yml", "      - Im Frühling wieder", "      - Nein.\n      - Im Frühling wieder", id="one more"
        ),
        pytest.param("quiz.yml", "    hint: Neue Blätter sind das sicherste Zeichen.\n", "", id="one less"),
        pytest.param("glossary.yml", "term: Auffrischen", "term: Nachfüllen", id="heading that a directive brings"),
        pytest.param("glossary.yml", "[Erdwechsel]", "[Erdtausch]", id="words for the language alone"),
        pytest.param("glossary.yml", "  term: Ballen", "  term: Ballen\n  forms: [Klumpen]", id="one more key"),
        pytest.param("analogies.yml", "title: Der Kinderschuh", "title: Der Schuh", id="title of an entry"),
        pytest.param("course.yml", "title: Umtopfen", "title: Topfwechsel", id="title of the course"),
        pytest.param("course.yml", "description: Wann eine", "description: Ob eine", id="description of the course"),
        pytest.param("course.yml", "care: Pflege", "care: Sorge", id="title in the navigation"),
        pytest.param("course.yml", "too_soon: Zu früh", "too_soon: Allzu früh", id="side, a heading of examples"),
    ],
)
def test_more_than_words_of_data_is_left_to_a_build(small: Resident, file: str, old: str, new: str) -> None:
    name, tabs = f"content/de/{file}", [page for page in small.pages if page.startswith("de/")]
    good = (small.project / name).read_text(encoding="utf-8")
    try:
        assert small.replace(name, old, new, tabs) == {"edited": name}
    finally:
        assert "pages" in small.save(name, good)


def test_entries_in_another_order_are_left_to_a_build(small: Resident) -> None:
    name = "content/de/glossary.yml"
    good = (small.project / name).read_text(encoding="utf-8")
    first, second = good.split("topping_up:")
    try:
        assert small.save(name, f"topping_up:{second}{first}") == {"edited": name}
    finally:
        assert "pages" in small.save(name, good)


def test_words_that_become_the_sources_own_are_left_to_a_build(small: Resident) -> None:
    """They count as borrowed."""
    german, spanish = "Erde und Wurzeln, wie sie zusammen aus dem Topf kommen.", "Tierra y raíces tal como salen juntas"
    for name, old, new in (
        ("content/es/glossary.yml", f"{spanish} de la maceta.", german),
        ("content/de/glossary.yml", german, f"{spanish} de la maceta."),
    ):
        good = (small.project / name).read_text(encoding="utf-8")
        try:
            assert small.replace(name, old, new) == {"edited": name}
        finally:
            assert "pages" in small.save(name, good)


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("de/quiz.yml", "(/repotting/pots.md#size)", "(/repotting/pots.md#nowhere)", "link/missing"),
        ("de/quiz.yml", "die Pflanze ruht", "**die Pflanze** ruht", "text/plain"),
        ("de/examples.yml", "Das Wasser läuft sofort durch.", '"# Das Wasser läuft"', "heading/misplaced"),
        ("de/examples.yml", "Das Wasser läuft", "Das <script>läuft</script>", "html/not-allowed"),
        ("es/examples.yml", "Planta de flor", "Planta grande", "parity/sector"),
        ("de/glossary.yml", "Erde und", "Er\u00adde und", "text/unseen"),
        ("es/glossary.yml", "Tierra y", "Tierra {number} y", "parity/placeholders"),
        ("de/glossary.yml", "definition: Erde", "definitio: Erde", "schema/unknown"),
        ("de/analogies.yml", "  title: Der", "  title: [Der", "schema/yaml"),
    ],
)
def test_what_is_wrong_with_data_is_told_with_its_line(
    small: Resident, file: str, old: str, new: str, rule: str
) -> None:
    name = f"content/{file}"
    good = (small.project / name).read_text(encoding="utf-8")
    line = good.partition(old)[0].count("\n") + 1
    try:
        answer = small.replace(name, old, new, small.pages)
        assert "pages" not in answer
        assert any(said.startswith(f"{name}:{line}: {rule}") for said in answer["wrong"]), answer
    finally:
        assert small.save(name, good, small.pages) == {"edited": name, "pages": {}}


PAGE = "content/de/repotting.md"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("## Die Jahreszeit", "## Das Jahr", id="words of a heading"),
        pytest.param("{#season}", "{#year}", id="id"),
        pytest.param("## Die Jahreszeit", "### Die Jahreszeit", id="level"),
        pytest.param("## Die Jahreszeit", "## Neu {#new}\n\n## Die Jahreszeit", id="section"),
        pytest.param("<!-- example: lily -->", "", id="directive gone"),
        pytest.param("<!-- example: lily -->", "<!-- example: cactus -->", id="another directive"),
        pytest.param("<!-- example: lily -->", "<!-- example: lily -->\n\n<!-- flow_overview -->", id="directive more"),
        pytest.param(
            "<!-- example: lily -->\n\n## Die Ausnahme: Fäulnis {#rot}",
            "## Die Ausnahme: Fäulnis {#rot}\n\n<!-- example: lily -->",
            id="directive elsewhere",
        ),
        pytest.param("Woran man erkennt", "Wie man sieht", id="description"),
        pytest.param("slug: umtopfen", "slug: topfwechsel", id="slug"),
        pytest.param("\n---\n\n#", "\nunlisted: true\n---\n\n#", id="unlisted"),
        pytest.param("Umgetopft wird", '<span id="when">Umgetopft</span> wird', id="id of an element"),
    ],
)
def test_what_others_depend_on_is_left_to_a_build(small: Resident, old: str, new: str) -> None:
    file = small.project / PAGE
    good = file.read_text(encoding="utf-8")
    assert old in good
    try:
        assert small.save(PAGE, good.replace(old, new)) == {"edited": PAGE}
    finally:
        assert "pages" in small.save(PAGE, good)


@pytest.mark.parametrize("half", [b"", b"\n", "Umtopfen \u00fc".encode()[:-1], b"---\nslug: umtopfen\n"])
def test_a_file_that_is_half_written_shows_nothing(small: Resident, half: bytes) -> None:
    file = small.project / PAGE
    good = file.read_bytes()
    try:
        file.write_bytes(half)
        assert "pages" not in small.ask(PAGE)
    finally:
        file.write_bytes(good)
        assert "pages" in small.ask(PAGE)


def test_a_file_that_is_gone_or_new_or_none_of_a_language_shows_nothing(small: Resident) -> None:
    for name in (
        "weg.md",
        "outcomes/wait.md",
        "weg.yml",
        "accepted.yml",
        "cases.yml",
        "../xx/index.md",
        "../xx/quiz.yml",
    ):
        name = f"content/de/{name}".replace("de/../", "")
        assert small.ask(name) == {"edited": name}


@pytest.mark.parametrize(
    ("addition", "rule"),
    [
        ("[x](nowhere.md)", "link/missing"),
        ("[x](quiz.md#nowhere)", "link/missing"),
        ("<script>alert(1)</script>", "html/"),
        ("Ein un\u00adsichtbares Zeichen.", "text/unseen"),
        ("<!-- example lily -->", "directive/malformed"),
        ("```\noffen", "fence/unclosed"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_until_it_is_mended(small: Resident, addition: str, rule: str) -> None:
    good = (small.project / PAGE).read_text(encoding="utf-8")
    first = small.save(PAGE, good)
    answer = small.save(PAGE, f"{good}\n{addition}\n")
    assert "pages" not in answer
    line = good.count("\n") + 2
    assert any(said.startswith(f"{PAGE}:{line}: {rule}") for said in answer["wrong"]), answer
    assert small.save(PAGE, good) == first


def test_what_is_in_part_borrowed_is_left_to_a_build(tmp_path: Path) -> None:
    """Its words stand on the pages of other languages as well."""
    lay_out(tmp_path / "project")
    spanish = tmp_path / "project" / "content" / "es" / "repotting.md"
    spanish.write_text(spanish.read_text(encoding="utf-8").partition("\n## ")[0] + "\n", encoding="utf-8")
    shoes = spanish.with_name("analogies.yml")
    shoes.write_text(shoes.read_text(encoding="utf-8").partition("  breaks_where:")[0], encoding="utf-8")
    with resident(tmp_path / "project", tmp_path / "site") as one:
        good = (one.project / PAGE).read_text(encoding="utf-8")
        assert one.save(PAGE, f"{good}\nEin Satz.\n") == {"edited": PAGE}
        for name in ("content/de/analogies.yml", "content/es/analogies.yml"):
            assert one.replace(name, ".\n", " !\n") == {"edited": name}


def test_a_section_that_becomes_the_sources_own_is_left_to_a_build(small: Resident) -> None:
    """It counts as borrowed; so it is when the source comes to say what a translation says already."""
    names = PAGE, PAGE.replace("/de/", "/es/")
    good = {name: (small.project / name).read_text(encoding="utf-8") for name in names}
    same = "".join(f"\nDer {n}. Satz ist in beiden Sprachen derselbe.\n" for n in range(9))
    for first, second in (names, names[::-1]):
        try:
            assert "pages" in small.save(first, good[first] + same)
            assert small.save(second, good[second] + same) == {"edited": second}
        finally:
            for name in (second, first):
                assert "pages" in small.save(name, good[name])


def test_a_build_that_fails_says_why_and_ends(tmp_path: Path) -> None:
    lay_out(tmp_path / "project")
    with (tmp_path / "project" / PAGE).open("a", encoding="utf-8") as file:
        file.write("\n[x](nowhere.md)\n")
    one = Resident(tmp_path / "project", tmp_path / "site")
    assert one.built is None
    assert any("link/missing" in said for said in one.said)
    assert one.end() == 0
    assert not any(tmp_path.glob(".site.*"))  # nothing is left over


def test_pages_of_the_real_course_are_those_that_a_build_makes(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for name in ("content", "docs", "hooks", "overrides"):
        shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "mkdocs.yml", project)
    shown, more = {}, {"fr": "Et une autre encore.", "en": "And one more."}
    with resident(project, tmp_path / "one") as one:
        for page in ("index.md", "chase.md", "quiz.md", "cases.md", "trainers.md", "glossary.md", "legal.md"):
            for lang in ("fr", "en"):
                name = f"content/{lang}/{page}"
                text = (project / name).read_text(encoding="utf-8")
                answer = one.save(name, f"{text}\nUne *autre* phrase, « elle », {lang} deal: 10 %.\n{more[lang]}\n")
                assert "pages" in answer, answer
                shown |= answer["pages"]
        for file, *words in REAL:
            for lang, said in zip(("fr", "en"), words, strict=True):
                tabs = one.pages if file == REAL[-1][0] else ()
                answer = one.replace(f"content/{lang}/{file}", said, f"{said} *{lang}*", tabs)
                assert "pages" in answer, (file, answer)
                shown |= answer["pages"]
    with resident(project, tmp_path / "two") as two:
        built = two.pages
        assert [page for page, html in shown.items() if html != built[page]] == []
        assert built.keys() - shown.keys() == {f"{lang}/translations/en/index.html" for lang in ("fr", "en")}


REAL = [
    ("analogies.yml", "Le second consulte", "The second checks"),
    ("before_after.yml", "Personne n'a encore rappelé", "Nobody has called"),
    ("calculator.yml", "divisée par les heures", "Ask a colleague"),
    ("cards.yml", "Rien n'est refusé", "Nothing has been refused"),
    ("course.yml", "Tous les secteurs", "All sectors"),
    ("examples.yml", "La remise est partie", "The discount went out"),
    ("glossary.yml", "Contact encore à qualifier", "A contact still to be qualified"),
    ("illustrations.yml", "une place vide", "an empty place"),
    ("sessions.yml", "Un écran pour tous", "A computer and a microphone"),
    ("sorting.yml", "La prochaine décision viendra", "The next decision will come"),
    ("quiz.yml", "la première réponse vraie", "the first answer that is true"),
]
"""File -> words of it in French and in English."""
