"""Slips in Markdown that no host complains of: what was meant is published as it stands, or not at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.course import elements, leftovers
from sitegen.course.commonmark import BOX_INDENT, inlines
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from sitegen.course.commonmark import Box, Text

Lines = list[tuple[int, str]]
"""Numbered lines of a page, with code taken out."""

DEEPEST = 12
"""Lists, quotations and boxes inside each other; deeper ones no reader can follow (a convention of ours)."""

_NOT_BARE = "\ue000"
"""Stands for what an author has set apart from bare text: code, a sign after a backslash, HTML."""
_BROKEN = "\ue001"
"""Stands before the end of a line after which a new one is shown too."""

_COMMENT = re.compile(r"<!--|-->")


def check(text: Text, lines: Lines, file: str, first_line: int = 1) -> list[Finding]:
    """Return what is probably a slip in a Markdown text, whose prose are the `lines`."""
    source = [*_lines_of(lines, first_line)]
    separators = list(_separators(lines, file))
    known = {found.line for found in separators}
    return [
        *(
            found
            for opening, token in inlines(text.tokens)
            for found in _in_run(opening, token, file, first_line)
            if found.line not in known
        ),
        *_in_html(text, file, first_line),
        *_blocks(text, source, file, first_line),
        *_unused(text, file, first_line),
        *separators,
        *conflicts(lines, file),
        *elements.check(text, file, first_line),
        *elements.refused(text, file, first_line),
        *_comments(text, lines, file, first_line),
    ]


def conflicts(lines: Lines, file: str) -> Iterator[Finding]:
    """Find what Git leaves where two people have changed the same lines."""
    for number, line in lines:
        if leftovers.CONFLICT.match(line):
            message = f"'{line.strip()}' is left over from joining two versions; keep one of them"
            message += ", and remove this line and the others of its kind, '=======' too"
            yield Finding(file, number, "merge/conflict", message)


def _lines_of(lines: Lines, first_line: int) -> list[str]:
    """Return the lines of a text, those of code empty."""
    known = dict(lines)
    return [known.get(number, "") for number in range(first_line, max(known, default=0) + 1)]


def _in_run(opening: Token, token: Token, file: str, first_line: int) -> Iterator[Finding]:
    """Find marks of Markdown among the bare words of one block."""
    bare = "".join(_bare(child) for child in token.children or ())
    start = first_line + (token.map[0] if token.map else 0)
    found = list(_left(bare, file, start))
    yield from found
    if opening.type == "paragraph_open" and not found:
        yield from _rows_and_items(bare.split("\n"), file, start, in_list=opening.level > 0)


def _in_html(text: Text, file: str, first_line: int) -> Iterator[Finding]:
    """Find Markdown in HTML, where it is none."""
    for token in text.tokens:
        if token.type == "html_block" and token.map and not _VERBATIM.search(token.content):
            bare = _UNREAD.sub(lambda match: "\n" * match[0].count("\n") + _NOT_BARE, token.content)
            for found in _left(bare, file, first_line + token.map[0]):
                if found.rule in leftovers.IN_HTML:
                    message = f"{found.message.partition(' is ')[0]} is shown with its signs: Markdown right after HTML"
                    yield replace(found, message=f"{message} is none; leave an empty line between them")
            if match := leftovers.BLOCK.search(bare):
                message = f"'{_shown(match[0])}' is shown with its signs: Markdown right after HTML is none"
                line = first_line + token.map[0] + bare.count("\n", 0, match.start())
                yield Finding(file, line, "markdown/in-html", f"{message}; leave an empty line between them")


_UNREAD = re.compile(r"<(pre|script|style|svg)\b.*?(?:</\1>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*+>", re.DOTALL | re.IGNORECASE)
_VERBATIM = re.compile(r"^<!--|<pre\b", re.IGNORECASE)


def _left(bare: str, file: str, start: int) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []  # in order, and none inside another
    for mark in leftovers.MARKS if leftovers.ANY.search(bare) else ():
        for match in mark.pattern.finditer(bare):
            at = bisect_left(taken, match.span())
            if (at and taken[at - 1][1] > match.start()) or (taken[at:] and taken[at][0] < match.end()):
                continue
            taken.insert(at, match.span())
            shown = _shown(match[0])
            line = start + bare.count("\n", 0, match.start())
            yield Finding(file, line, mark.rule, f"'{shown}' {mark.says}")


def _shown(text: str) -> str:
    return text.replace(_NOT_BARE, "…").strip()[:60]


def _bare(token: Token) -> str:
    """Return the text in which a mark of Markdown would be one that was left."""
    match token.type:
        case "text":
            return token.content
        case "softbreak":
            return "\n"
        case "hardbreak":
            return f"{_BROKEN}\n"
        case "text_special" | "code_inline" | "html_inline" | "image":
            return _NOT_BARE
        case _:
            return ""


def _rows_and_items(lines: list[str], file: str, start: int, *, in_list: bool) -> Iterator[Finding]:
    """Find, in a paragraph, the lines of a table or a list that none came of."""
    rows = [index for index, line in enumerate(lines) if leftovers.ROW.match(line)]
    marked = [index for index, line in enumerate(lines) if leftovers.SEPARATOR.match(line) and "|" in line]
    if marked and (marked[0] < 1 or _cells(lines[marked[0] - 1]) == _cells(lines[marked[0]])):
        message = f"'{_shown(lines[marked[0]])}' makes no table: a row with the names of the columns stands above it"
        yield Finding(file, start + marked[0], "table/none", f"{message}, and an empty line above that")
    elif rows and not marked and (len(rows) > 1 or lines[rows[0]].startswith("|")):
        message = f"'{_shown(lines[rows[0]])}' makes no table"
        message += ": its second line must be '| --- | --- |', with one '---' for each cell"
        yield Finding(file, start + rows[0], "table/none", message)
    joined = [line for line in lines if line.endswith(_BROKEN)] == []
    items = [index for index, line in enumerate(lines) if joined and leftovers.PASTED_ITEM.match(line)]
    if items and (len(items) > 1 or (items[0] and (in_list or lines[items[0] - 1].rstrip().endswith(":")))):
        yield Finding(file, start + items[0], "list/none", _no_item(lines[items[0]]))
        return
    cells = [index for index, line in enumerate(lines) if leftovers.PASTED_CELLS.search(line)]
    if len(cells) > 1:
        row = [cell.strip() for cell in _shown(lines[cells[0]]).split("\t") if cell.strip()]
        message = f"'{_shown(lines[cells[0]])}' has tabs between its words, as a copied table has"
        message += f"; write '| {' | '.join(row)} |', with '|{' --- |' * len(row)}' on the line below, and an empty"
        message += " line above"
        yield Finding(file, start + cells[0], "table/none", message)


def _no_item(line: str) -> str:
    """Say what to write instead of a line that runs on in one with the next."""
    message = f"'{_shown(line)}' makes no list, and runs on in one line with what stands beside it"
    if line[0] in "–—":
        return f"{message}; leave an empty line between the lines, or begin each with '- '"
    if re.match(r"[-*+] |\d{1,9}[.)] ", line):
        return f"{message}; begin each entry at the margin, with an empty line above the first"
    advice = "begin each entry with '- ', or with '1. ', on a line of its own, with an empty line above the first"
    return f"{message}; {advice}"


def _separators(lines: Lines, file: str) -> Iterator[Finding]:
    """Find a line under a table's head that does not fit the head: no table comes of that."""
    head = ""
    for number, line in lines:
        line = line if leftovers.SEPARATOR.match(line) else _CONTAINER.sub("", line)
        if leftovers.SEPARATOR.match(line) and "|" in head and _cells(head) != _cells(line):
            message = f"the head of this table has {_cells(head)} cells, the line below it {_cells(line)}"
            yield Finding(file, number, "table/separator", f"{message}; write '---' once for each, with '|' between")
        head = line


def _cells(line: str) -> int:
    return len(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))


def _blocks(text: Text, source: list[str], file: str, first_line: int) -> Iterator[Finding]:
    """Find boxes without a text, rows of tables with too many cells, and what lies too deep."""
    head = 0
    numbers: list[int] = []
    before: Token | None = None
    for token in text.tokens:
        if token.map is None:
            before = token
            continue
        number, line = first_line + token.map[0], "".join(source[token.map[0] : token.map[0] + 1])
        if token.level > 2 * DEEPEST:
            message = f"lists, quotations and boxes lie more than {DEEPEST} deep in each other here; write it flatter"
            yield Finding(file, number, "markdown/too-deep", message)
            return
        match token.type:
            case "table_open":
                head = 0
            case "tr_open":
                cells = _cells(_CONTAINER.sub("", line))
                head = head or cells
                yield from _in_row(line, cells, head, file, number)
            case "code_block":
                yield from _in_code(token, before, file, number)
            case "fence" if token.markup[0] == "`" and " " in token.info.strip() and "=" not in token.info:
                message = f"'{_shown(token.info)}' stands on the line that begins the code, and is not shown"
                yield Finding(file, number, "markdown/code", f"{message}; begin the code on the next line")
            case "ordered_list_open":
                numbers = []
            case "list_item_open" if token.info:
                numbers.append(int(token.info))
                if len(numbers) > 1 and numbers[-1] not in {numbers[-2] + 1, 1}:
                    message = f"'{token.info}.' would be shown as {numbers[0] + len(numbers) - 1}: steps are counted"
                    message += f"; write '{token.info}\\.' if you mean the number, with an empty line above it"
                    yield Finding(file, number, "list/number", message)
            case "box_open":
                yield from _in_box(token, line, file, number)
        before = token


def _in_row(line: str, cells: int, head: int, file: str, number: int) -> Iterator[Finding]:
    if cells > head:
        message = f"this row has {cells} cells and the head of its table {head}: the last ones are not shown"
        message += "; put a backslash before a '|' that is none between cells"
        yield Finding(file, number, "table/cells", message)
    elif head > 1 and "|" not in line:
        message = f"'{_shown(line)}' becomes a row of the table above it; leave an empty line between them"
        yield Finding(file, number, "table/row", message)


def _in_code(token: Token, before: Token | None, file: str, number: int) -> Iterator[Finding]:
    """Find what is shown as code although nobody can have meant that."""
    first = token.content.split("\n")[0]
    led_to = before is not None and before.type == "paragraph_close"
    if (
        leftovers.SENTENCE.fullmatch(first.rstrip())
        or (led_to and leftovers.BLOCK.match(first))
        or first[:3] in {"!!!", "???"}
    ):
        message = f"'{_shown(first)}' would be shown as code, since it is indented by 4 spaces"
        yield Finding(
            file, number, "markdown/indented", f"{message}; begin it at the margin, or put code between ``` lines"
        )


def _in_box(token: Token, line: str, file: str, number: int) -> Iterator[Finding]:
    box: Box = token.meta["box"]
    kind, *others = box.classes.split() or [""]
    if others and (box.title is None or not all(map(_CLASS.fullmatch, others))) and not set(others) <= _PLACES:
        message = f"'{line.strip()}' has words that are not shown; write '{box.mark} {kind} \"{' '.join(others)}\"'"
        yield Finding(file, number, "markdown/box", message)
    elif not kind.islower() and not box.title and len(box.classes.split()) > 1:
        yield Finding(
            file, number, "markdown/box", f"'{line.strip()}' names no kind of box; write '{box.mark} note \"…\"'"
        )
    elif token.meta["empty"]:
        indent = len(line) - len(line.lstrip()) + BOX_INDENT
        message = f"'{line.strip()}' begins an empty box: indent its text by {indent} spaces"
        yield Finding(file, number, "box/empty", message)


_CLASS = re.compile(r"[a-z][\w-]*")
_PLACES = {"inline", "end"}
_CONTAINER = re.compile(r"^(?:[\s>]|[-*+]\s|\d+[.)]\s)*")


_ADDRESS = re.compile(r"[/.#:?]")


def _unused(text: Text, file: str, first_line: int) -> Iterator[Finding]:
    """Find lines that name a link's target for nobody, and so are not shown; and notes, which look the same."""
    used = {child.meta.get("label") for _, token in inlines(text.tokens) for child in token.children or ()}
    for label, target in text.references.items():
        number = first_line + target.line
        if label.startswith("^"):
            yield Finding(file, number, "markdown/footnote", f"'[{label.lower()}]:' {leftovers.FOOTNOTE}")
        elif label not in used and (target.href.startswith("http") or not _ADDRESS.search(target.href)):
            message = f"the line '[{label.lower()}]: …' is not shown, and no link here uses it"
            yield Finding(file, number, "link/unused", f"{message}; remove it, or put a backslash before it")


def _comments(text: Text, lines: Lines, file: str, first_line: int) -> Iterator[Finding]:
    for token in text.tokens:
        begin = token.content.rfind("<!--")
        if token.type == "html_block" and token.map and begin > token.content.rfind("-->"):
            message = "'<!--' begins a comment that no '-->' ends in the same entry, box or quotation"
            start = first_line + token.map[0] + token.content.count("\n", 0, begin)
            yield Finding(file, start, "comment/unclosed", message)
            return
    opened = 0
    for number, line in lines:
        for mark in _COMMENT.finditer(line):
            opened = 0 if mark[0] == "-->" else opened or number
    if opened:
        yield Finding(file, opened, "comment/unclosed", "'<!--' begins a comment that no '-->' ends")
