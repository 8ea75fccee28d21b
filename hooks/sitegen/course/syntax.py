"""Why a YAML text cannot be read, in words for who wrote it: the mistake often stands above where the reader stops."""

from __future__ import annotations

import re
import sys

from yaml.reader import ReaderError

_KEY = r"^[ \u00a0]*(?:- )?\w+"
_NO_BREAK = re.compile(rf"^ *\u00a0|{_KEY}:\u00a0")
_NO_SPACE = re.compile(rf"{_KEY}:(?=[^\s:/])")
_GOES_ON = re.compile(
    rf"""(?:{_KEY}:|^[ ]*-)\s+(?:"[^"]*"|'[^']*'|\[[^\]]*\](?:\([^)]*\))?|\{{[^}}]*\}})\s*[^\s,}}\]#:]"""
)
_STARTS = re.compile(rf"{_KEY}:\s+[-?] ")
_OPENS = re.compile(r"""(?:[:\[{,]|^\s*-)\s*"[^"]*$""")
_OPENS_SINGLE = re.compile(r"(?:[:\[{,]|^\s*-)\s*'[^']*$")
_ENTRY = re.compile(r"^( *(?:- )?)\w+:(?: +(\S.*))?$")

_WHOLE = "put the whole text in double quotes, and single ones inside it"
_ESCAPE = "a backslash in double quotes begins an escape; write two, or put the text in single quotes"
_BRACKET = "a bracket is opened here, and what follows lacks a ',' or the other bracket"
_COLON = "a text that contains ': ' must stand in double quotes"
_TWO_COLONS = re.compile(r"""[{,]\s*\w+:\s+[^\s"'\[{,][^,{}\[\]"]*:\s""")
_HINTS = (
    ("\\t", "indent with spaces, not with tabs"),
    ("mapping values are not allowed", _COLON),
    ("cannot start any token", "a text that starts with a special character must stand in double quotes"),
    ("expected <block end>", "check the indentation, and quotes around texts that contain ': '"),
    ("could not find expected ':'", "this line, or the one above, lacks its ':' or its indentation"),
    ("unknown escape", _ESCAPE),
    ("escape sequence", _ESCAPE),
    ("while scanning a quoted scalar", "a quotation mark is opened here and never closed"),
    ("found undefined alias", "a text that starts with '*' must stand in double quotes"),
    ("while scanning a", "a text that starts with a special character must stand in double quotes"),
)


def explain(error: Exception, text: str) -> tuple[int, str]:
    """Return the line of the mistake, counted from 0, and what to do about it."""
    if isinstance(error, ReaderError):
        return _not_allowed(error, text)
    if (beyond := _beyond(text)) is not None:
        return beyond, f"this is not valid YAML: {_ESCAPE}"
    stopped = _line(error)
    lines = [line.rstrip("\r") for line in text.split("\n")[: stopped + 1]]
    line, hint = _seen(lines) or _bracket(error, lines) or (stopped, _hint(str(error)))
    return line, f"this is not valid YAML: {hint}"


def _hint(said: str) -> str:
    return next((hint for sign, hint in _HINTS if sign in said), "compare with the entries around it")


def _not_allowed(error: ReaderError, text: str) -> tuple[int, str]:
    """Return the line of a character that no YAML text may hold, and between which words to look for it."""
    before = text[: error.position].split("\n")
    place = f"after '{before[-1][-20:].lstrip()}'" if before[-1].strip() else "at the start of this line"
    return len(before) - 1, (
        f"this is not valid YAML: a control character (U+{ord(text[error.position]):04X}), which cannot be seen and is "
        f"often pasted from a word processor, stands {place}; delete it"
    )


def _beyond(text: str) -> int | None:
    """Return the line of an escape beyond the last character there is; the reader does not say where it stands."""
    found = next(
        (each for each in re.finditer(r"\\U([0-9A-Fa-f]{8})", text) if int(each[1], 16) > sys.maxunicode), None
    )
    return text.count("\n", 0, found.start()) if found else None


def _bracket(error: Exception, lines: list[str]) -> tuple[int, str] | None:
    """Return the line of the bracket that the reader was inside of."""
    begun = getattr(error, "context_mark", None)
    inside = str(getattr(error, "context", None)).startswith("while parsing a flow")
    if not (begun and inside):
        return None
    line = int(begun.line)
    return line, _COLON if _TWO_COLONS.search(lines[line][begun.column :]) else _BRACKET


def _line(error: Exception) -> int:
    """Return the line on which the reader stopped; where something was opened and never closed, the line of that."""
    begun = getattr(error, "context_mark", None)
    problem = getattr(error, "problem_mark", None)
    opened = getattr(error, "context", None) in {"while scanning a quoted scalar", "while scanning a simple key"}
    mark = (begun if opened else problem) or begun
    return int(mark.line) if mark else 0


def _seen(lines: list[str]) -> tuple[int, str] | None:
    """Return what is seen to be wrong on the last line, or on one above it."""
    written = [number for number, line in enumerate(lines) if line.strip()][-2:]
    for number in reversed(written):
        line = lines[number]
        if _NO_BREAK.search(line):
            return number, "a no-break space stands where an ordinary one belongs; delete it and type a space"
        if _NO_SPACE.search(line):
            return number, "a space is missing after ':'"
    if (opened := _open_quote(lines, '"', _OPENS)) is not None:
        return opened, "a quotation mark is opened here and never closed"
    for number in reversed(written):
        if _GOES_ON.search(lines[number]):
            return number, f"the text goes on after its quotation mark or bracket; {_WHOLE}"
        if _STARTS.search(lines[number]):
            return number, f"a text must not start with '- ' or '? '; {_WHOLE}"
    if (opened := _open_quote(lines, "'", _OPENS_SINGLE)) is not None:
        return opened, "a quotation mark is opened here and never closed"
    if len(written) == 2 and _indented_too_far(*(lines[number] for number in written)):
        return written[1], "this line begins further right than the one above; give both the same indentation"
    return None


def _open_quote(lines: list[str], quote: str, opens: re.Pattern[str]) -> int | None:
    """Return the line whose quotation mark is still open at the end."""
    opened = None
    for number, line in enumerate(lines):
        if line.count(quote) % 2:
            opened = (number if opens.search(line) else None) if opened is None else None
    return opened


def _indented_too_far(above: str, line: str) -> bool:
    upper, lower = _ENTRY.match(above), _ENTRY.match(line)
    return bool(upper and lower and upper[2] and upper[2][0] not in ">|\"'" and len(lower[1]) > len(upper[1]))
