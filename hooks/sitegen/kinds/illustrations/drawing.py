"""Drawings that all languages share: one SVG of shapes and places for words, and the words of each language.

`<text data-text="key" data-width="90" data-lines="2" x="…" y="…"/>` is a place: `key` is worded in
`<lang>/illustrations.yml`, in at most so many lines (one, unless said) of so many units of the drawing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from sitegen.course.depth import DEEPEST, beginning
from sitegen.findings import Finding, did_you_mean
from sitegen.kinds.illustrations.shape import Illustration, Place
from sitegen.language.lettering import LINE, width, wrap
from sitegen.language.scripts import is_rtl
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.kinds.illustrations.shape import IllustrationWording

_SHAPES = ("svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text")
_PLACE = ("data-text", "data-width", "data-lines")
_GEOMETRY = ("d", "points", "x", "y", "width", "height", "rx", "ry", "r", "cx", "cy", "x1", "x2", "y1", "y2")
_ATTRIBUTES = frozenset(("class", "transform", "text-anchor", *_GEOMETRY))
_ROOT_ATTRIBUTES = frozenset(("xmlns", "viewBox"))
_ID = re.compile(r"[a-z][a-z0-9_]*")
"""What a key of a YAML file looks like."""

_COLOURS = frozenset(("style", "fill", "stroke", "color", "opacity", "stroke-width", "stroke-dasharray", "font-size"))


def parse(source: str, ident: str, path: str) -> tuple[Illustration, list[Finding]]:
    """Read one drawing; what it must not hold, and what its places lack, comes back as findings."""
    try:
        root, lines = _tree(source)
    except _RefusedError as error:
        return Illustration(ident, source), [Finding(path, error.line, "illustration/xml", str(error))]
    findings = []
    if not _ID.fullmatch(ident):
        message = f"'{ident}' is also the id of its wording: small letters, digits and '_', starting with a letter"
        findings.append(Finding(path, 1, "illustration/name", message))
    places = []
    for element, line in lines:
        for rule, message in _faults(element, root):
            findings.append(Finding(path, line, rule, message))
        if element.tag == "text" and (place := _place(element)):
            places.append(place)
    return Illustration(ident, source, tuple(places)), findings


def draw(drawn: Illustration, words: IllustrationWording, lang: str) -> str:
    """Return the drawing as inline SVG with a language's words, a name and a description, all on one line."""
    root, _ = _tree(drawn.source)
    name = f"illustration-{drawn.id}"
    for parent in list(root.iter()):
        parent[:] = [part for child in parent for part in _lettered(child, parent, words, lang)]
    for tag, text in (("desc", words.description), ("title", words.title)):
        told = Element(tag, {"id": f"{name}-{tag}"})
        told.text = polish(" ".join(text.split()), lang)
        root.insert(0, told)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-desc"}
    return tostring(root, encoding="unicode")


class _RefusedError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


_DOCTYPE = "a drawing has no DOCTYPE; remove it, and write out what it defines"
_DEEP = f"elements lie more than {DEEPEST} deep in each other here; write it flatter"
_REASONS = {
    expat.errors.XML_ERROR_NO_ELEMENTS: 'it has no <svg viewBox="0 0 width height"> … </svg>',
    expat.errors.XML_ERROR_INVALID_TOKEN: "a sign has no place here; '&' is written '&amp;', and '<' is '&lt;'",
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: "a '<' or '<!--' begins here, and no '>' or '-->' ends it",
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "a '<![CDATA[' begins here, and no ']]>' ends it",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "an attribute stands here twice",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "nothing stands behind '</svg>'",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "'&…;' stands for nothing here; write the sign itself",
    expat.errors.XML_ERROR_BAD_CHAR_REF: "'&#…;' stands for no sign; write the sign itself",
    expat.errors.XML_ERROR_MISPLACED_XML_PI: "'<?xml …?>' stands at the very beginning, or not at all",
}


def _reason(error: expat.ExpatError, around: list[tuple[str, int]]) -> _RefusedError:
    """Return where and why a drawing is not well-formed; `around` are the elements that are open, with their lines."""
    line, said = error.lineno, _REASONS.get(expat.ErrorString(error.code), "compare it with another drawing")
    if around and error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        line, said = around[-1][1], f"<{around[-1][0]}> is opened here and never closed"
    elif around and error.code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]:
        said = f"<{around[-1][0]}>, which is opened on line {around[-1][1]}, is to be closed first"
    return _RefusedError(line, f"this is not well-formed SVG: {said}")


def _tree(source: str) -> tuple[Element, list[tuple[Element, int]]]:
    """Return the root of a drawing, and all its elements with their lines; comments and indentation are left out.

    No entity is ever expanded: none can be declared without a DOCTYPE.
    """
    builder = TreeBuilder()
    lines: list[tuple[Element, int]] = []
    around: list[tuple[Element, int]] = []
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise _RefusedError(parser.CurrentLineNumber, _DOCTYPE)

    def start(tag: str, attributes: dict[str, str]) -> None:
        around.append((builder.start(tag, attributes), parser.CurrentLineNumber))
        lines.append(around[-1])
        if len(around) > DEEPEST:
            firsts = [(line, len(parent) == 1) for (_, line), (parent, _) in zip(around[1:], around, strict=False)]
            raise _RefusedError(beginning([(around[0][1], True), *firsts]), _DEEP)

    def end(tag: str) -> None:
        builder.end(tag)
        around.pop()

    def data(text: str) -> None:
        if text.strip():
            builder.data(text)

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    try:
        parser.Parse(source, True)
    except expat.ExpatError as error:
        raise _reason(error, [(element.tag, line) for element, line in around]) from None
    return builder.close(), lines


def _faults(element: Element, root: Element) -> Iterator[tuple[str, str]]:
    """Yield rule and message of what is wrong with one element."""
    if element.tag not in _SHAPES or (element.tag == "svg") != (element is root):
        shapes = f"only shapes and <text>{did_you_mean(element.tag, _SHAPES)}"
        yield "illustration/not-allowed", f"<{element.tag}> has no place in a drawing, {shapes}"
        return
    own = _ROOT_ATTRIBUTES if element is root else frozenset(_PLACE if element.tag == "text" else ())
    for name in sorted(set(element.keys()) - _ATTRIBUTES - own):
        wanted = "only the geometry of shapes and classes"
        if name in _COLOURS:
            wanted = "give it a class: colours and lines come from the style sheet, for dark pages and for paper too"
        yield "illustration/not-allowed", f"'{name}' has no place on <{element.tag}>: {wanted}"
    if (element.text or "").strip() or (element.tail or "").strip():
        message = "words do not stand in the drawing; give <text> a data-text, and word it in each language"
        yield "illustration/text", message
    if element.tag == "text" and _place(element) is None:
        message = (
            'a text names its words and its room: <text data-text="key" data-width="90" x="…" y="…"/>, '
            'and data-lines="2" where two lines have room'
        )
        yield "illustration/text", message
    key = element.get("data-text")
    if key and not _ID.fullmatch(key):
        message = f"'{key}' is also the key of its words: small letters, digits and '_', starting with a letter"
        yield "illustration/text", message
    if element is root and not _is_frame(root.get("viewBox", "")):
        yield "illustration/frame", 'the first element is <svg viewBox="0 0 width height">, with two numbers'


def _place(element: Element) -> Place | None:
    key, room, lines = (element.get(name, "") for name in _PLACE)
    lines = lines or "1"
    anchored = all(_is_number(element.get(name, "")) for name in ("x", "y"))
    if not (key and anchored and _is_number(room) and re.fullmatch(r"[0-9]{1,2}", lines)):
        return None
    return Place(key, float(room), int(lines))


def too_long(place: Place, texts: Mapping[str, str], lang: str) -> Iterator[tuple[str, str]]:
    """Yield rule and message when words do not fit into their place."""
    lines = wrap(polish(texts.get(place.key, ""), lang), place.room)
    widest = max(map(width, lines), default=0)
    if len(lines) > place.lines or widest > place.room:
        room = f"{place.lines} line(s) of {place.room:g} units"
        needs = f"{len(lines)} line(s), the longest of about {widest:.0f} units"
        yield "illustration/too-long", f"its place in the drawing has {room}; this needs {needs}; write it shorter"


def _lettered(element: Element, parent: Element, words: IllustrationWording, lang: str) -> Iterator[Element]:
    """Yield what stands for an element: for a place, a text for each line; a space in it would put it off centre."""
    if element.tag != "text":
        yield element
        return
    lines = wrap(polish(words.texts[element.get("data-text", "")], lang), float(element.get("data-width", "")))
    for number, line in enumerate(lines):
        kept = {name: value for name, value in element.items() if name not in _PLACE}
        if is_rtl(line):
            anchor = kept.get("text-anchor") or parent.get("text-anchor") or "start"
            kept |= {"direction": "rtl", "text-anchor": _MIRRORED.get(anchor, anchor)}
        text = Element("text", kept | {"y": f"{float(kept['y']) + number * LINE:g}"})
        text.text, text.tail = line, " "
        yield text


_MIRRORED = {"start": "end", "middle": "middle", "end": "start"}
"""Where a text is anchored -> the same place for words that run from right to left: a drawing is not mirrored."""


def _is_frame(box: str) -> bool:
    numbers = box.split()
    return len(numbers) == 4 and numbers[:2] == ["0", "0"] and all(_is_number(number) for number in numbers)


def _is_number(text: str) -> bool:
    try:
        return 0 <= float(text) < 10_000
    except ValueError:
        return False
