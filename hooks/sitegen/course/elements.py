"""HTML in Markdown: what no text may hold, and elements that are not closed, or not open."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from sitegen.course.allowed import WRITTEN, over, reserved, scheme
from sitegen.course.commonmark import KNOWN
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.commonmark import Text

_NO_END = """
    area base br col embed frame hr img input link meta param source track wbr
    body colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr
"""
"""Those that have no end, and those whose end may be left out."""

_LASTING = """
    article details dialog div section script select style summary template textarea title
"""
"""Those that change all that follows them, whatever stands beside them."""

_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)\b(?:\s[^<>]*[^<>/]|\s*)>")
_UNREAD = re.compile(r"(<(script|style|svg|math)\b[^<>]*>).*?(</\2>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_ANY = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w")


class _Tag(NamedTuple):
    ends: bool
    name: str
    line: int
    among_words: bool
    """Whether words stand beside it: else somebody may know what it is for."""


def check(text: Text, file: str, first_line: int = 1) -> Iterator[Finding]:
    """Find what is wrong with the tags in a Markdown text."""
    opened: dict[str, list[_Tag]] = {}
    for tag in _tags(text, first_line):
        if tag.name in _NO_END.split() or not KNOWN.fullmatch(tag.name):
            continue
        elif tag.ends and opened.get(tag.name):
            opened[tag.name].pop()
        elif not (tag.among_words or tag.name in _LASTING.split()):
            continue
        elif not tag.ends:
            opened.setdefault(tag.name, []).append(tag)
        else:
            message = f"no '<{tag.name}' above is open here; remove this '</{tag.name}>'"
            yield Finding(file, tag.line, "html/unopened", message)
    for line, begun in _begun(text, first_line):
        message = f"'{begun}' begins a tag that no '>' ends; write the '>', or put a backslash before the '<'"
        yield Finding(file, line, "html/unclosed", message)
    for tag in sorted(chain.from_iterable(opened.values()), key=lambda tag: tag.line):
        message = f"this '<{tag.name}' is never closed; write '</{tag.name}>' where it ends"
        yield Finding(file, tag.line, "html/unclosed", message)


def _begun(text: Text, first_line: int) -> Iterator[tuple[int, str]]:
    """Yield the line and the beginning of each tag that goes on beyond its block, and would swallow what follows."""
    for token in text.tokens:
        html = token.content
        if token.type == "html_block" and token.map and html.rfind("<!--") <= html.rfind("-->"):
            starts = [match.start() for match in _BEGINS.finditer(html)]
            if starts and not LexborHTMLParser(f"{_START.sub(_PREFIX, html)}{_AFTER}", is_fragment=True).css(
                _AFTER[1:-1]
            ):
                shown = html[starts[-1] :].partition("\n")[0].strip()[:_SHOWN]
                yield first_line + token.map[0] + html.count("\n", 0, starts[-1]), shown


_BEGINS = re.compile(r"</?[A-Za-z]")
_AFTER = "<x-x-after>"
"""An element that browsers read after a block, unless the block ends inside a tag."""


def refused(text: Text, file: str, first_line: int = 1) -> Iterator[Finding]:
    """Find HTML and attributes that no text may hold (`allowed.WRITTEN`)."""
    for line, name, attributes in attributed(text, first_line):
        for fault in over(name, attributes, WRITTEN):
            yield Finding(file, line, *_refusal(name, fault, attributes))
        for attribute in {"id", "class"} & attributes.keys():
            value = attributes[attribute] or ""
            if reserved(attribute, value):
                message = f"'{value}' is no {attribute} for a text: the page or one of its tools has it for itself"
                yield Finding(file, line, "html/reserved", f"{message}; choose another, as 'short-word'")


def _refusal(name: str, fault: str, attributes: dict[str, str | None]) -> tuple[str, str]:
    """Return rule and message for an element, or for an attribute of it, that is not allowed."""
    address = next((value for key in _LOADED if (value := attributes.get(key)) and scheme(value)), None)
    if fault in {name, *_LOADED} and address and name != "a":
        message = f"'{address[:_SHOWN]}' comes from another site, which would learn of each reader"
        link = _link(address, attributes.get("title") or attributes.get("alt") or "What it shows")
        if name in _FRAMES:
            return "html/foreign", f"{message}; write a link in place of this <{name}>: {link}"
        message += f"; link to it, as {link}, or put it into docs/assets/ and write /assets/ and its name"
        return "html/foreign", message
    if fault == "style" or fault.startswith("on"):
        message = f"'{fault}=' has no effect, since no page may style or script itself"
        return "html/inline", f"{message}; leave it out, or give a class of docs/assets/styles/"
    if fault in _LOADED:
        return "link/scheme", f"'{address}': only http, https, mailto and tel links are allowed"
    shown = f"{fault}={attributes[fault] or ''}"[:_SHOWN] if fault in attributes else f"<{name}>"
    message = f"'{shown}' has no place in a text, which holds words, links, and pictures of this site"
    return "html/not-allowed", f"{message}; leave it out, or {_MEANT}"


def _link(address: str, title: str) -> str:
    """Return a link in Markdown to what would be loaded; of a film, to its page."""
    address = f"https:{address}" if address.startswith("//") else address
    for embedded, page in _FILMS.items():
        address = re.sub(embedded, page, address)
    if len(address) > _LONGEST or not re.fullmatch(r"https?://[^\s<>()]+", address):
        address = "address"
    return f"[{' '.join(re.sub(r'[][`]', '', title).split())[:_SHOWN]}]({address})"


_FRAMES = {"iframe", "frame", "embed", "object"}
_FILMS = {
    r"^https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+).*": r"https://www.youtube.com/watch?v=\1",
    r"^https?://player\.vimeo\.com/video/(\d+).*": r"https://vimeo.com/\1",
}
"""Address of what is embedded -> address of the page that shows it."""
_LONGEST = 250
"""Signs of an address that is written out."""

_LOADED = ("src", "href", "data")
_MEANT = "put a backslash before the '<' if you mean the sign"


def attributed(text: Text, first_line: int) -> Iterator[tuple[int, str, dict[str, str | None]]]:
    """Yield line, name and attributes of each element that a text has in HTML, or to which it gives attributes."""
    for token in text.tokens:
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "html_block":
            yield from _in_html(token.content, line)
        for each in (token, *(token.children or ())):
            line += each.type in {"softbreak", "hardbreak"}
            if each.type == "html_inline":
                yield from _in_html(each.content, line)
            elif each.type == "image":
                yield line, "img", {"src": str(each.attrs.get("src", "")), "alt": each.content}
            if listed := each.meta.get("attributes"):
                yield line, each.tag, _listed(listed)


def _in_html(html: str, line: int) -> Iterator[tuple[int, str, dict[str, str | None]]]:
    """Yield what browsers read in HTML; names that mean nothing to them keep it from depending on what is around."""
    starts = [match.start() for match in _START.finditer(html)]
    if _DECLARED.match(html):
        yield line, html[:_SHOWN], {}
    for number, element in enumerate(LexborHTMLParser(_START.sub(_PREFIX, html), is_fragment=True).css("*")):
        begin = starts[number] if number < len(starts) else 0
        attributes = {name: value for name, value in element.attributes.items() if name != "markdown"}
        yield line + html.count("\n", 0, begin), str(element.tag).removeprefix(_PREFIX[1:]), attributes


_START = re.compile(r"<(?=[A-Za-z])")
_PREFIX = "<x-"
_DECLARED = re.compile(r"<(?:[?]|!(?!--))")
_SHOWN = 60


def _listed(attributes: str) -> dict[str, str | None]:
    """Return what an attribute list gives."""
    found: dict[str, str | None] = {}
    for match in _GIVEN.finditer(attributes):
        name = {"#": "id", ".": "class"}.get(match["sign"], match["name"])
        value = match["word"] or match["value"].strip("\"'")
        found[name] = f"{found[name]} {value}" if name in found else value
    return found


_GIVEN = re.compile(
    r"(?P<sign>[#.])(?P<word>[\w-]++)|(?<![\w-])(?P<name>[\w-]++)=(?P<value>\"[^\"]*+\"|'[^']*+'|[^\s}]++)"
)


def _tags(text: Text, first_line: int) -> Iterator[_Tag]:
    for token in text.tokens:
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "html_block":
            yield from _in_block(token.content, line)
            continue
        children = token.children or []
        words = any(child.type in {"text", "code_inline"} and _WORD.search(child.content) for child in children)
        for child in children:
            line += child.type in {"softbreak", "hardbreak"}
            if child.type == "html_inline" and (match := _TAG.match(child.content)):
                yield _Tag(bool(match[1]), match[2].lower(), line, words)


def _in_block(html: str, line: int) -> Iterator[_Tag]:
    read = _UNREAD.sub(lambda found: f"{found[1] or ''}{chr(10) * found[0].count(chr(10))}{found[3] or ''}", html)
    words = bool(_WORD.search(_ANY.sub("", read))) or len(_ANY.findall(read)) == 1
    for match in _TAG.finditer(read):
        yield _Tag(bool(match[1]), match[2].lower(), line + read.count("\n", 0, match.start()), words)
