"""What is translated, unit by unit: the sections and descriptions of pages, and the texts of YAML files.

A unit has a place, by which all languages know it: `page.md#id` a section with its heading, `page.md:description` what
stands in front matter, `file.yml:key.key` a text. A list whose entries have no ids is one unit: numbers are no places.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from sitegen.course.prose import CODE, FENCE
from sitegen.course.yamlfile import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.page import Page
    from sitegen.course.yamlfile import Document

OWN = {"id", "slug", "forms", "variants", "aliases", "locale"}
"""Keys of what a language says of itself alone, or of nothing that is read."""


def of(lang: str, pages: Mapping[str, Page], documents: Mapping[str, Document]) -> dict[str, str]:
    """Return place -> text, as written, of all that the pages and files of one language hold."""
    found: dict[str, str] = {}
    for page in pages.values():
        found |= of_page(page)
    for name, document in documents.items():
        folder, _, file = name.partition("/")
        if folder == lang:
            found |= of_data(file, document.data)
    return found


def of_page(page: Page) -> dict[str, str]:
    """Return place -> text of a page; what stands under a heading without an id belongs to the section above."""
    lines = page.text.split("\n")
    found = {f"{page.path}:description": page.meta.description} if page.meta.description else {}
    named = [heading for heading in page.headings if heading.id]
    starts = [len(lines) - page.body.count("\n"), *(heading.line for heading in named[1:]), len(lines) + 1]
    for heading, start, end in zip(named, starts, starts[1:], strict=False):
        found[f"{page.path}#{heading.id}"] = "\n".join(lines[start - 1 : end - 1])
    return found


def pieces(text: str) -> list[str]:
    """Return the texts of which a unit is made, normalised: more than one where it is a list."""
    return [normalised(piece) for piece in text.split(_BETWEEN)]


def of_data(file: str, data: Any) -> dict[str, str]:
    """Return place -> text of the data of a YAML file."""
    return {f"{file}:{'.'.join(keys)}": text for keys, text in _texts(data, ())}


def _texts(data: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, str):
        yield keys, data
    elif isinstance(data, dict):
        for key, below in data.items():
            if key not in OWN:
                yield from _texts(below, (*keys, key))
    elif isinstance(data, list) and all(isinstance(entry, dict) and "id" in entry for entry in data):
        for entry in data:
            yield from _texts(entry, (*keys, str(entry["id"])))
    elif isinstance(data, list):
        yield keys, _BETWEEN.join(text for _, text in texts(data))


_BETWEEN = "\n\n/\n\n"
"""Between the entries of a list that is one unit."""


def normalised(text: str) -> str:
    """Return what a text says, on one line: its words, figures, code and punctuation.

    Left out is what can change without the meaning: emphasis, link targets, kinds of quotation marks, apostrophes,
    dashes and spaces, line breaks, markers of lists and tables, tags and attributes. So are directives and comments.
    A stroke ends a title, and parts the entries of a list that is one unit.
    """
    text, code = unicodedata.normalize("NFC", text), [""]
    if "`" in text or "~~~" in text:
        text = _without_code(text, code)
    if "<" in text:
        text = _TAG.sub(_told, _COMMENT.sub(" ", text))
    text = "\n".join(_unmarked(text))
    if "]" in text:
        text = _without_links(text)
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    if "&" in text:
        text = unescape(text)
    if "*" in text or "_" in text or "\\" in text:
        text = _EMPHASIS.sub(_meant, text)
    text = _DASH.sub("–", _HYPHEN.sub("-", _UNSEEN.sub("", text))).replace("...", "…")
    text = _QUOTE.sub("", _APOSTROPHE.sub("'", text))
    text = unicodedata.normalize("NFC", text)  # what stood between two signs of one letter is gone
    text = _SPACE.sub("", " ".join(text.split())).replace("( ", "(").replace("[ ", "[").removesuffix(" /")
    if len(code) == 1:
        return text
    return "".join(part for both in zip_longest(code, text.split(_CODE_MARK), fillvalue="") for part in both)


_NESTED = 12
"""Images and links in each other that are read; more no page may hold."""
_CODE_MARK = "\ue000"
"""Stands for a piece of code while the words around it are read."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?(?:(br|hr)\b|[A-Za-z][\w-]*)(?=[\s/>])([^<>]*)>|<((?=[^\s<>][^\s<>]*?[@/])[^\s<>]++)>")
_TOLD = re.compile(r"\b(?:alt|title|aria-label)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TITLE = r"(?:\s++[\"']([^\"')]*+)[\"'])?\s*+"
_LINK = re.compile(rf"(?:!\[|\[(?<!\\\[))([^\[\]]*+)\](?:\(\s*+<?[^)\s>]{{0,250}}+>?{_TITLE}\)|\[[^\[\]]*+\])")
_REFERENCE = re.compile(rf"^\[(?!\^)[^\[\]\n]++\]:\s*+\S+?{_TITLE}$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{:?[ \t]*(?:[#.][\w-]|[\w-]+=)[^{}\n]*\}")
_EMPHASIS = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~'\"])|\*+|_+")
_UNSEEN = re.compile('["«»“”„‟‹›″`\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060\ufeff\ufffe\uffff]')
_APOSTROPHE = re.compile("[’‘ʼ‚‛´′]")
_QUOTE = re.compile(r"'(?:(?<![\w\ue000]')|(?![\w\ue000]))")
"""An apostrophe that does not stand between words."""
_HYPHEN = re.compile("[\u2010\u2011]")
_DASH = re.compile("[\u2012-\u2015]")
_SPACE = re.compile(r" (?=[,.;:!?…%)\]])")
_OPENING = re.compile(r"(?:>\s?)+|(#{1,6})(?=\s|$)|(?:!!!|\?\?\?\+?)(?:\s+[\w-]+)*")
_MARK = re.compile(r"(?:[-*+]|\d+[.)])(?:\s+|$)")
_RULE = re.compile(r"(?=.*-)[|:\-\s]+|(?:[-*_=]\s*){3,}")


def _without_code(text: str, code: list[str]) -> str:
    """Return a text with a mark in the place of each piece of code, which is added to `code`."""
    kept, fence = [], ""

    def keep(piece: str) -> str:
        code.append(" ".join(piece.split()))
        return _CODE_MARK

    for line in text.replace(_CODE_MARK, "").split("\n"):
        match = FENCE.match(line)
        if fence and match and match[1].startswith(fence) and not match[2].strip():
            fence = ""
        elif fence:
            kept.append(keep(line) if line.strip() else "")
        elif match:
            fence = match[1]
        else:
            kept.append(CODE.sub(lambda found: keep(found[0].strip("`")), line))
    return "\n".join(kept)


def _told(tag: re.Match[str]) -> str:
    """Return what a tag tells readers: an address, or texts among its attributes."""
    if tag[3]:
        return tag[3]
    told = " ".join(one or other for one, other in _TOLD.findall(tag[2])) if "=" in tag[2] else ""
    return f" {told} " if told or tag[1] else ""


def _without_links(text: str) -> str:
    """Return a text with links and images replaced by what they say."""
    if "]:" in text:
        text = _REFERENCE.sub(r"\1", text)
    for _ in range(_NESTED):
        if (shorter := _LINK.sub(lambda link: f"{link[1]} {link[2]}" if link[2] else link[1], text)) == text:
            break
        text = shorter
    return text


def _meant(sign: re.Match[str]) -> str:
    """Return what a sign, or a row of them, stands for; nothing where it makes emphasis."""
    before, after = sign.string[sign.start() - 1 : sign.start()], sign.string[sign.end() : sign.end() + 1]
    alone = not before.strip() and not after.strip()
    inside = before.isdigit() and after.isdigit() if sign[0][0] == "*" else before.isalnum() and after.isalnum()
    return sign[1] or (sign[0] if alone or inside else "")


def _unmarked(text: str) -> Iterator[str]:
    """Yield the lines of a text without what makes lists, quotations, boxes, headings and tables of them."""
    begins, listed = True, False
    for line in map(str.strip, text.split("\n")):
        opening = _OPENING.match(line) if line[:1] in _OPENS else None
        said = line[opening.end() :].lstrip() if opening else line
        if begins or listed:
            marked = _MARK.match(said)
            listed = bool(marked) or (listed and not begins)
            said = said[marked.end() :] if marked else said
        begins = not said or bool(opening and opening[1])
        if opening and opening[1]:
            yield f"{said} /"
        elif not _RULE.fullmatch(said):
            yield said.strip("|") if "|" in said else said


_OPENS = (">", "#", "!", "?")
