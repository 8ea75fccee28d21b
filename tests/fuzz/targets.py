"""What is fuzzed: plain functions that take any bytes and raise for a defect alone.

Each returns whether its input was accepted. A target with a `header` reads from the first line of its input which file
the rest stands for.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import tempfile
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from courses import MINIMAL, PROJECT, TESTS, course_of
from fuzz.oracle import DefectError, DifferenceError, elements, lines_of, right, specified, typed, words
from sitegen import load as loading
from sitegen.check import embedded, interface, navigation, whole
from sitegen.course import page, yamlfile
from sitegen.course.base import Markdown, Text
from sitegen.course.course import Wording
from sitegen.course.parts import written
from sitegen.course.tree import composed
from sitegen.course.yamlfile import texts as data_texts
from sitegen.findings import ContentError
from sitegen.kinds import KINDS
from sitegen.kinds.glossary.shape import Term
from sitegen.kinds.illustrations import drawing
from sitegen.kinds.illustrations.shape import IllustrationWording
from sitegen.language import catalogues, typography
from sitegen.language.i18n import Interface
from sitegen.show import search
from sitegen.show.escape import plain
from sitegen.show.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sitegen.course.course import Course
    from sitegen.findings import Finding

NAMES = loading.names(KINDS)
SHARED = {"minimal": MINIMAL, "other_course": TESTS / "fixtures" / "other_course", "real": PROJECT}
"""Courses of which a file is replaced."""
FIXTURES = ("minimal", "other_course")
WHOLE = 40
"""Of so many accepted files of the real course, one is tried with all of it, which takes a second."""
_CATALOGUE = "hooks/sitegen/locale/fr/LC_MESSAGES/sitegen.po"


@dataclass(frozen=True)
class Target:
    """Something that is fuzzed."""

    name: str
    run: Callable[[bytes], bool]
    seeds: Callable[[Iterable[str]], list[bytes]]
    """Returns its texts in some of the `SHARED` courses."""
    header: bool = False

    def parts(self, data: bytes) -> tuple[bytes, bytes]:
        """Return the first line, where it names a file, and what may be mutated."""
        head, end, rest = data.partition(b"\n") if self.header else (b"", b"", data)
        return head + end, rest


@contextmanager
def nothing_read_twice() -> Iterator[None]:
    """Let what is the same in thousands of courses be read once."""
    with ExitStack() as stack:
        for owner, name, kept in ((catalogues, "template", None), (yamlfile, "parse", 512), (page, "parse", 256)):
            stack.enter_context(patch.object(owner, name, lru_cache(kept)(getattr(owner, name))))
        catalogues.template()
        yield


def forget() -> None:
    """Give back the memory that texts take which nobody meets again."""
    typography.polish.cache_clear()


# A course of which one file is replaced -------------------------------------------------------------------------------


class Workshop:
    """A folder with copies of the courses, in memory where the system has such a place; each process has its own."""

    def __init__(self) -> None:
        self._folder = Path()
        self._owner = 0

    def __truediv__(self, path: str) -> Path:
        return self.path / path

    @property
    def path(self) -> Path:
        if self._owner != os.getpid():
            memory = Path("/dev/shm")
            self._folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))
            self._owner = os.getpid()
            atexit.register(self.close)
            for name, project in SHARED.items():
                shutil.copytree(project / "content", self._folder / name / "content")
                if name == "other_course":
                    shutil.copy(project / "mkdocs.yml", self._folder / name)
        return self._folder

    def close(self) -> None:
        """Remove the folder."""
        if self._owner == os.getpid():
            shutil.rmtree(self._folder)
            self._owner = 0


workshop = Workshop()


@cache
def _files() -> tuple[str, ...]:
    """Return all files of content that the workshop holds, as the first lines of inputs name them."""
    ends = {".md", ".yml", ".svg"}
    found = (path for path in workshop.path.rglob("*") if path.suffix in ends)
    return tuple(sorted(path.relative_to(workshop.path).as_posix() for path in found))


def _placed(head: bytes) -> str:
    """Return which file a first line names; any line names one."""
    name = head.decode("utf-8", "replace").strip()
    return name if name in _files() else _files()[zlib.crc32(head) % len(_files())]


def load(data: bytes) -> bool:
    """A course gives a course or findings, whatever one of its files holds; what it accepts, it shows."""
    head, _, body = data.partition(b"\n")
    path = _placed(head)
    name, _, inside = path.partition("/")
    if name == "real" and not _reads(inside, body):
        return False
    if name == "real" and zlib.crc32(data) % WHOLE:
        return True
    file = workshop / path
    before = file.read_bytes()
    file.write_bytes(body)
    try:
        course = _loaded(workshop / name)
    finally:
        file.write_bytes(before)
    if course:
        _all_shown(course, name, inside)
    return course is not None


def _loaded(project: Path) -> Course | None:
    def lines(path: str) -> int | None:
        if path.startswith("(generated) "):
            return 1_000_000
        known = _lines(project / path) or _lines(PROJECT / path)
        return known or (1 if (project / path).parent.is_dir() else None)

    try:
        course = loading.load(project / "content", PROJECT / "docs")
    except ContentError as error:
        right(error.findings, lines)
        return None
    right(course.warnings, lines)
    return course


def _lines(file: Path) -> int | None:
    return lines_of(file.read_bytes().decode("utf-8", "replace")) if file.is_file() else None


def _reads(inside: str, body: bytes) -> bool:
    """Tell whether a file of the real course is accepted as far as it can be read by itself."""
    text = _text(body)
    if text is None or not inside.endswith(".yml"):
        return text is not None
    *_, stem = inside.removesuffix(".yml").split("/")
    lang = inside.split("/")[1] if inside.count("/") > 1 else ""
    kind = next((kind for kind in KINDS if kind.name == stem), None)
    shape = (kind.wording if lang else kind.structure) if kind else None

    def lines(_: str) -> int:
        return lines_of(text)

    try:
        document = yamlfile.parse(text, inside)
        value = yamlfile.read(document, shape) if shape else None
    except ContentError as error:
        right(error.findings, lines)
        return False
    if not lang or value is None:
        return True
    course = course_of(PROJECT)
    alone = Wording(course.wording[lang].course, {stem: value})
    documents = {**course.documents, f"{lang}/{stem}.yml": document}
    found = embedded.check(replace(course, wording={lang: alone}, documents=documents), _known())
    right(found, lines)
    return not found


@cache
def _known() -> dict[str, Any]:
    return {directive.name: directive for kind in KINDS for directive in kind.directives}


def _text(body: bytes) -> str | None:
    """Return what a file with these bytes says; None where it is no UTF-8."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return composed(re.sub(r"\r\n?", "\n", text))


def _all_shown(course: Course, name: str, inside: str) -> None:
    """Hold the texts of a file of wording, once accepted, against what the pages say."""
    *_, lang, file = ("", *inside.split("/"))
    kind = file.removesuffix(".yml")
    if name == "real" or lang not in course.languages or kind not in course.wording[lang].kinds:
        return
    shown = _says(course, lang)
    for loc, text in _texts(course, lang, kind):
        if loc in _met(name, lang, kind) and text not in shown:
            where = re.sub(r"\d+", "0", ".".join(map(str, loc[-2:])))
            raise DifferenceError(f"text/lost {kind} {where}", f"{inside} {loc}: {text!r} is on no page")


@cache
def _met(name: str, lang: str, kind: str) -> frozenset[Any]:
    """Return the places of those texts that pages show word by word."""
    course = loading.load(SHARED[name] / "content", PROJECT / "docs")
    shown = _says(course, lang)
    return frozenset(loc for loc, text in _texts(course, lang, kind) if text in shown)


def _texts(course: Course, lang: str, kind: str) -> Iterator[tuple[Any, str]]:
    value = course.wording[lang].kinds[kind]
    yield from ((loc, typed(text)) for loc, text in embedded.texts(value, Text))
    yield from ((loc, words(meant)) for loc, text in embedded.texts(value, Markdown) if (meant := specified(text)))


def _says(course: Course, lang: str) -> str:
    writer = loading.writer(course, lang)
    made = [writer.article(path).html for path in course.pages[lang]]
    pages = [words(html) for html in made]
    data = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', "".join(made), re.DOTALL)
    pages += [typed(text) for each in data for _, text in data_texts(json.loads(each))]
    told = [typed(found.meta.description) for found in course.pages[lang].values()]
    return "\n".join([*pages, *told])


def _load_seeds(names: Iterable[str]) -> list[bytes]:
    found = [path for path in _files() if path.partition("/")[0] in names and _is_data(path)]
    return [path.encode() + b"\n" + (workshop / path).read_bytes() for path in found]


def _is_data(path: str) -> bool:
    """Tell whether the loader is the place for a file; pages of the real course have a target of their own."""
    return not (path.startswith("real/") and path.endswith(".md")) and not path.endswith("published.yml")


# A page ---------------------------------------------------------------------------------------------------------------


def parse(data: bytes) -> bool:
    """A page gives findings, or HTML that says word by word what was written."""
    text = _text(data)
    if text is None:
        return False
    found, findings = page.parse(text, "fuzzed.md", "fr/fuzzed.md", NAMES)
    right(findings, lambda _: lines_of(text))
    if any(not finding.warning for finding in findings):
        return False
    writer = _writer()
    writer.course = replace(writer.course, pages={**writer.course.pages, "fr": {"fuzzed.md": found}})
    writer.articles.clear()
    made = writer.article("fuzzed.md")
    changed = list(whole.changed(found.file, found.body_line, made.change))
    right(changed, lambda _: lines_of(text))
    if changed:
        return False
    meant = [typed(part) for part in written(found.read).found if not _MARK.fullmatch(part)]
    _same("page/words", _unangled(meant), _unangled(words(made.html).split()))
    if (html := specified(found.body)) is not None:
        _same("page/commonmark", words(html), words(made.html))
        _same("page/elements", elements(html), elements(made.html))
    return True


_MARK = re.compile(r"</?\w[^\s]*(?: .*)?>|<br>")
_ANGLED = re.compile(r"</?\w[^<>]*>")
"""What looks like an element, though it may be words: the parts of a text do not tell."""


@cache
def _writer() -> Writer:
    """Return a writer of the smallest course, to which directives bring nothing."""
    tables = loading.tables(KINDS)
    silent = replace(tables, directives=dict.fromkeys(tables.directives, lambda *_: ""))
    return Writer(replace(course_of(MINIMAL), shown={}), "fr", silent)


def _unangled(found: Iterable[str]) -> str:
    """Return words without what has the form of a tag, which may be one: `< g>` is none."""
    return "".join(_ANGLED.sub("", word) for word in found)


def _same(kind: str, meant: str, shown: str) -> None:
    """Compare words sign by sign; spaces between elements are the host's."""
    meant, shown = "".join(meant.split()), "".join(shown.split())
    if meant != shown:
        at = next((n for n, pair in enumerate(zip(meant, shown, strict=False)) if len(set(pair)) > 1), 0)
        around = slice(max(0, at - 20), at + 20)
        raise DifferenceError(kind, f"written {meant[around]!r}, shown {shown[around]!r}")


def _page_seeds(names: Iterable[str]) -> list[bytes]:
    return _all(names, "content/**/*.md")


def _all(names: Iterable[str], pattern: str) -> list[bytes]:
    return [path.read_bytes() for name in names for path in sorted(SHARED[name].glob(pattern))]


# A text of a YAML file ------------------------------------------------------------------------------------------------


def show(data: bytes) -> bool:
    """A Markdown text of a YAML file gives findings, or HTML with its words; a plain one is shown sign by sign."""
    text = (_text(data) or "").strip()
    if not text:
        return False
    course = course_of(MINIMAL)
    document = yamlfile.Document("content/fr/glossary.yml", {}, {}, text)
    glossary = {"fuzzed": Term.model_construct(term="x", definition=text, avoid=None, forms=(), hint=True, variants=())}
    alone = {"fr": Wording(course.wording["fr"].course, {"glossary": glossary})}
    documents = {**course.documents, "fr/glossary.yml": document}
    found = embedded.check(replace(course, wording=alone, documents=documents), _known())
    right(found, lambda _: lines_of(text))
    html = loading.writer(course, "fr").html("index.md")
    if any(sign in text for sign in "\x02\x03"):  # the converter's own signs
        return not found
    _same("text/plain", typed(text), words(html(plain(text))))
    if found:
        return False
    if (meant := specified(text)) is not None:
        _same("text/words", words(meant), words(html(text)))
        _same("text/elements", elements(meant), elements(html(text)))
    return True


def _text_seeds(names: Iterable[str]) -> list[bytes]:
    kinds = [
        each for name in names for words in course_of(SHARED[name]).wording.values() for each in words.kinds.values()
    ]
    found = {text for value in kinds for kind in (Text, Markdown) for _, text in embedded.texts(value, kind)}
    return [text.encode() for text in sorted(found)]


# A catalogue ----------------------------------------------------------------------------------------------------------


def translate(data: bytes) -> bool:
    """A catalogue gives findings, or words for every message with all its values."""
    file = workshop / "sitegen.po"
    file.write_bytes(data)
    own = catalogues.catalogue_path

    def path(lang: str) -> Path:
        return file if lang == "fr" else own(lang)

    _clear()
    try:
        with patch.object(catalogues, "catalogue_path", path), patch.object(catalogues, "shown", lambda _: _CATALOGUE):
            found = interface.check(["fr"], "fr", "content/course.yml")
            right(found, lambda _: lines_of(data.decode("utf-8", "replace")))
            if not any(not finding.warning for finding in found):
                _format_all(Interface("fr"))
                return True
            _lent(found)
    finally:
        _clear()
    return False


def _lent(found: Iterable[Finding]) -> None:
    """Format what is not complete, as another language than the source may be."""
    if {finding.rule for finding in found} == {"interface/missing"}:
        _format_all(Interface("fr", source="en"))


def _clear() -> None:
    catalogues._known.cache_clear()
    catalogues._lent.cache_clear()


def _format_all(spoken: Interface) -> None:
    for message in catalogues.template():
        if not message.id:
            continue
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        values = dict.fromkeys(re.findall(r"%\((\w+)\)", " ".join(texts)), 3) | {"num": 3}
        formats = bool(re.search(r"%\(\w+\)|%%", " ".join(texts)))
        for number in (0, 1, 2, 5, 1_000_000) if len(texts) > 1 else (0,):
            said = spoken.ngettext(*texts, number) if len(texts) > 1 else spoken.gettext(texts[0])
            if not said.strip():
                raise DefectError("interface/empty", f"{texts[0]!r} says nothing")
            said % values if formats or len(texts) > 1 else said % {}
            for braced in re.findall(r"\{\w+\}", texts[-1]):
                if braced not in said:
                    raise DifferenceError("interface/value", f"{said!r} lacks {braced}")


def _catalogue_seeds(_: Iterable[str]) -> list[bytes]:
    return [catalogues.catalogue_path("fr").read_bytes(), _SMALL]


_SMALL = (
    b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\nmsgid "Example:"\nmsgstr "Exemple :"\n'
)


# A drawing ------------------------------------------------------------------------------------------------------------


def draw(data: bytes) -> bool:
    """A drawing gives findings, or a picture with all its words."""
    text = _text(data)
    if text is None:
        return False
    found, findings = drawing.parse(text, "fuzzed", "content/illustrations/fuzzed.svg")
    right(findings, lambda _: lines_of(text))
    if findings:
        return False
    texts = {place.key: f"w{place.key}" for place in found.places}
    wording = IllustrationWording(title="A", description="B", texts=texts)
    too_long = [fault for place in found.places for fault in drawing.too_long(place, wording.texts, "fr")]
    drawn = drawing.draw(found, wording, "fr")
    _same("drawing/words", "AB" + "".join(wording.texts[place.key] for place in found.places), words(drawn))
    return not too_long


def _drawing_seeds(names: Iterable[str]) -> list[bytes]:
    return _all(names, "content/illustrations/*.svg")


# Settings, and letters ------------------------------------------------------------------------------------------------


def settle(data: bytes) -> bool:
    """The host's settings give findings about its navigation."""
    text = data.decode("utf-8", "replace")
    found = navigation.check(text, "mkdocs.yml", course_of(MINIMAL), rendered=True)
    right(found, lambda _: lines_of(text))
    navigation.site(text)
    return not found


def _settings_seeds(names: Iterable[str]) -> list[bytes]:
    return _all(names, "mkdocs.yml")


def spell(data: bytes) -> bool:
    """Typography changes spaces and quotation marks only, and once; what the search shows stays."""
    text = _text(data)
    if text is None:
        return False
    for lang in ("fr", "en", "de"):
        once = typography.polish(text, lang)
        if typography.polish(once, lang) != once:
            raise DefectError("typography/twice", f"{lang}: {text!r}")
        _same("typography/words", typed(text), typed(once))
    said = search.sections(f"<h2 id=a>{escape(text)}</h2><p>{escape(text)}</p>", "", "", {})[-1]
    if said.title.split() != text.split() or said.text.split() != text.split():
        raise DifferenceError("search/shown", f"{text!r}")
    return True


TARGETS: Sequence[Target] = (
    Target("loader", load, _load_seeds, header=True),
    Target("page", parse, _page_seeds),
    Target("text", show, _text_seeds),
    Target("catalogue", translate, _catalogue_seeds),
    Target("drawing", draw, _drawing_seeds),
    Target("settings", settle, _settings_seeds),
    Target("letters", spell, _text_seeds),
)
BY_NAME = {target.name: target for target in TARGETS}
