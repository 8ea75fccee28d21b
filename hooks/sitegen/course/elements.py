"""HTML in Markdown: elements that are not closed, or not open, and names that a browser takes for one and hides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.commonmark import Text

_KNOWN = """
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col
    colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form
    frame h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark
    math menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp
    script search section select slot small source span strike strong style sub summary sup svg table tbody td template
    textarea tfoot th thead time title tr track tt u ul var video wbr
"""
"""Elements of HTML (https://html.spec.whatwg.org/multipage/indices.html), and some that it had."""

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
    opened: list[_Tag] = []
    tags = list(_tags(text, first_line))
    ended = {tag.name for tag in tags if tag.ends}
    for tag in tags:
        if tag.name not in _KNOWN.split():
            if tag.among_words and "-" not in tag.name and tag.name not in ended:
                message = f"'<{tag.name}>' is taken for HTML, and not shown; put a backslash before it if you mean it"
                yield Finding(file, tag.line, "html/unknown", message)
        elif tag.name in _NO_END.split():
            continue
        elif tag.ends and (found := next((known for known in reversed(opened) if known.name == tag.name), None)):
            opened.remove(found)
        elif not (tag.among_words or tag.name in _LASTING.split()):
            continue
        elif not tag.ends:
            opened.append(tag)
        else:
            message = f"no '<{tag.name}' above is open here; remove this '</{tag.name}>'"
            yield Finding(file, tag.line, "html/unopened", message)
    for tag in opened:
        message = f"this '<{tag.name}' is never closed; write '</{tag.name}>' where it ends"
        yield Finding(file, tag.line, "html/unclosed", message)


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
