"""Slides made of a chapter or a session as it was built: goals, key paragraphs, lists, drawings, tables and questions.

Nothing is written for them. A paragraph is shown whole or not at all, since a sentence torn from it may say nothing;
those that are not shown stand beside a slide as notes. What a question or a story is meant to bring out comes on the
slide after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from sitegen.show.fitted import LETTERS, SIZES, fitting, height, height_at, lines, parted, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from selectolax.lexbor import LexborNode

_NOT_SHOWN = (
    ".section-link, .twin, .place, .section-status, .permanent, .reviewed, .edit, .slides-link, .moved, "
    "[role=tooltip], script, form, nav"
)
_LEADS = (":", "\uff1a")
"""Signs with which a text ends that leads to what follows it."""
_SENTENCE = re.compile(r".+?[.!?…](?=[\s»”\"')]|$)[»”\"')\s]{0,4}(?=\s|$)|.+", re.DOTALL)


@dataclass(frozen=True)
class Slide:
    """One sheet: HTML of what is shown, and of what the speaker may say."""

    title: str
    body: str
    notes: str = ""
    kind: str = ""
    """What it shows, for style sheets: `first`, `question`, `answer`, `figure`."""
    size: str = "medium"
    """How large its text is: one of `SIZES`."""


def slides(article: str, lead: Callable[[str], str]) -> list[Slide]:
    """Return the slides of a chapter, of which `article` is the HTML; `lead` says what an address on it is on them."""
    root = _cleaned(article, lead)
    sections: list[tuple[str, list[LexborNode]]] = [("", [])]
    for block in _children(root):
        if block.tag == "h1":
            sections[0] = (_inside(block), sections[0][1])
        elif block.tag == "h2":
            sections.append((_inside(block), []))
        else:
            sections[-1][1].append(block)
    (title, opening), *others = sections
    first = next((block for block in opening if block.tag == "p"), None)
    body = _html(first) if first else ""
    made = [Slide(title, body, kind="first", size="large")]
    made += _Section("").slides(block for block in opening if block.tag != "p")
    return made + [slide for heading, blocks in others for slide in _Section(heading).slides(blocks)]


def session(article: str, lead: Callable[[str], str]) -> list[Slide]:
    """Return the slides of a session: one that opens it, its agenda, and one for each step.

    A step says how long it takes, what to do and what comes of it; all that the group need not read is in its notes.
    """
    root = _cleaned(article, lead)
    heads, goals, material = root.css("h1, h2")[:2], root.css("h1 + p"), root.css("h2 ~ ul")
    title, agenda = map(_inside, heads)
    steps = [row for table in root.css("table")[:1] for row in table.css("tr")]
    rows = "".join(f"<tr>{''.join(map(_html, _children(row)[:2]))}</tr>" for row in steps)
    opening = Slide(title, "".join(map(_html, goals)), "".join(map(_html, material)), "first", "large")
    return [opening, *_Section(agenda).slides(_parsed(f"<table>{rows}</table>")), *map(_step, root.css("section.step"))]


def _parsed(html: str) -> list[LexborNode]:
    return LexborHTMLParser(f"<div>{html}</div>").css("body > div")


def _step(block: LexborNode) -> Slide:
    title, body, notes = "", [], []
    for part in _children(block):
        classes = (part.attributes.get("class") or "").split()
        if part.tag == "h3":
            title = _inside(part)
        elif "label" in classes or "output" in classes:
            body.append(_html(part))
        elif part.tag == "blockquote":
            first = next(iter(_children(part)), part)
            body.append(f'<p class="task">{_unquoted(_inside(first))}</p>')
            notes.append(_html(part))
        elif part.tag == "details":
            asked, *answer = _children(part)
            notes += [f"<p><strong>{_inside(asked)}</strong></p>", *map(_html, answer)]
        else:
            notes.append(_html(part))
    shown = "".join(body)
    return Slide(title, shown, "".join(notes), "step", fitting(partial(height_at, shown)) or "tiny")


_QUOTES = ' \n\t\u00a0\u202f«»“”„"'
"""Marks around what is said, which are not shown to those to whom it is said."""


def _unquoted(html: str) -> str:
    """Return what is said without the marks around it."""
    return html.replace("&nbsp;", "\u00a0").strip(_QUOTES)


def _cleaned(article: str, lead: Callable[[str], str]) -> LexborNode:
    """Return the article without what only a page has; ids stay in drawings alone, whose parts name each other."""
    root = LexborHTMLParser(article).css_first("article")
    if root is None:
        raise ValueError("the page has no article")
    for node in root.css(_NOT_SHOWN):
        node.decompose()
    for node in root.css(".term > a, .term"):
        node.unwrap()
    inside = {node.mem_id for node in root.css("svg, svg [id]")}
    for node in root.css("[id], [aria-label]"):
        if node.mem_id not in inside:
            for name in {"id", "aria-label", "aria-describedby"} & node.attributes.keys():
                del node.attrs[name]
    for node in root.css("a[href]"):
        node.attrs["href"] = lead(node.attributes["href"] or "")
    for node in root.css("br + a[href*='=']"):  # opens a widget with the answers of the story
        node.decompose()
    for node in root.css("img[src]"):
        node.attrs["src"] = lead(node.attributes["src"] or "")
    return root


class _Section:
    """Collects the slides of one section, with the paragraphs and notes for which none has come yet."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.made: list[Slide] = []
        self.points: list[str] = []
        self.notes: list[str] = []
        self.begun = False

    def slides(self, blocks: Iterable[LexborNode]) -> list[Slide]:
        for block in blocks:
            self._add(block)
            self.begun = True
        self._flush()
        if self.notes and self.made:
            last = self.made[-1]
            self.made[-1] = replace(last, notes=last.notes + "".join(self.notes))
        return self.made

    def _add(self, block: LexborNode) -> None:
        classes = (block.attributes.get("class") or "").split()
        if block.tag == "p":
            self._paragraph(block)
        elif block.tag in {"ul", "ol"}:
            self._list(block)
        elif block.tag == "details":
            self._flush()
            self._folded(block)
        elif "admonition" in classes:
            self._box(block)
        elif block.tag == "section":
            self._flush()
            self._story(block)
        elif table := block.css_first("table"):
            self._before()
            self._table(self.title, table)
        elif "grid" in classes:
            self._flush()
            for card in _children(block):
                self._show(self.title, _inside(card) if card.tag == "div" else _html(card))
        elif block.tag == "figure":
            self._flush()
            self._show(self.title, _html(block), kind="figure")
        elif block.tag == "h3":
            self._flush()
            self.title = _inside(block)
        elif _text(block):
            self._flush()
            self._show(self.title, _html(block))

    def _show(self, title: str, body: str, kind: str = "", size: str | None = None) -> None:
        """Add a slide, and give it the notes that have come so far."""
        size = size if size is not None else fitting(lambda scale: height(body, LETTERS / scale)) or "tiny"
        self.made.append(Slide(title, body, "".join(self.notes), kind, size))
        self.notes, self.points = [], []

    def _paragraph(self, block: LexborNode) -> None:
        """Show a paragraph that opens its section, so that it refers to nothing before it, or that has key words."""
        if not _text(block) or _is_link(block):
            return
        if not self.begun or block.css_first("strong"):
            self.points.append(_html(block))
        self.notes.append(_html(block))

    def _flush(self) -> None:
        """Show the paragraphs that have come so far."""
        for part in list(parted(self.points)):
            self._show(self.title, "".join(part), kind="points")

    def _before(self) -> str:
        """Return the line that leads to a list or a table; show before it the paragraphs with key words."""
        last = _lines_of(self.notes[-1])[-1] if self.notes else ""
        lead = f"<p>{escape(last)}</p>" if last.endswith(_LEADS) else ""
        self.points = [point for point in self.points if "<strong>" in point and not (lead and point == self.notes[-1])]
        self._flush()
        return lead

    def _list(self, block: LexborNode) -> None:
        lead = self._before()
        items = [_html(item) for item in _children(block)]
        if len(list(parted([lead, *items]))) > 1:
            items = [_shortened(item) for item in _children(block)]
            self.notes.append(_html(block))
        start = 1
        for part in parted([lead + items[0], *items[1:]]):
            opening = f'<ol start="{start}">' if block.tag == "ol" else "<ul>"
            body = "".join(part).removeprefix(lead)
            self._show(self.title, f"{lead}{opening}{body}</{block.tag}>")
            start, lead = start + len(part), ""

    def _folded(self, block: LexborNode) -> None:
        """Show the question, and on the next slide, at the same place, what was folded away."""
        asked, *answer = _children(block)
        question = f'<p class="asked">{_inside(asked)}</p>'
        parts = [question + "".join(part) for part in parted([_html(each) for each in answer], len(_text(asked)))]
        sizes = [fitting(partial(height_at, body)) or "tiny" for body in parts]
        size = max(sizes, key=list(SIZES).index, default="")
        self._show(self.title, question, "question", size)
        for part in parts:
            self._show(self.title, part, "answer", size)

    def _box(self, block: LexborNode) -> None:
        self._flush()
        head, *rest = _children(block)
        has_title = "admonition-title" in (head.attributes.get("class") or "")
        title = _inside(head) if has_title else self.title
        parts = [part for each in (rest if has_title else [head, *rest]) for part in _pieces(each)]
        for part in parted(parts):
            self._show(title, "".join(part), kind="box")

    def _table(self, title: str, table: LexborNode) -> None:
        """Show a table whole: cut into pieces it says nothing."""
        rows = [[plain(_html(cell)) for cell in _children(row)] for row in table.css("tr")]
        longest = [min(max(map(len, column)), 60) + 3 for column in zip_longest(*rows, fillvalue="")]
        shares = [length / sum(longest) * 0.9 for length in longest]

        def room(scale: float) -> float:
            letters = [LETTERS / scale * share for share in shares]
            return sum(max(map(lines, row, letters), default=0) + 0.5 for row in rows)

        self._show(title, f"<table>{_inside(table)}</table>", "table", fitting(room) or "tiny")

    def _story(self, block: LexborNode) -> None:
        """Show a story with its two sides: what happened, and only then what it means."""
        title = self.title
        before: list[LexborNode] = []
        for part in _children(block):
            classes = (part.attributes.get("class") or "").split()
            if part.tag == "h3":
                title = _inside(part)
            elif "sides" in classes:
                for side in _children(part):
                    self._side(title, before, side)
                    before = []
            elif table := part.css_first("table"):
                self._table(title, table)
            else:
                before.append(part)
        meant = [part for part in before if not _is_link(part)]
        for few in parted([_html(part) for part in meant]):
            self._show(title, "".join(few), kind="answer")

    def _side(self, title: str, before: Sequence[LexborNode], side: LexborNode) -> None:
        parts = _children(side)
        told = [part for part in parts if not _is_verdict(part) and not _is_link(part)]
        verdict = [part for part in parts if _is_verdict(part)]
        for few in parted([*map(_html, before), *map(_html, told)]):
            self._show(title, "".join(few), kind="story")
        named = [_html(part) for part in told[:1] if "side-title" in (part.attributes.get("class") or "")]
        for few in parted([_html(part) for part in verdict]):
            self._show(title, "".join([*named, *few]), kind="answer")


def _is_verdict(block: LexborNode) -> bool:
    """Tell whether a paragraph begins with words that stand out: what a story shows, and not the story."""
    return block.tag == "p" and _inside(block).startswith("<strong>")


def _is_link(block: LexborNode) -> bool:
    """Tell whether a paragraph leads away and says nothing else."""
    links = "".join(_text(link) for link in block.css("a"))
    labelled = "label" in (block.attributes.get("class") or "").split() and bool(links)
    return labelled or (bool(links) and links == _text(block))


def _lines_of(html: str) -> list[str]:
    """Return the lines of a paragraph, as authors write a sentence a line."""
    return [line.strip() for line in plain(html).split("\n")]


def _pieces(block: LexborNode) -> list[str]:
    """Return a block as HTML, a list by its items."""
    if block.tag != "ul":
        return [_html(block)]
    return [f"<ul>{_html(item)}</ul>" for item in _children(block)]


def _shortened(item: LexborNode) -> str:
    """Return the first sentence of an item of a list, as HTML; the words with which it begins still stand out."""
    sentence, strong = _first_sentence(_text(item)), item.css_first("strong")
    if strong and (words := _text(strong)) and sentence.startswith(words):
        return f"<li><strong>{escape(words)}</strong>{escape(sentence.removeprefix(words))}</li>"
    return f"<li>{escape(sentence)}</li>"


def _first_sentence(text: str) -> str:
    """Return the first line of a text, as authors write a sentence a line, or the sentence with which it begins."""
    line, more, _ = text.partition("\n")
    found = None if more else _SENTENCE.match(line)
    return (found[0] if found else line).strip()


def _children(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if child.tag not in {"-text", "-comment"}]


def _inside(node: LexborNode) -> str:
    return (node.inner_html or "").strip()


def _html(node: LexborNode) -> str:
    return (node.html or "").strip()


def _text(node: LexborNode) -> str:
    return node.text().strip()
