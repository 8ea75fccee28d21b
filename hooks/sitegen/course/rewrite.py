"""The same Markdown in the one form that Python-Markdown reads as CommonMark reads what was written.

Python-Markdown wants an empty line before a list or a table, four spaces below a list's sign, and more that neither
editors nor GitHub ask for; without them it publishes the signs. So authors write as they do elsewhere.
"""

from __future__ import annotations

import re
from html import escape
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from sitegen.course.commonmark import BOX_INDENT, Box, read
from sitegen.course.prose import DIRECTIVE

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

    Keep = Callable[[str], str]
    """Takes HTML that is to stay as it is; returns what stands for it in the text."""

_TAB = " " * BOX_INDENT
_LISTS = ("bullet_list_open", "ordered_list_open")
_NOTHING = "<!-- -->"
"""Keeps two blocks apart that Python-Markdown would make one, and stands where it wants a word."""

_SIGNS = re.compile(r"[\\`*_\[\]<{~]|&(?=#?\w+;)")
_BEGINS = re.compile(r"^(?:(\d++)\.(?=\s|$)|[#|]|[>+*-](?=\s|$)|[=-]++\s*+$)")
"""What Python-Markdown may take for a list, a heading or a quotation, in the middle of a paragraph too."""
_ENTITY = re.compile(r"&(?:#(?!0+;)\d{1,7}|#x(?!0+;)[0-9a-fA-F]{1,6}|[0-9a-zA-Z]+);")
_TAG = re.compile(r"<(?P<end>/?)[A-Za-z][\w-]*(?:\s[^<>]*)?>")
_MARKDOWN = re.compile(r"\smarkdown(?:[\s=>])")
_UNSAFE = re.compile(r"[\s\\`\"'<>]")
"""Signs that a link's target may hold, and that Python-Markdown may take for its end."""
_AUTOLINK = re.compile(r"(?:https?|ftp)://[^<>\s\\`*_\[\]]*", re.IGNORECASE)


def rewritten(text: str, keep: Keep) -> str:
    """Return a Markdown text for Python-Markdown; `keep` takes care of HTML in it."""
    return "\n".join(_Rewriting(keep).blocks(_trees(read(text).tokens)))


class _Tree:
    """A block and those inside it."""

    def __init__(self, token: Token) -> None:
        self.token = token
        self.below: list[_Tree] = []


def _trees(tokens: list[Token]) -> list[_Tree]:
    top: list[_Tree] = []
    levels = [top]
    for token in tokens:
        if token.nesting < 0:
            levels.pop()
            continue
        tree = _Tree(token)
        levels[-1].append(tree)
        if token.nesting > 0:
            levels.append(tree.below)
    return top


class _Rewriting:
    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self.opened: list[bool] = []
        """The tags that are open, each alone in its block: whether Python-Markdown reads what is inside."""

    def blocks(self, trees: list[_Tree], *, tight: bool = False) -> list[str]:
        """Return the lines of blocks that follow each other; in a `tight` item of a list no empty line parts them."""
        lines: list[str] = []
        for before, tree in zip([None, *trees], trees, strict=False):
            if before is not None:
                lines += [] if tight else [""]
                lines += [_NOTHING, ""] if _would_join(before.token, tree.token) else []
            lines += self.block(tree)
        return lines

    def block(self, tree: _Tree) -> list[str]:
        token = tree.token
        match token.type:
            case "paragraph_open":
                return self.paragraph(tree)
            case "heading_open":
                return self.heading(tree)
            case "bullet_list_open" | "ordered_list_open":
                return self.entries(tree)
            case "blockquote_open":
                return [f"> {line}" if line else ">" for line in self.blocks(tree.below)] or [">"]
            case "box_open":
                return self.box(tree)
            case "table_open":
                return self.table(tree)
            case "fence" | "code_block":
                return [self.code(token)]
            case "html_block":
                return self.html(token.content)
            case _:
                return ["---"]

    def paragraph(self, tree: _Tree) -> list[str]:
        lines = self.inline(tree.below[0].token).split("\n")
        lines = [_BEGINS.sub(_escaped, line, count=1) if _BEGINS.match(line) else line for line in lines]
        return [*lines, *_attributes(tree.token)]

    def heading(self, tree: _Tree) -> list[str]:
        title = re.sub(r"  \n", lambda _: f"{self.keep('<br />')} ", self.inline(tree.below[0].token))
        title = re.sub(r"(?<! ) *+\n", " ", title)
        title = re.sub(r"(?<!\\)#$", r"\\#", title)
        return [" ".join(["#" * int(tree.token.tag[1]), title, *_attributes(tree.token)]).rstrip()]

    def entries(self, tree: _Tree) -> list[str]:
        tight = all(map(_is_tight, tree.below))
        start = int(tree.token.attrs.get("start", 1)) if tree.token.tag == "ol" else 0
        lines: list[str] = []
        for number, item in enumerate(tree.below):
            sign = f"{start + number}." if tree.token.tag == "ol" else "-"
            begins = bool(item.below) and item.below[0].token.type == "paragraph_open"
            written = self.blocks(item.below, tight=tight)
            first, *others = written if begins else [_NOTHING, "", *written]
            lines += [""] if lines and (not tight or "" in lines) else []
            lines += [f"{sign} {first}", *map(_indented, others)]
        return lines

    def box(self, tree: _Tree) -> list[str]:
        box: Box = tree.token.meta["box"]
        classes = f" {box.classes.lower()}" if box.classes or box.mark != "!!!" else " note"
        classes = classes.rstrip()
        title = "" if box.title is None else ' ""'
        inside = tree.below
        if box.title:
            title, inside = f' "{self.inline(tree.below[0].token)}"', tree.below[1:]
        return [f"{box.mark}{classes}{title}", "", *map(_indented, self.blocks(inside))]

    def table(self, tree: _Tree) -> list[str]:
        rows = [row for part in tree.below for row in part.below]
        cells = [[self.cell(cell) for cell in row.below] for row in rows]
        marks = [_MARKS[str(cell.token.attrs.get("style", ""))] for cell in rows[0].below]
        return [f"| {' | '.join(row)} |" for row in (cells[0], marks, *cells[1:])]

    def cell(self, tree: _Tree) -> str:
        text = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\|", _pipe, self.inline(tree.below[0].token))
        return " ".join([text, *_attributes(tree.token)])

    def html(self, html: str) -> list[str]:
        """Return HTML; as it stands where Python-Markdown is to see it: a directive, `<div markdown>` and its end."""
        html = html.rstrip("\n")
        tag = _TAG.fullmatch(html)
        if tag and not tag["end"]:
            self.opened.append(_MARKDOWN.search(html) is not None)
        seen = self.opened.pop() if tag and tag["end"] and self.opened else tag and not tag["end"] and self.opened[-1]
        return [html if seen or DIRECTIVE.match(html) else self.keep(html)]

    def code(self, token: Token) -> str:
        language = re.match(r"[A-Za-z][\w+#-]*$", token.info.strip())
        kind = f' class="language-{language[0]}"' if language else ""
        return self.keep(f"<pre><code{kind}>{escape(token.content, quote=False)}</code></pre>")

    def inline(self, token: Token) -> str:
        """Return a run of words and elements; HTML stands for emphasis that Python-Markdown might read otherwise."""
        children = token.children or []
        levels = accumulate(child.nesting for child in children[:-1] if child.type in _EMPHASIS)
        doubtful = max(levels, default=0) > 1 or any(map(_is_doubtful, pairwise([*children, *children[-1:]])))
        links: list[Token] = []
        parts: list[str] = []
        said = False  # whether something stands on the line that the parts have come to
        for child in children:
            if child.type == "hardbreak" and not said:
                parts.append(f"{self.keep('<br />')}\n")  # two spaces alone would make an empty line
                continue
            parts += [self.element(child, links, doubtful=doubtful), child.meta.get("attributes", "")]
            said = (said and child.type not in _BREAKS) or any(part.strip() for part in parts[-2:])
        return "".join(parts)

    def element(self, token: Token, links: list[Token], *, doubtful: bool) -> str:
        match token.type:
            case "text":
                return _SIGNS.sub(_plain_sign, token.content)
            case "text_special":
                return _special(token)
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "  \n"
            case "code_inline":
                return _code(token.content)
            case "html_inline":
                return self.keep(token.content)
            case "link_open":
                links.append(token)
                return "<" if _is_plain_autolink(token) else "["
            case "link_close":
                opened = links.pop()
                return ">" if _is_plain_autolink(opened) else f"]({_target(opened, 'href')})"
            case "image":
                return f"![{_SIGNS.sub(_plain_sign, _alt(token))}]({_target(token, 'src')})"
            case _ if doubtful:
                return self.keep(f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>")
            case _:
                return token.markup


_EMPHASIS = {"em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close"}
_BREAKS = {"softbreak", "hardbreak"}
_STARS = re.compile(r"[*_]")


def _is_doubtful(pair: tuple[Token, Token]) -> bool:
    """Tell whether a token of two that follow each other may make another emphasis of those around it."""
    token, after = pair
    bare = token.type == "text" and _STARS.search(token.content)
    return bool(bare) or (token.type in _EMPHASIS and after.type == "hardbreak")


_MARKS = {"": "---", "text-align:left": ":--", "text-align:center": ":-:", "text-align:right": "--:"}


def _would_join(one: Token, other: Token) -> bool:
    return one.type == other.type and one.type in {*_LISTS, "blockquote_open"}


def _is_tight(item: _Tree) -> bool:
    """Tell whether an item of a list is words, and perhaps a list below them."""
    if not item.below:
        return False
    first, *others = item.below
    return (
        first.token.type == "paragraph_open"
        and first.token.hidden
        and all(other.token.type in _LISTS for other in others)
        and len(others) < 2
    )


def _indented(line: str) -> str:
    return f"{_TAB}{line}" if line else ""


def _attributes(token: Token) -> list[str]:
    found = token.meta.get("attributes")
    return [found] if found else []


def _escaped(match: re.Match[str]) -> str:
    return f"{match[1]}\\." if match[1] else f"\\{match[0]}"


def _plain_sign(match: re.Match[str]) -> str:
    return "&amp;" if match[0] == "&" else f"\\{match[0]}"


def _pipe(match: re.Match[str]) -> str:
    return match[0] if match[1] else r"\|"


def _special(token: Token) -> str:
    if token.content == "&":
        return "&amp;"  # what follows must not make an entity of it
    if token.info == "escape" or _ENTITY.fullmatch(token.markup):
        return token.markup
    return _SIGNS.sub(_plain_sign, token.content)


def _code(content: str) -> str:
    mark = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    space = " " if "`" in (content[:1], content[-1:]) else ""
    return f"{mark}{space}{content}{space}{mark}"


def _is_plain_autolink(token: Token) -> bool:
    return token.markup == "autolink" and bool(_AUTOLINK.fullmatch(str(token.attrs.get("href", ""))))


def _target(token: Token, name: str) -> str:
    target = _UNSAFE.sub(lambda match: quote(match[0], safe=""), str(token.attrs.get(name, "")))
    target = target if _is_balanced(target) else target.replace("(", "%28").replace(")", "%29")
    title = token.attrs.get("title")
    return f'{target or "<>"} "{_title(str(title))}"' if title else target or "<>"


def _is_balanced(target: str) -> bool:
    depths = list(accumulate((sign == "(") - (sign == ")") for sign in target))
    return not depths or (depths[-1] == 0 and min(depths) == 0)


def _title(title: str) -> str:
    return title.replace('"', "&quot;").replace("\n", " ")


def _alt(token: Token) -> str:
    return "".join(_alt(child) if child.children else child.content for child in token.children or ())
