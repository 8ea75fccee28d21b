"""Content as hands, editors and converters spoil it: seeded, so that every input can be made again."""

from __future__ import annotations

import ast
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

TOKENS = Path(__file__).with_name("tokens.dict")
LARGEST = 50_000
"""Signs beyond which a mutated text is cut off."""

_OFTEN = (1, 1, 1, 2, 2, 3, 4)
_TIMES = (2, 3, 8, 40, 300, 3000)
_RARELY = 0.06


@cache
def tokens() -> tuple[str, ...]:
    """Return what means something in a page, a YAML file, a catalogue or a drawing."""
    lines = TOKENS.read_text(encoding="utf-8").splitlines()
    found = (ast.literal_eval(line) for line in lines if line.startswith('"'))
    return tuple(token.encode("latin-1").decode("utf-8") for token in found)


def mutated(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Return what a few slips make of a text; `others` are texts of which a part may be pasted into it."""
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(random.choice(_OFTEN)):
        text = random.choice(_SLIPS)(text, random, others)[:LARGEST]
    made = text.encode("utf-8", "surrogateescape")
    return random.choice(_ENCODINGS)(made, random) if random.random() < _RARELY else made


def _part(text: str, random: Random) -> tuple[int, int]:
    """Return where a part of a text begins and ends: some signs, a word, some lines."""
    begin = random.randrange(len(text) + 1)
    match random.randrange(4):
        case 0:
            return begin, min(len(text), begin + random.randrange(1, 4))
        case 1:
            word = re.compile(r"\w+").search(text, begin)
            return word.span() if word else (begin, begin)
        case 2:
            return begin, min(len(text), begin + random.randrange(1, 200))
        case _:
            start = text.rfind("\n", 0, begin) + 1
            end = start
            for _ in range(random.choice((1, 1, 2, 5))):
                end = text.find("\n", end) + 1 or len(text)
            return start, end


def _delete(text: str, random: Random, _: Sequence[bytes]) -> str:
    begin, end = _part(text, random)
    return text[:begin] + text[end:]


def _repeat(text: str, random: Random, _: Sequence[bytes]) -> str:
    begin, end = _part(text, random)
    return text[:begin] + text[begin:end] * random.choice(_TIMES) + text[end:]


def _insert(text: str, random: Random, _: Sequence[bytes]) -> str:
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(tokens()) + text[place:]


def _insert_line(text: str, random: Random, _: Sequence[bytes]) -> str:
    start = text.rfind("\n", 0, random.randrange(len(text) + 1)) + 1
    line = "".join(random.choice(tokens()) for _ in range(random.choice((1, 1, 2, 4))))
    return f"{text[:start]}{line}\n{text[start:]}"


def _replace(text: str, random: Random, _: Sequence[bytes]) -> str:
    begin, end = _part(text, random)
    return text[:begin] + random.choice(tokens()) + text[end:]


def _wrap(text: str, random: Random, _: Sequence[bytes]) -> str:
    begin, end = _part(text, random)
    around = random.choice(("**", "*", "_", "`", "~~", '"', "'", "$", "||", "<!--", "[", "(", "<b>", "{", "|", "=="))
    return text[:begin] + around + text[begin:end] + random.choice((around, around[::-1], "")) + text[end:]


def _nest(text: str, random: Random, _: Sequence[bytes]) -> str:
    place = random.choice((0, text.rfind("\n", 0, random.randrange(len(text) + 1)) + 1))
    opening = random.choice(("> ", "- ", "1. ", "[", "{", "(", "*", "`", "<div>", "<g>", "    ", "![", "&amp;", "a: "))
    return text[:place] + opening * random.choice(_TIMES) + text[place:]


def _move(text: str, random: Random, _: Sequence[bytes]) -> str:
    begin, end = _part(text, random)
    part, rest = text[begin:end], text[:begin] + text[end:]
    place = random.randrange(len(rest) + 1)
    return rest[:place] + part + rest[place:]


def _paste(text: str, random: Random, others: Sequence[bytes]) -> str:
    other = random.choice(others).decode("utf-8", "surrogateescape") if others else text
    begin, end = _part(other, random)
    place = random.randrange(len(text) + 1)
    return text[:place] + other[begin:end] + text[place:]


def _indent(text: str, random: Random, _: Sequence[bytes]) -> str:
    begin, end = _part(text, random)
    start = text.rfind("\n", 0, begin) + 1
    by = random.choice((" ", "  ", "    ", "\t", "\u00a0", "\u3000"))
    return text[:start] + re.sub("^", by, text[start:end], flags=re.MULTILINE) + text[end:]


def _sign(text: str, random: Random, _: Sequence[bytes]) -> str:
    place = random.randrange(len(text) + 1)
    sign = chr(random.randrange(*random.choice(_SIGNS)))
    return text[:place] + sign + text[place + random.randrange(2) :]


_SIGNS = ((0, 128), (128, 0xD800), (0x1F300, 0x1F600))


def _number(text: str, random: Random, _: Sequence[bytes]) -> str:
    found = list(re.finditer(r"\d+", text))
    begin, end = random.choice(found).span() if found else (len(text), len(text))
    number = random.choice(("0", "-1", "1e999", ".nan", "9" * 30, "9" * 5000, "0x10", "07", "1_000", "12:30:45", "٣"))
    return text[:begin] + number + text[end:]


def _cut(text: str, random: Random, _: Sequence[bytes]) -> str:
    return text[: random.randrange(len(text) + 1)]


def _ends(text: str, random: Random, _: Sequence[bytes]) -> str:
    ends = random.choice(("\r\n", "\r", "\n\n", "\u2028", "\x85", "\x0b", "\x0c", " \n", "  \n", "\\\n", "\n\r"))
    return text.replace("\n", ends, random.choice((-1, -1, 1, 3)))


def _parted(text: str, random: Random, _: Sequence[bytes]) -> str:
    return unicodedata.normalize(random.choice(("NFD", "NFC", "NFKC")), text)


_SLIPS: tuple[Callable[[str, Random, Sequence[bytes]], str], ...] = (
    _delete,
    _delete,
    _repeat,
    _insert,
    _insert,
    _insert_line,
    _replace,
    _wrap,
    _nest,
    _move,
    _paste,
    _paste,
    _indent,
    _sign,
    _number,
    _cut,
    _ends,
    _parted,
)


def _as(name: str) -> Callable[[bytes, Random], bytes]:
    return lambda data, _: data.decode("utf-8", "replace").encode(name, "replace")


def _stray(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    stray = random.choice((b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"))
    return data[:place] + stray + data[place:]


_ENCODINGS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _as("latin-1"),
    _as("cp1252"),
    _as("utf-16"),
    _as("utf-8-sig"),
    _stray,
    _stray,
)
