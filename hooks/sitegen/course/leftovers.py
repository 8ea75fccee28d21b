"""Marks of Markdown, of other editors and of other generators that mean nothing here: a reader would see the signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINK = "one looks like [text](page.md#section)"
_MEANT = "put a backslash before each sign if you mean the signs"
_TARGET = "{0,250}+"
"""Signs of what may be a link's target, or the rest of a line that was meant for one (a bound of ours)."""
_BOX = "a box is written as '!!! note \"Title\"', its text indented by 4 spaces"
FOOTNOTE = "makes no note: there are none here; put it in brackets, or on a page of its own with a link to it"


@dataclass(frozen=True)
class Mark:
    """What is left in the text when Markdown has been read."""

    rule: str
    says: str
    """What is wrong with it, and what to write; follows the mark in quotation marks."""
    pattern: re.Pattern[str]


def _mark(rule: str, says: str, *patterns: str) -> Mark:
    return Mark(rule, says, re.compile("|".join(patterns), re.MULTILINE))


MARKS = (
    _mark(
        "link/malformed",
        f"is no link: the brackets are the wrong way round; {_LINK}",
        r"\([^()\n]*+\)\[(?>[\w./#-]+?\.md|https?:)[^\[\]\n]*+\]",
    ),
    _mark(
        "link/malformed",
        f"is no link: there is a space between the brackets; {_LINK}",
        r"\] ++\((?:[\w./-]+\.md|https?:)[^)\n]*+\)?",
    ),
    _mark(
        "link/malformed",
        f"is no link: there is one pair of square brackets too many; {_LINK}",
        r"\[\[[^\[\]\n]*+\]\]",
    ),
    _mark(
        "link/malformed",
        f"is no link: the round bracket is not closed; {_LINK}",
        rf"\[[^\[\]\n]*+\]\([^)\n]{_TARGET}$",
    ),
    _mark(
        "link/malformed",
        "is no link: a target has no spaces, unless in angle brackets, and a title stands in straight quotation marks",
        rf"\[[^\[\]\n]*+\]\([^)\n]{_TARGET}\)",
    ),
    _mark(
        "link/undefined",
        "is no link: no line '[…]: page.md' says where it leads; put a backslash before each '[' if you mean the signs",
        r"\[[^\[\]\n]++\]\[[^\[\]\n]++\]",
    ),
    _mark("markdown/footnote", FOOTNOTE, r"\[\^[^\[\]\s]++\]:?"),
    _mark(
        "markdown/task",
        "is shown as it stands: there is nothing to tick here; leave it out, or type the sign ☐",
        r"^\[[ xX]?\](?=\s)",
    ),
    _mark("markdown/box", f"is shown as it stands; {_BOX}", r"^\[!\w+\]", r"^:::.*$", r"^\.\. \w+::.*$"),
    _mark(
        "markdown/box",
        f"begins no box; {_BOX}; put a backslash before it if you mean the signs",
        r"^(?:!!!|\?\?\?\+?)[ \t]*\S.*$",
    ),
    _mark(
        "markdown/tab",
        "is shown as it stands: there are no tabs here; use headings, or boxes that fold, as '??? note \"Title\"'",
        r"^===[!+]? *[\"“«].*$",
    ),
    _mark(
        "markdown/definition",
        "is shown with its colon: there are no lists of definitions here; write '- **Term**: meaning'",
        r"^: {1,3}\S.*$",
    ),
    _mark(
        "markdown/heading",
        "is no heading: put a space after the '#' signs",
        r"^#{1,6} *[^#\s].*\{#.*$",
        r"^#{2,6}[^#\s].*$",
    ),
    _mark(
        "markdown/attributes",
        "is shown as it stands: it belongs at the end of a heading, right after a link, or on a paragraph's last line",
        r"\{:? *[#.][\w-]+[^}\n]*\}?",
    ),
    _mark(
        "markdown/emphasis",
        f"is shown with its signs: there must be no space between them and the words; {_MEANT}",
        r"\*\*(?=[^*\n]*?\w)(?:\s[^*\n]*+|[^*\n]*+(?<=\s))\*\*",
        r"(?<!\w)__(?=[^_\n]*?[^\W_])(?: [^_\n]*+|[^_\n]*+(?<= ))__(?!\w)",
        r"~~(?=[^~\n]*?\w)[^~\n]*+~~",
    ),
    _mark(
        "markdown/emphasis",
        f"is shown as it stands: its counterpart is missing, or no space follows that; {_MEANT}",
        r"(?<![\w*(])\*\*(?=\w)",
        r"(?<![\w(])__(?=[^\W_])(?!\w+__)",
        r"(?<![\w~])~~(?=\w)",
    ),
    _mark(
        "markdown/code",
        f"is shown as it stands: code that it begins is never closed; {_MEANT}",
        r"(?:^|(?<=[\s(«“\"]))`(?=\w[^`\ue000\n]*$)",
    ),
    _mark(
        "markdown/emphasis",
        "is shown as it stands: only *emphasis*, **strong** and ~~struck out~~ are known here",
        r"(?<![=\w])==(?=[^\s=])[^=\n]*+(?<!\s)==(?!=)",
        r"\+\+[^\s+][^+\n]*+\+\+",
        r"\^\^[^\s^][^^\n]*+\^\^",
        r"\{(?:\+\+|--|~~|==|>>)",
    ),
    _mark(
        "markdown/emoji",
        "is shown as it stands; type the sign itself",
        r"(?<![\w:]):[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:])",
    ),
    _mark(
        "markdown/contents",
        "is shown as it stands; every page has its contents beside it: leave this out",
        r"^\[(?:TOC|toc|_TOC_)\]$",
        r"\{:toc\}",
    ),
    _mark(
        "markdown/template",
        "is shown as it stands: nothing fills it in here; write the words",
        r"\{\{[^{}\n]*+\}\}",
        r"\{%[^{}\n]*?%\}",
        r"^-+8<-+.*$",
        r"%%[^%\n]+%%",
        r"^\*\[[^\]\n]+\]:.*$",
    ),
    _mark("text/lost-sign", "stands where a sign or a picture was lost on its way; type it anew", r"[\ufffd\ufffc]"),
    _mark(
        "text/encoding",
        "was read in the wrong encoding on its way; type it anew",
        r"Ã[\u0080-\u00bf]",
        r"â€[\u0080-\u2122]",
    ),
)
"""In the order in which they are looked for: a mark is what the first of them says."""

ANY = re.compile(r"[\[\]{*_~`#=^+\ufffd\ufffcÃ]|â€|!!!|\?\?\?|:\w|8<|%[}%]|::|^: ", re.MULTILINE)
"""What every one of them has a part of; most texts have none."""

BLOCK = re.compile(
    r"^ {0,3}(?:[-*+] +\S|\d{1,9}[.)] +\S|> ?\S|#{1,6} +\S|\||!!!|\?\?\?|[^<\n]*\{#[\w-]+\})", re.MULTILINE
)
"""How a list, a quotation, a heading, a table or a box begins."""

IN_HTML = {"markdown/emphasis", "link/malformed", "markdown/code"}
"""Rules about what is Markdown elsewhere, and is not inside HTML."""

PASTED_ITEM = re.compile(
    r"^[•‣▪▫◦●○■□·➢✓✔►▶→☐☑☒✅👉\uf0a7\uf0b7][ \t\u00a0]*\S|^[-=]> *\S|^[-*+] +\S|^[-*+][^\W\d_]|^[–—][ \t\u00a0]"
    r"|^\(?\d{1,9}[.)/°][ \t\u00a0]*[^\W\d_]|^\d{1,9}[.)][ \t\u00a0]+\S|^\d{1,9} ?[-–] ?[^\W\d_]|^[①-⑳]"
    r"|^o[\t\u00a0]+\S|^\(?[a-z]\)[ \t\u00a0]+\S|^(?:[A-Za-z]|[IVX]{1,4})\.[ \t\u00a0]+\S"
)
"""How a word processor, or a page of the web, begins an entry of a list."""

PASTED_CELLS = re.compile(r"\S\t+\S")
"""A row of a table, as a spreadsheet gives it away."""

ROW = re.compile(r"^\|.*\|\s*$|^\|?(?:[^|\n]*\S\s*\|){2,}")
SEPARATOR = re.compile(r"^ *+\|?(?: *+:?-++:? *+\|)++(?: *+:?-++:? *+)?$")
"""A row of a table, and the line below its head."""

CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)")
"""What Git leaves where two people have changed the same lines."""

SENTENCE = re.compile(
    r"""(?=.*?(?<![^\W\d_])[^\W\d_]{2,}+(?:\W++[^\W\d_]{2,}+){2}\W)
    [«“"(]?[^\W\d_a-z][^{}=<>;]*+(?<=[.!?:…»”"])""",
    re.VERBOSE,
)
"""A line that is no code: three words that follow each other, and no sign of code."""
