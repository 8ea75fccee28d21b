"""Slides made of a chapter as it was built: its goals, key sentences, lists, drawings, tables, stories and questions.

Nothing is written for them. What a slide has no room for stands beside it as notes; what a question or a story is meant
to bring out comes on the slide after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import TYPE_CHECKING, TypeVar

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborNode

T = TypeVar("T")

LINES = 10
"""What a slide has room for below its title."""
LETTERS = 54
"""In one of these lines."""

_NOT_SHOWN = (
    ".section-link, .twin, .place, .section-status, .permanent, .reviewed, .edit, .slides-link, .moved, "
    "[role=tooltip], script, form, nav"
)
_SENTENCE = re.compile(r".+?[.!?…](?=[\s»”\"')]|$)[»”\"')\s]{0,4}(?=\s|$)|.+", re.DOTALL)


@dataclass(frozen=True)
class Slide:
    """One sheet: HTML of what is shown, and of what the speaker may say."""

    title: str
    body: str
    notes: str = ""
    kind: str = ""
    """What it shows, for style sheets: `first`, `question`, `answer`, `figure`."""


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
    made = [Slide(title, _html(first) if first else "", kind="first")]
    made += _Section("").slides(block for block in opening if block.tag != "p")
    return made + [slide for heading, blocks in others for slide in _Section(heading).slides(blocks)]


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
    """Collects the slides of one section, with the sentences and notes for which none has come yet."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.made: list[Slide] = []
        self.points: list[str] = []
        self.notes: list[str] = []

    def slides(self, blocks: Iterable[LexborNode]) -> list[Slide]:
        for block in blocks:
            self._add(block)
        self._flush(least=1 if not self.made else 2)
        if self.notes and self.made:
            last = self.made[-1]
            self.made[-1] = Slide(last.title, last.body, last.notes + "".join(self.notes), last.kind)
        return self.made

    def _add(self, block: LexborNode) -> None:
        classes = (block.attributes.get("class") or "").split()
        if block.tag == "p":
            if text := _text(block):
                self.points.append(_first_sentence(text))
                self.notes.append(_html(block))
        elif block.tag in {"ul", "ol"}:
            self._list(block)
        elif block.tag == "details":
            self._folded(block)
        elif "admonition" in classes:
            self._box(block)
        elif table := block.css_first("table"):
            self._before() if block.tag != "section" else None
            self._story(block) if block.tag == "section" else self._table(self.title, table)
        elif block.tag == "section":
            self._story(block)
        elif "grid" in classes:
            self._flush(least=2)
            for card in _children(block):
                self._show(self.title, _inside(card) if card.tag == "div" else _html(card))
        elif block.tag == "figure":
            self._flush(least=2)
            self._show(self.title, _html(block), kind="figure")
        elif block.tag == "h3":
            self._flush(least=1)
            self.title = _inside(block)
        elif _text(block):
            self._flush(least=2)
            self._show(self.title, _html(block))

    def _show(self, title: str, body: str, kind: str = "") -> None:
        """Add a slide, and give it the notes that have come so far."""
        self.made.append(Slide(title, body, "".join(self.notes), kind))
        self.notes, self.points = [], []

    def _flush(self, least: int) -> None:
        """Show the sentences that have come so far, if they are as many; fewer stay notes."""
        if len(self.points) < least:
            self.points = []
            return
        items = [f"<li>{escape(point)}</li>" for point in self.points]
        one = f"<p>{escape(self.points[0])}</p>" if len(items) == 1 else ""
        for part in [[one]] if one else _parted(items):
            self._show(self.title, one or f"<ul>{''.join(part)}</ul>", kind="points")

    def _before(self) -> str:
        """Return what leads to a list or a table, and show before it what does not fit in."""
        if not self.points:
            return ""
        *others, last = self.points
        if len(others) > 1:
            self.points, (kept, self.notes) = others, (self.notes[-1:], self.notes[:-1])
            self._flush(least=1)
            self.notes = kept
        self.points = []
        return f"<p>{escape(last)}</p>"

    def _list(self, block: LexborNode) -> None:
        lead = self._before()
        items = [_html(item) for item in _children(block)]
        start, room = 1, LINES - (_lines(lead) if lead else 0)
        if len(list(_parted(items, room))) > 1:
            items = [_shortened(item) for item in _children(block)]
            self.notes.append(_html(block))
        for part in _parted(items, room):
            opening = f'<ol start="{start}">' if block.tag == "ol" else "<ul>"
            self._show(self.title, f"{lead}{opening}{''.join(part)}</{block.tag}>")
            start, lead = start + len(part), ""

    def _folded(self, block: LexborNode) -> None:
        """Show the question, and on the next slide what was folded away."""
        self._flush(least=1)
        asked, *answer = _children(block)
        question = f'<p class="asked">{_inside(asked)}</p>'
        self._show(self.title, question, kind="question")
        for part in _parted([_html(each) for each in answer]):
            self._show(self.title, question + "".join(part), kind="answer")

    def _box(self, block: LexborNode) -> None:
        self._flush(least=2)
        head, *rest = _children(block)
        has_title = "admonition-title" in (head.attributes.get("class") or "")
        title = _inside(head) if has_title else self.title
        for part in _parted([_html(each) for each in (rest if has_title else [head, *rest])]):
            self._show(title, "".join(part), kind="box")

    def _table(self, title: str, table: LexborNode) -> None:
        head = table.css_first("thead")
        rows = table.css("tbody tr")
        columns = max((len(_children(row)) for row in rows), default=1)

        def size(row: LexborNode) -> float:
            return max(_lines(_html(cell), LETTERS / columns * 0.9) for cell in _children(row)) + 0.7

        opening = _html(head) if head else ""
        for part in _parted(rows, LINES - 1, size):
            body = f"<table>{opening}<tbody>{''.join(map(_html, part))}</tbody></table>"
            self._show(title, body, kind="table")

    def _story(self, block: LexborNode) -> None:
        """Show a story with its two sides: what happened, and only then what it means."""
        self._flush(least=2)
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
        for few in _parted([_html(part) for part in meant]):
            self._show(title, "".join(few), kind="answer")

    def _side(self, title: str, before: Sequence[LexborNode], side: LexborNode) -> None:
        parts = _children(side)
        told = [part for part in parts if not _is_verdict(part) and not _is_link(part)]
        verdict = [part for part in parts if _is_verdict(part)]
        for few in _parted([*map(_html, before), "".join(map(_html, told))], LINES + 1):
            self._show(title, "".join(few), kind="story")
        named = [_html(part) for part in told[:1] if "side-title" in (part.attributes.get("class") or "")]
        for few in _parted([_html(part) for part in verdict]):
            self._show(title, "".join([*named, *few]), kind="answer")


def _is_verdict(block: LexborNode) -> bool:
    """Tell whether a paragraph begins with words that stand out: what a story shows, and not the story."""
    return block.tag == "p" and _inside(block).startswith("<strong>")


def _is_link(block: LexborNode) -> bool:
    """Tell whether a paragraph leads away and says nothing else."""
    links = "".join(_text(link) for link in block.css("a"))
    labelled = "label" in (block.attributes.get("class") or "").split() and bool(links)
    return labelled or (bool(links) and links == _text(block))


def _parted(
    items: Sequence[T], room: float = LINES, size: Callable[[T], float] = lambda item: _lines(str(item)) + 0.4
) -> Iterator[list[T]]:
    """Yield runs of items, each as long as a slide has room for; one that is too long stands alone."""
    part: list[T] = []
    filled = 0.0
    for item in items:
        if part and filled + size(item) > room:
            yield part
            part, filled = [], 0.0
        part.append(item)
        filled += size(item)
    if part:
        yield part


def _lines(html: str, letters: float = LETTERS) -> int:
    """Return about how many lines some HTML takes."""
    blocks = re.split(r"</(?:p|li|div)>|<br>", html)
    texts = (re.sub(r"<[^>]*>", "", block).strip() for block in blocks)
    return sum(ceil(len(text) / letters) for text in texts if text)


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
