"""Loading a course: the valid one has no finding, each defect gives its findings, and nothing else ever comes out."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
import yaml
from courses import CORE, INVALID, LEFT_BY_EDITORS, MINIMAL, PROJECT, Defect, defects, findings_of, generated
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import BytecodeCache
from sitegen.check import published
from sitegen.findings import ContentError
from sitegen.kinds.analogies import ANALOGIES
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.glossary import GLOSSARY
from sitegen.kinds.quiz import QUIZ
from sitegen.language import catalogues
from sitegen.load import load, record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from jinja2.bccache import Bucket

RULE = re.compile(r"(?!image/png|text/html)[a-z]+/[a-z]+(-[a-z]+)*")
FILES = sorted(path.relative_to(MINIMAL).as_posix() for path in MINIMAL.rglob("*.*"))
YAML_FILES = [path for path in FILES if path.endswith(".yml")]
GONE = object()
ODD_LINKS = ["[a](/no.md)", "[a](dough.md)", "[a](http://[b)", "<!-- quiz -->"]
ODD_TEXTS = ["", "x", "bake", "risen", "fr", "dough.md", "dough.md#rising", *ODD_LINKS]
ODD_VALUES = [*ODD_TEXTS, GONE, None, True, 0, 1.5, [], ["x"], {}, {"x": "y"}]


pytestmark = pytest.mark.usefixtures("nothing_read_twice")


def test_minimal_course_has_no_finding() -> None:
    assert findings_of(MINIMAL / "content") == []


def test_real_course_has_no_finding() -> None:
    assert load(PROJECT / "content", PROJECT / "docs").warnings == ()


def test_minimal_course_uses_all_kinds_of_content() -> None:
    course = load(MINIMAL / "content")
    assert (course.languages, course.source) == (("fr", "en"), "fr")
    assert QUIZ.of(course)
    assert len(EXAMPLES.of(course)) == 2
    assert len(ANALOGIES.of(course)) == 1
    for lang in course.languages:
        assert {"index.md", "dough.md", "outcomes/bake.md", "examples/kitchen.md"} <= course.pages[lang].keys()
        assert GLOSSARY.words(course, lang).keys() == {"kneading", "proving"}


@pytest.mark.parametrize("defect", [pytest.param(defect, id=defect.name) for defect in defects()])
def test_defect_gives_its_findings(defect: Defect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = defect.lay_out(tmp_path)
    if defect.interface:
        _change_interface(tmp_path, monkeypatch, **defect.interface)
    found = findings_of(content)
    assert [(f.path, f.line, f.rule, f.warning) for f in found] == [
        (wanted["path"], _line(tmp_path, wanted), wanted["rule"], wanted.get("warning", False))
        for wanted in defect.findings
    ], "\n".join(map(str, found))
    for finding, wanted in zip(found, defect.findings, strict=True):
        assert wanted["says"] in finding.message


def test_per_cent_in_a_translation_is_a_sign_like_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _change_interface(tmp_path, monkeypatch, "fr", "Take the quiz", "Vaut à 100 %")
    catalogues._known.cache_clear()
    course = load(MINIMAL / "content")
    assert course.warnings == ()
    assert re.search(r"Vaut à 100\s%", generated(course, "fr")["outcomes/bake.md"])


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda text: text.encode("utf-16"), lambda text: text[:999].encode()])
def test_a_spoilt_catalogue_is_told_of_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[str], bytes]
) -> None:
    _change_interface(tmp_path, monkeypatch, "fr", "Back", "Retour")
    path = catalogues.catalogue_path("fr")
    path.write_bytes(spoil(path.read_text(encoding="utf-8")))
    catalogues._known.cache_clear()
    (finding,) = findings_of(MINIMAL / "content")
    assert (finding.path, finding.rule.partition("/")[0]) == (catalogues.shown("fr"), "interface")


def test_every_rule_has_a_defect() -> None:
    told = {"reading/hard", "case/coverage", "case/agreement"}  # by commands of their own; see test_command
    told |= {"language/entry", "folder/taken"}  # likewise; see begin
    unwritable = {"file/name"}  # no repository could hold it; see test_boundary
    assert set().union(*(defect.rules for defect in defects())) == _rules_in_code() - told - unwritable


def test_defects_are_named_after_their_rule() -> None:
    for defect in defects():
        rules = [rule.replace("/", "-") for rule in defect.rules]
        assert len(rules) == 1
        assert defect.name.startswith(rules[0].split("-")[0])


def test_every_folder_of_defects_is_used() -> None:
    assert {path.name for path in INVALID.iterdir()} == {defect.name for defect in defects()}


def test_answers_are_held_against_the_quiz_whatever_words_lack(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "examples.yml", "{risen: flat, waited: one_hour}", "{risen: flat}")
    _edit(content / "fr" / "examples.yml", "  lesson: La chaleur décide.\n", "")
    assert [finding.rule for finding in findings_of(content)] == ["schema/missing", "example/mismatch"]


@pytest.mark.parametrize(
    ("anchor", "told"), [("rising", False), ("example-kitchen", False), ("example-garden", True), ("raising", True)]
)
def test_sections_that_nobody_published_are_missed_before_pages_are_made(
    tmp_path: Path, anchor: str, told: bool
) -> None:
    content = _copy(tmp_path)
    recorded = record(load(content))
    (content / "published.yml").write_text(published.write(recorded), encoding="utf-8")
    _edit(content / "fr" / "index.md", "(quiz.md#quiz)", f"(dough.md#{anchor})")
    _edit(content / "fr" / "dough.md", "<!-- analogy: seed -->", "<!-- analogi: seed -->")
    rules = {finding.rule for finding in findings_of(content) if finding.path.startswith("content/fr/")}
    assert rules == {"directive/unknown"} | ({"link/missing"} if told else set())


def test_a_newcomers_slip_is_told_with_what_is_meant(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "fr" / "dough.md", "<!-- example: kitchen -->", "<!-- exampel: kitchn -->")
    (content / "en" / "Notes.docx").write_bytes(b"PK")
    told = {finding.rule: finding.message for finding in findings_of(content)}
    assert "'example'" in told["directive/unknown"]
    assert "'kitchen'" in told["directive/unknown"]
    assert "word processor" in told["file/unknown"]


def test_a_directive_that_lacks_is_told_beside_a_section_too_many(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "en" / "dough.md", "<!-- example: kitchen -->", "## More {#more}\n\nMore.")
    told = {finding.rule: finding.message for finding in findings_of(content) if finding.path == "content/en/dough.md"}
    assert "{#more} is not in content/fr/dough.md" in told["parity/headings"]
    assert "<!-- example: kitchen -->" in told["parity/directives"]


def test_a_misspelt_directive_is_told_with_its_twin(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "fr" / "dough.md", "<!-- example: kitchen -->", "<!-- exemple: kitchen -->")
    assert [finding.rule for finding in findings_of(content)] == ["directive/unknown"]
    _edit(content / "en" / "dough.md", "<!-- example: kitchen -->", "Text.")
    told = {(finding.path, finding.rule) for finding in findings_of(content)}
    assert told == {("content/fr/dough.md", "directive/unknown"), ("content/en/dough.md", "parity/directives")}


def test_a_directive_that_lacks_is_told_beside_headings_without_ids(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "en" / "dough.md", "<!-- example: kitchen -->", "## More\n\nMore.")
    assert {finding.rule for finding in findings_of(content)} == {"heading/no-id", "parity/directives"}


def test_wording_that_lacks_is_told_whatever_else_is_wrong_in_its_file(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "quiz.yml", "options: [flat, hidden, doubled]", "options: [flat, hidden, doubled, burst]")
    _edit(content / "quiz.yml", "doubled: {outcome: bake}", "doubled: {outcome: bake}, burst: {outcome: discard}")
    _edit(content / "fr" / "quiz.yml", "\nlimits:", "\nlimit:")
    told = {(finding.path, finding.rule) for finding in findings_of(content)}
    assert ("content/fr/quiz.yml", "schema/unknown-key") in told
    assert ("content/fr/quiz.yml", "parity/missing-text") in told


@pytest.mark.parametrize("unfit", ["fr", "en"])
def test_wording_without_a_counterpart_is_told_where_its_own_file_and_the_source_are_fit(
    tmp_path: Path, unfit: str
) -> None:
    content = _copy(tmp_path)
    _edit(content / "en" / "glossary.yml", "kneading:", "rolling:")
    _edit(content / unfit / "quiz.yml", "\nlimits:", "\nlimit:")
    told = [(finding.path, finding.rule) for finding in findings_of(content)]
    assert ("content/en/glossary.yml", "parity/extra-text") in told
    assert {rule for _, rule in told} == {"parity/extra-text", "schema/unknown-key"}


def test_a_colon_inside_brackets_is_told(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "fr" / "quiz.yml", 'label: "Une heure"', "label: Une heure : environ")
    assert ["': ' must stand in double quotes" in finding.message for finding in findings_of(content)] == [True]


def test_findings_of_all_files_come_at_once(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "quiz.yml", "start: risen", "start: risen: now")
    _edit(content / "fr" / "analogies.yml", "title: La graine", "titre: La graine")
    _edit(content / "en" / "index.md", "(dough.md)", "(doug.md)")
    _edit(content / "en" / "index.md", "{#home}", "{#start}")
    _edit(content / "course.yml", "dough.md#kneading", "dough.md#kneeding")
    _edit(content / "fr" / "dough.md", "description: Pétrir,", "description: Pétrir :")
    (content / "fr" / "examples.yml").unlink()
    assert {(f.path, f.line, f.rule) for f in findings_of(content)} == {
        ("content/quiz.yml", 1, "schema/yaml"),
        ("content/fr/analogies.yml", 2, "schema/unknown-key"),
        ("content/en/index.md", 7, "link/missing"),
        ("content/en/index.md", 5, "parity/headings"),
        ("content/course.yml", 6, "point/missing-section"),
        ("content/fr/dough.md", 3, "schema/yaml"),
        ("content/fr/examples.yml", 1, "file/missing"),
    }


def test_warnings_come_with_errors(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "quiz.yml", "    same_as: {hidden:", "    points: []\n    # same_as: {hidden:")
    _edit(content / "quiz.yml", "    points: [P2]\n", "")
    assert [(f.rule, f.warning) for f in findings_of(content)] == [("option/equivalent", True)]
    _edit(content / "en" / "index.md", "(dough.md)", "(doug.md)")
    assert {(f.rule, f.warning) for f in findings_of(content)} == {("option/equivalent", True), ("link/missing", False)}


def test_files_of_all_languages_may_be_linked_to(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    _edit(content / "en" / "index.md", "(dough.md)", "(assets/dough.svg)")
    (tmp_path / "docs" / "assets").mkdir(parents=True)
    (tmp_path / "docs" / "assets" / "dough.svg").touch()
    assert load(content, tmp_path / "docs").warnings == ()
    with pytest.raises(ContentError, match="link/missing"):
        load(content)


def test_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    for path in content.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert findings_of(content) == []


def test_folder_with_the_name_of_a_page_is_no_page(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    (content / "en" / "folder.md").mkdir()
    assert findings_of(content) == []


def test_hidden_files_are_nobodys_content(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    for path in ("en/.trash/old.md", "fr/._dough.md", "illustrations/._oven.svg", ".drafts/new.md"):
        (content / path).parent.mkdir(exist_ok=True)
        (content / path).write_bytes(b"\x00")
    assert findings_of(content) == []


def test_what_editors_leave_is_nobodys_content(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    for folder in ("", "en", "en/files", "illustrations"):
        (content / folder).mkdir(exist_ok=True)
        for name in LEFT_BY_EDITORS:
            (content / folder / name).write_bytes(b"\x00")
    assert findings_of(content) == []


def test_what_a_merge_leaves_is_told(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    for name in ("dough.md.orig", "dough.md.rej"):
        (content / "en" / name).touch()
    assert [finding.rule for finding in findings_of(content)] == ["file/unmeant"] * 2


def test_linked_folders_hold_pages_and_files_like_others(tmp_path: Path) -> None:
    content = _copy(tmp_path)
    for lang in ("fr", "en"):
        (tmp_path / lang).mkdir()
        (content / lang / "practice.md").rename(tmp_path / lang / "practice.md")
        (content / lang / "more").symlink_to(tmp_path / lang)
    assert "more/practice.md" in load(content).pages["en"]
    (tmp_path / "fr" / "unread.png").touch()
    assert [(f.path, f.rule) for f in findings_of(content)] == [("content/fr/more/unread.png", "file/unknown")]


@pytest.mark.parametrize(
    ("path", "target", "rule"),
    [
        ("fr/round", "../fr", "file/unknown"),
        ("fr/round.md", ".", "file/unreadable"),
        ("fr/gone.md", "nowhere.md", "file/missing"),
        ("fr/gone.png", "nowhere.png", "file/unknown"),
    ],
)
def test_links_that_lead_nowhere_are_findings(tmp_path: Path, path: str, target: str, rule: str) -> None:
    content = _copy(tmp_path)
    (content / path).symlink_to(target)
    assert [(f.path, f.rule) for f in findings_of(content)] == [(f"content/{path}", rule)]


def test_course_needs_no_more_than_one_page(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for path, text in {
        "course.yml": "languages: [en]\nsource: en",
        "en/course.yml": "title: A\ndescription: B",
        "en/index.md": "---\ndescription: B\n---\n# A {#a}",
    }.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text)
    course = load(content)
    assert (QUIZ.of(course), EXAMPLES.of(course), ANALOGIES.of(course)) == (None, (), ())
    assert course.pages["en"].keys() == {"index.md"}


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("quiz", {"'quiz'", "outcomes", "'sorting'", "'before_after'", "before_after_key"}),
        ("examples", {"'example'", "'examples'", "sorting"}),
        ("analogies", {"analogy"}),
        ("glossary", {"glossary"}),
        ("calculator", {"calculator"}),
        ("sorting", {"'sorting'", "'before_after'", "before_after_key"}),
        ("before_after", {"'before_after'", "before_after_key"}),
    ],
)
def test_directives_need_their_file(tmp_path: Path, name: str, asked: set[str]) -> None:
    content = _copy(tmp_path)
    for path in content.rglob(f"{name}.yml"):
        path.unlink()
    found = [f for f in findings_of(content) if f.rule == "directive/unknown"]
    assert {asked_name for f in found for asked_name in asked if asked_name in f.message} == asked
    assert len(found) == 2 * len(asked)


@pytest.mark.parametrize("lacking", ["content", "content/course.yml", "content/fr", "content/en"])
def test_missing_folders_and_files_are_findings(tmp_path: Path, lacking: str) -> None:
    content = _copy(tmp_path)
    path = tmp_path / lacking
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert "file/missing" in {finding.rule for finding in findings_of(content)}


def test_chapter_that_cannot_be_read_is_told_of_once(tmp_path: Path) -> None:
    chapter = _copy(tmp_path) / "en" / "dough.md"
    chapter.write_bytes(chapter.read_text(encoding="utf-8").encode("utf-16"))
    found = findings_of(tmp_path / "content")
    assert [(f.path, f.rule) for f in found] == [("content/en/dough.md", "file/encoding")]


def test_file_in_place_of_the_folder_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "content").touch()
    assert [(f.path, f.rule) for f in findings_of(tmp_path / "content")] == [("content/course.yml", "file/unreadable")]


@pytest.mark.parametrize("garbage", [b"", b"\x00", bytes(range(256)), b"\xff\xfe", b"---", b"[" * 500, b"a: &a [*a]"])
def test_garbage_in_every_file_at_once(tmp_path: Path, garbage: bytes) -> None:
    content = _copy(tmp_path)
    for path in content.rglob("*.*"):
        if path.name != "course.yml" or path.parent != content:
            path.write_bytes(garbage)
    found = findings_of(content)
    assert {f.path for f in found} >= {path for path in FILES if path.endswith(".md") or path.count("/") > 1}


@settings(max_examples=50)
@given(st.sampled_from(FILES), st.one_of(st.text(), st.text(alphabet="-:[]{}#&*!<>()`'\" \n\tab|%@")))
def test_any_text_in_one_file(path: str, text: str) -> None:
    _load_with(path, lambda _: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=30)
@given(st.sampled_from(FILES), st.binary())
def test_any_bytes_in_one_file(path: str, garbage: bytes) -> None:
    _load_with(path, lambda _: garbage)


@settings(max_examples=50)
@given(st.sampled_from(FILES), st.data())
def test_any_line_changed_in_one_file(path: str, data: st.DataObject) -> None:
    lines = (MINIMAL / path).read_text(encoding="utf-8").splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.one_of(st.sampled_from(lines), st.text(alphabet="-:[]{}#*!<>()`'\" ab/."), st.just("")))
    place = data.draw(st.integers(0, len(lines[number])))
    changed = data.draw(st.sampled_from([other, lines[number][:place] + other + lines[number][place:]]))
    _load_with(path, lambda _: "\n".join([*lines[:number], changed, *lines[number + 1 :]]).encode())


@settings(max_examples=100)
@given(st.sampled_from(YAML_FILES), st.data())
def test_any_value_changed_in_one_file(path: str, data: st.DataObject) -> None:
    tree = yaml.safe_load((MINIMAL / path).read_text(encoding="utf-8"))
    place = data.draw(st.sampled_from(list(_places(tree))))
    value = data.draw(st.sampled_from(ODD_VALUES))
    changed = _replaced(tree, place, value)
    _load_with(path, lambda _: yaml.safe_dump(changed, allow_unicode=True).encode())


@pytest.mark.parametrize("nothing", [b"[]", b"{}", b""])
@pytest.mark.parametrize("path", YAML_FILES)
def test_nothing_in_one_file(path: str, nothing: bytes) -> None:
    _load_with(path, lambda _: nothing)


@pytest.mark.parametrize("path", [path for path in YAML_FILES if path.count("/") == 1])
def test_no_structure_is_emptied_unnoticed(path: str, tmp_path: Path) -> None:
    content = _copy(tmp_path)
    (tmp_path / path).write_text("[]\n", encoding="utf-8")
    assert any(not finding.warning for finding in findings_of(content))


class _InMemory(BytecodeCache):
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def _rules_in_code() -> set[str]:
    """Return all texts in the core that have the form of a rule."""
    texts = {
        node.value
        for path in CORE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if RULE.fullmatch(text)}


def _change_interface(project: Path, monkeypatch: pytest.MonkeyPatch, lang: str, message: str, becomes: str) -> None:
    """Give the last translation of a message another text, in a copy of the catalogues."""
    package = project / "hooks" / "sitegen"
    shutil.copytree(CORE / "locale", package / "locale")
    monkeypatch.setattr(catalogues, "PACKAGE", package)
    path = catalogues.catalogue_path(lang)
    lines = path.read_text(encoding="utf-8").split("\n")
    start = next(n for n, line in enumerate(lines) if line in (f'msgid "{message}"', f'msgid_plural "{message}"'))
    last = max(n for n in range(start, lines.index("", start)) if lines[n].startswith("msgstr"))
    lines[last] = f'{lines[last].partition(" ")[0]} "{becomes}"'
    path.write_text("\n".join(lines), encoding="utf-8")


def _line(project: Path, wanted: dict[str, Any]) -> int:
    if isinstance(wanted["line"], int):
        return wanted["line"]
    return (project / wanted["path"]).read_text(encoding="utf-8").split("\n").index(wanted["line"]) + 1


def _copy(folder: Path) -> Path:
    shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
    return folder / "content"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path}: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _load_with(path: str, change: Callable[[bytes], bytes]) -> None:
    """Load the minimal course with one file changed; all that may come out is a course or findings."""
    with TemporaryDirectory() as folder:
        content = _copy(Path(folder))
        file = Path(folder) / path
        file.write_bytes(change(file.read_bytes()))
        for finding in findings_of(content):
            assert RULE.fullmatch(finding.rule)
            assert finding.line >= 1
            assert "\n" not in finding.path


def _places(tree: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield place
    children = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, below in children:
        yield from _places(below, (*place, key))


def _replaced(tree: Any, place: tuple[str | int, ...], value: Any) -> Any:
    """Return the tree with another value at a place, or with nothing there."""
    if not place:
        return None if value is GONE else value
    key, *rest = place
    below = _replaced(tree[key], tuple(rest), value)
    gone = value is GONE and not rest
    if isinstance(tree, dict):
        return {k: below if k == key else v for k, v in tree.items() if not (gone and k == key)}
    return [below if n == key else v for n, v in enumerate(tree) if not (gone and n == key)]
