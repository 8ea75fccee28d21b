"""What is wrong in the text of a catalogue, in words for who translates; Babel would guess, or stop further down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from gettext import c2py


class DamagedError(Exception):
    """A catalogue cannot be read: on which line, counted from 1, and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class _Part:
    """A keyword with its text, which may go on over several lines."""

    line: int
    keyword: str
    text: str
    last: int
    """Line on which the text ends."""


_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORD = re.compile(r"(?:msgctxt|msgid_plural|msgid|msgstr\[\d\]|msgstr)(?=[\s\"]|$)")
_NEXT = {
    "": ("msgid", "msgctxt"),
    "msgctxt": ("msgid",),
    "msgid": ("msgstr", "msgid_plural"),
    "msgid_plural": ("msgstr[0]",),
    "msgstr": ("msgid", "msgctxt"),
}
"""Keyword -> those that may follow it, the usual one first."""

_ENTRY = (
    "an entry is a line 'msgid \"…\"' and a line 'msgstr \"…\"', or 'msgid \"…\"', 'msgid_plural \"…\"', "
    "'msgstr[0] \"…\"', 'msgstr[1] \"…\"' and so on"
)
_PLURAL_FORMS = "Plural-Forms:"
_RULE = re.compile(r"\s*nplurals\s*=\s*([1-6])\s*;\s*plural\s*=([n\d\s()?:!=<>|&%+-]{1,400});?\s*")
_COUNTED = (*range(1001), 10_000, 100_000, 1_000_000, 1_000_001)
"""Numbers by which a rule for plural forms is tried."""


def checked(text: str) -> str:
    """Return the text of a catalogue on the same lines, with nothing beside its messages but their plural forms.

    Raises `DamagedError` with the first line that is not as the format has it.
    """
    parts = _parts(text)
    _expect_order(parts)
    _expect_each_once(parts)
    lines = ["" if line.startswith(("#~", "#:")) else line for line in text.split("\n")]
    if parts[0].text == "" and parts[1].keyword == "msgstr":
        header = parts[1]
        rule = _plural_forms(header, lines)
        lines[header.line - 1 : header.last] = [f'msgstr "{rule}"', *([""] * (header.last - header.line))]
    return "\n".join(lines)


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if not line or line.startswith("#"):
            continue
        if hidden := _HIDDEN.search(line):
            message = f"a control character (U+{ord(hidden[0]):04X}), which cannot be seen, stands here; delete it"
            raise DamagedError(number, message)
        keyword = _KEYWORD.match(line)
        told = line[keyword.end() :].strip() if keyword else line
        if not keyword and not (parts and line.startswith('"')):
            raise DamagedError(number, f"'{line[:40]}' is no line of a catalogue; {_ENTRY}")
        if not _QUOTED.fullmatch(told):
            raise DamagedError(number, _misquoted(told))
        if keyword:
            parts.append(_Part(number, keyword[0], told[1:-1], number))
        else:
            parts[-1].text += told[1:-1]
            parts[-1].last = number
    if not parts:
        message = "this catalogue is empty; bring back an earlier version, or delete it and run 'make messages'"
        raise DamagedError(1, message)
    return parts


def _misquoted(told: str) -> str:
    if told.count('"') < 2 or not told.startswith('"'):
        return "a text stands between two double quotes on one line; one of the two is missing here"
    return "a double quote inside a text needs a backslash before it, and nothing stands behind the last one"


def _expect_order(parts: list[_Part]) -> None:
    before, began = "", 0
    for part in [*parts, _Part(parts[-1].last + 1, "msgid", "", 0)]:
        expected = _NEXT.get(before) or (f"msgstr[{int(before[7]) + 1}]", *_NEXT["msgstr"])
        if part.keyword not in expected and part.keyword in _NEXT["msgstr"]:
            raise DamagedError(began, f"this entry has no '{expected[0]}'; {_ENTRY}")
        if part.keyword not in expected:
            raise DamagedError(part.line, f"'{part.keyword}' does not belong here; {_ENTRY}")
        began = part.line if part.keyword in _NEXT["msgstr"] and before != "msgctxt" else began
        before = part.keyword


def _expect_each_once(parts: list[_Part]) -> None:
    seen: dict[tuple[str, str], int] = {}
    context = ""
    for part in parts:
        if part.keyword == "msgctxt":
            context = part.text
        elif part.keyword == "msgid":
            first = seen.setdefault((context, part.text), part.line)
            if first != part.line:
                message = f"this message stands here a second time (first on line {first}); keep one of the two"
                raise DamagedError(part.line, message)
            context = ""


def _plural_forms(header: _Part, lines: list[str]) -> str:
    """Return the rule for plural forms in a header, as a header of its own; nothing where it has none."""
    told = [line for line in header.text.split("\\n") if line.startswith(_PLURAL_FORMS)]
    if not told:
        return ""
    match = _RULE.fullmatch(told[0].removeprefix(_PLURAL_FORMS))
    if match is None or not _counts(match[2], int(match[1])):
        numbers = range(header.line, header.last + 1)
        line = next((number for number in numbers if _PLURAL_FORMS in lines[number - 1]), header.line)
        message = "this rule for plural forms cannot be followed; remove the line, and 'make messages' writes another"
        raise DamagedError(line, message)
    return f"{told[0]}\\n"


def _counts(rule: str, forms: int) -> bool:
    """Tell whether a rule gives one of so many forms for every number."""
    try:
        form = c2py(rule)
        return {form(number) for number in _COUNTED} <= set(range(forms))
    except (ValueError, ArithmeticError, SyntaxError, RecursionError, MemoryError):
        return False
