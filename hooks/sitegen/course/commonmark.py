"""Markdown as its specification reads it, and GitHub shows it: the truth that a published page is held against.

CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) with GitHub's tables and strikethrough, and three additions of the
host's: boxes (`!!! note "Title"`), attribute lists (`{#id .class}`), and Markdown inside `<div markdown>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import html_block
from markdown_it.rules_inline import html_inline

from sitegen.course import bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

BOX_INDENT = 4
"""Spaces by which the text of a box is indented."""

_BOX = re.compile(
    r"""(?P<mark>!!!|\?\?\?\+?)\ *+:?\ *+(?P<classes>[\w-]++(?:\ ++[\w-]++)*+)?\ *+:?\ *+
    (?:["“”„«](?P<title>[^\n]*)["“”»])?\s*$""",
    re.VERBOSE,
)

ATTRIBUTES = re.compile(
    r"""\{:?[ ]*+((?:[#.][\w-]++|[\w-]++=(?:"[^"\n]*+"|'[^'\n]*+'|[^\s{}"']++))
    (?:[ ]++(?:[#.][\w-]++|[\w-]++=(?:"[^"\n]*+"|'[^'\n]*+'|[^\s{}"']++)))*+)[ ]*+\}""",
    re.VERBOSE,
)
"""`{#id}`, `{ .class }`, `{: key="value" }`: whatever else stands in braces is text."""

KNOWN = re.compile(
    r"""a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|blockquote|body|br|button|canvas|caption|center|cite|code
    |col|colgroup|data|datalist|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form
    |frame|frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|math
    |menu|meta|meter|nav|noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp
    |script|search|section|select|slot|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template
    |textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr""",
    re.VERBOSE | re.IGNORECASE,
)
"""Elements of HTML (https://html.spec.whatwg.org/multipage/indices.html), and some that it had; `<other>` is text."""

_DEEPEST = 200
"""Levels beyond which the parser leaves out what it finds; what lies that deep is refused long before."""

SPACES = r"\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces of Unicode that nobody can tell from an ordinary one, inside the brackets of a pattern."""

_AT_END = re.compile(rf"(?<![ \t])[ \t]*+({ATTRIBUTES.pattern})[ ]*+\#*+[ ]*+$", re.VERBOSE)
_SPACED = re.compile(
    rf"^([ \t]*)([ \t{SPACES}\u200b\ufeff]*)([-+]|\d{{1,9}}[.)]|\#{{1,6}}|!!!|\?\?\?\+?|>)?([{SPACES}]*)"
    rf"|(?<![{SPACES}])[{SPACES}]++(?=\{{:?[ ]*+\#)|(?<=[}}>])[{SPACES}]++$",
    re.MULTILINE,
)
_ID = re.compile(r"#([\w-]+)")


@dataclass(frozen=True)
class Box:
    """How a box begins."""

    mark: str
    """`!!!`, or `???` and `???+` for one that folds."""
    classes: str
    title: str | None
    """None where it is left to the host; it may be empty, for none."""


@dataclass(frozen=True)
class Reference:
    """`[label]: target`."""

    href: str
    line: int


@dataclass(frozen=True, eq=False)
class Text:
    """A Markdown text, read."""

    tokens: list[Token] = field(repr=False)
    references: dict[str, Reference]
    """Label, in capitals -> where it leads."""
    beyond: tuple[bounds.Excess, ...] = ()
    """What was not read, since it is too long or too deep."""


def spaced(text: str) -> str:
    """Return a text with plain spaces for those that nobody can tell from them, where they would spoil a mark.

    They come from web pages and word processors: before and after the sign of a list, a heading or a box, and before
    an attribute list, and inside a directive.
    """
    if not _NO_BREAK.search(text):
        return text
    return _DIRECTIVE.sub(_plain_line, _BOX_SIGN.sub(_plain_line, _SPACED.sub(_plain_space, text)))


def _plain_line(match: re.Match[str]) -> str:
    return _SPACE.sub(" ", match[0])


def _plain_space(match: re.Match[str]) -> str:
    if match[1] is None:
        return " "
    indent = re.sub(r"[\u200b\ufeff]", "", match[2])
    return f"{match[1]}{' ' * len(indent)}{match[3] or ''}{' ' * len(match[4])}"


_NO_BREAK = re.compile(rf"[{SPACES}\u200b\ufeff]")
_SPACE = re.compile(rf"[{SPACES}]")
_DIRECTIVE = re.compile(rf"^<!--[^\n]*?-->(?=[{SPACES} ]*+$)", re.MULTILINE)
_BOX_SIGN = re.compile(r"^[ ]*+(?:!!!|\?\?\?\+?)[^\n\"“«]*+", re.MULTILINE)


def read(text: str) -> Text:
    """Return what a Markdown text says; never fails. Lines are counted from 0."""
    return _read(text.rstrip())


@lru_cache(maxsize=256)  # a page is read to be checked, and again to be written for Python-Markdown
def _read(text: str) -> Text:
    if beyond := tuple(bounds.long_lines(text)):
        return Text([], {}, beyond)
    environment: dict[str, Any] = {}
    tokens = _PARSER.parse(text, environment)
    _place(tokens)
    _take_attributes(tokens)
    _unlink(tokens)
    references = {
        label: Reference(found["href"], found["map"][0]) for label, found in environment.get("references", {}).items()
    }
    return Text(tokens, references, tuple(environment["beyond"]))


@lru_cache(maxsize=1024)
def words(text: str) -> str:
    """Return what a run of Markdown says in plain words, without its links and elements."""
    children = _PARSER.parseInline(text)[0].children or []
    _take_after_elements(children)
    return "".join(map(_word, children))


def _word(token: Token) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline":
            return ""
        case "image":
            return "".join(map(_word, token.children or ()))
        case _:
            return token.content


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "store_labels": True})
    parser.enable(["table", "strikethrough"])
    # A link's target stays as it is written; which ones are allowed is for the checks to say.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - the library's name for it
    parser.core.ruler.disable("text_join")  # else nobody could tell an escaped sign from a bare one
    parser.inline.ruler.at("html_inline", _html_inline)
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.before("inline", "bounds", bounds.limit)
    parser.block.ruler.before("fence", "box", _box, {"alt": _INTERRUPTS})
    parser.block.ruler.before("html_block", "markdown_in_html", _markdown_in_html, {"alt": _INTERRUPTS})
    return parser


def _html_inline(state: StateInline, silent: bool) -> bool:
    """Read HTML among words; what has the form of a tag, and is none, is text."""
    return not _is_text(state.src, state.pos) and html_inline(state, silent)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return not _is_text(state.src, state.bMarks[start] + state.tShift[start]) and html_block(state, start, end, silent)


def _is_text(source: str, position: int) -> bool:
    name = _NAME.match(source, position)
    return name is not None and not KNOWN.fullmatch(name[1])


_NAME = re.compile(r"</?([A-Za-z][\w-]*)")


def literal(text: str) -> str:
    """Return a Markdown text in which no `<` that begins no HTML stands bare: Python-Markdown may hide what follows."""
    return _BARE.sub(lambda match: match["code"] or "&lt;", text) if "<" in text else text


_BARE = re.compile(
    rf"""(?P<code>(?<!`)(?P<ticks>`++).*?(?<!`)(?P=ticks)(?!`))
    |\\?<(?<!\\<)(?!/?(?=[a-z])(?:{KNOWN.pattern})(?=[\s/>])|!--|[a-z][a-z0-9+.-]*:|[^\s<>@]+@)|\\<""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def _box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a box and what is indented below it, as a rule of the parser."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 3] not in {"!!!", "???"} or state.is_code_block(start):
        return False
    match = _BOX.match(state.src[begin : state.eMarks[start]])
    title = match["title"].strip() if match and match["title"] is not None else None
    if not match or (match["classes"] is None and title is None):
        return False
    if silent:
        return True
    indent = state.sCount[start] + BOX_INDENT
    after = start + 1
    while after < end and (state.isEmpty(after) or state.sCount[after] >= indent):
        after += 1
    opened = state.push("box_open", "div", 1)
    opened.map = [start, after]
    empty = all(state.isEmpty(line) for line in range(start + 1, after))
    opened.meta = {"box": Box(match["mark"], match["classes"] or "", title), "empty": empty}
    if title:
        words = state.push("inline", "", 0)
        words.content, words.map, words.children = title, [start, start + 1], []
    outer, line_max, parent = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = indent, after, "blockquote"
    state.md.block.tokenize(state, start + 1, after)
    state.blkIndent, state.lineMax, state.parentType = outer, line_max, parent
    state.push("box_close", "div", -1)
    state.line = after
    return True


def _markdown_in_html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read `<div markdown>` and its end, each alone on a line, as a rule of the parser: what is inside is Markdown."""
    begin = state.bMarks[start] + state.tShift[start]
    tag = _TAG.fullmatch(state.src[begin : state.eMarks[start]]) if state.src[begin : begin + 1] == "<" else None
    opened: list[str] = state.env.setdefault("opened", [])
    if not tag or state.is_code_block(start) or not (tag["markdown"] or (tag["end"] and opened[-1:] == [tag["name"]])):
        return False
    if not silent:
        opened.append(tag["name"]) if tag["markdown"] else opened.pop()
        token = state.push("html_block", "", 0)
        token.map, token.content = [start, start + 1], f"{tag[0].strip()}\n"
        state.line = start + 1
    return True


_INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*+)(?=[^<>]*+>\s*+$)(?:\s[^<>]*?)??(?P<markdown>\smarkdown(?:=[^\s<>]*)?(?:\s[^<>]*)?)?>\s*"
)
_PARSER = _parser()


def _place(tokens: list[Token]) -> None:
    """Give cells of tables, and their words, the lines of their row: the parser leaves that out."""
    row = [0, 1]
    for token in tokens:
        row = token.map or row
        if token.type in {"inline", "td_open", "th_open"}:
            token.map = row


def _take_attributes(tokens: list[Token]) -> None:
    """Take attribute lists out of the words; what they say stands in `meta["attributes"]` of the opening token."""
    for before, token in pairwise(tokens):
        if token.type == "inline" and token.children and "{" in token.content:
            _take_at_end(before, token.children)
            _take_after_elements(token.children)


def _take_at_end(opening: Token, children: list[Token]) -> None:
    last = children[-1]
    if last.type != "text":
        return
    if opening.type == "paragraph_open":
        alone = len(children) > 1 and children[-2].type in {"softbreak", "hardbreak"}
        if alone and (match := ATTRIBUTES.fullmatch(last.content.strip())):
            opening.meta["attributes"] = match[0]
            del children[-2:]
    elif match := _AT_END.search(last.content) if opening.type in {"heading_open", "th_open", "td_open"} else None:
        opening.meta["attributes"] = match[1]
        last.content = last.content[: match.start()]


def _take_after_elements(children: list[Token]) -> None:
    for before, token in pairwise(children):
        closes = before.nesting < 0 or before.type in {"code_inline", "image"}
        if token.type == "text" and closes and (match := ATTRIBUTES.match(token.content)):
            before.meta["attributes"] = match[0]
            token.content = token.content[match.end() :]


def _unlink(tokens: list[Token]) -> None:
    """Make plain text of `<other:thing>`: nobody can have meant a link to that."""
    for _, token in inlines(tokens):
        children = token.children or []
        for opened, _, closed in zip(children, children[1:], children[2:], strict=False):
            if opened.markup == "autolink" and opened.nesting > 0 and not _WEB.match(str(opened.attrs["href"])):
                opened.type = closed.type = "text"
                opened.nesting = closed.nesting = 0
                opened.content = closed.content = ""
                opened.markup = closed.markup = ""


_WEB = re.compile(r"(?:https?|ftp|mailto|tel):", re.IGNORECASE)


def ident(token: Token) -> str | None:
    """Return the id that an attribute list gives a block."""
    match = _ID.search(token.meta.get("attributes", ""))
    return match[1] if match else None


def boxes(text: Text) -> Iterator[str]:
    """Yield the first class of each box; an empty one where it has none."""
    for token in text.tokens:
        if token.type == "box_open":
            yield token.meta["box"].classes.partition(" ")[0]


def inlines(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield every run of inline text with the token that opens its block."""
    for before, token in pairwise(tokens):
        if token.type == "inline":
            yield before, token
