"""The picture by which a page is shown where its link is shared: its title on the colour of the site."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import astuple, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import resvg_py
from PIL import Image, ImageDraw, ImageFont

from sitegen.language.typography import polish
from sitegen.show.head import CARD_SIZE
from sitegen.show.pictures import digest, drawn_by

if TYPE_CHECKING:
    from sitegen.course.course import Course

FOLDER = "cards/"
"""At the root of the site."""
WIDTH, HEIGHT = CARD_SIZE
EDGE = 72
"""What stays free on all sides."""

_PACKAGES = ("pillow", "resvg-py", "fontpkg-atkinson-hyperlegible")
_SIZES = (76, 68, 60, 52, 44)
_TOP, _BOTTOM = 172, 492
"""Between these stands the title."""
_SMALL, _MARK = 36, 72
_LEADING = 1.2
_SHADES = 16
"""Between the ground and the letters: as many as their edges need."""
_MARK_COLOURS = 48
_FULL, _SOFT = 255, 215
_DARK = 0.18
"""Luminance below which a ground takes white letters: there, black ones have the same contrast."""


@dataclass(frozen=True)
class Card:
    """What such a picture shows; empty texts are left out."""

    title: str
    site: str
    place: str
    colour: str
    """Of the ground, as `#14365c`."""
    mark: str
    """Text of an SVG file: what stands beside the name of the site."""

    @property
    def path(self) -> str:
        """Path inside the site: another picture has another one, for those who keep what they have fetched once."""
        return f"{FOLDER}{self.name}.png"

    @property
    def name(self) -> str:
        """Return what stands for the card and for all by which it is drawn."""
        return digest(_drawn_by(), *astuple(self))


@cache
def _drawn_by() -> str:
    return drawn_by(__file__, _PACKAGES)


def card(course: Course, lang: str, path: str, place: str, colour: str, mark: str) -> Card | None:
    """Return the card of a page; None where its letters are none of the font's, as those of Arabic and Japanese."""
    said, site = course.spoken(lang, path), course.wording[lang].course.title
    title, name = _plain(polish(course.pages[lang][path].title, said)), _plain(polish(site, lang))
    made = Card(title, "" if name == title else name, _plain(place), colour or "#ffffff", mark)
    return made if _covers(made.title, bold=True) and _covers(made.site + made.place) else None


def draw(shown: Card) -> bytes:
    """Return the picture, in PNG."""
    canvas = Image.new("L", (WIDTH, HEIGHT), 0)
    pen, room = ImageDraw.Draw(canvas), WIDTH - 2 * EDGE
    mark = _mark(shown)
    if shown.site:
        begin = EDGE + (_MARK + 24 if mark else 0)
        size, lines = fitted(shown.site, WIDTH - EDGE - begin, _MARK, (_SMALL, 30), bold=False)
        _write(pen, lines, begin, EDGE + _MARK / 2, size, bold=False)
    size, lines = fitted(shown.title, room, _BOTTOM - _TOP, _SIZES)
    _write(pen, lines, EDGE, (_TOP + _BOTTOM) / 2, size)
    if shown.place:
        size, lines = fitted(shown.place, room, _SMALL * 1.5, (_SMALL, 30), bold=False)
        _write(pen, lines, EDGE, HEIGHT - EDGE - _SMALL / 2, size, bold=False)
    canvas = canvas.point([value * (_SHADES - 1) // 255 for value in range(256)])
    palette = _ramp(_rgb(shown.colour))
    if mark:
        canvas.paste(Image.frombytes("L", mark.size, bytes(_SHADES + each for each in mark.tobytes())), (EDGE, EDGE))
        palette += mark.getpalette() or []
    canvas.putpalette(palette)
    target = io.BytesIO()
    canvas.save(target, "PNG", compress_level=4)  # quick, and hardly larger
    return target.getvalue()


def fitted(
    text: str, width: float, height: float, sizes: tuple[int, ...], *, bold: bool = True
) -> tuple[int, list[str]]:
    """Return the largest of the sizes in which a text fits its room, and its lines; in the last it is cut to fit."""
    for size in sizes:
        if _width(text, size, bold=bold) > _most(height, size) * width:
            continue
        lines = _lines(text.split(" "), size, width, bold=bold)
        if len(lines) <= _most(height, size) and all(_width(line, size, bold=bold) <= width for line in lines):
            return size, lines
    size = sizes[-1]
    words = [part for word in text.split(" ") for part in _parts(word, size, width, bold=bold)]
    lines, most = _lines(words, size, width, bold=bold), _most(height, size)
    if len(lines) > most:
        last = lines[most - 1]
        while _width(f"{last}…", size, bold=bold) > width:
            last = last[:-1].rstrip()
        lines = [*lines[: most - 1], f"{last}…"]
    return size, lines


def _lines(words: list[str], size: int, width: float, *, bold: bool) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if _width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _parts(word: str, size: int, width: float, *, bold: bool) -> list[str]:
    """Return a word in parts that fit a line."""
    parts = [""]
    for letter in word:
        if parts[-1] and _width(parts[-1] + letter, size, bold=bold) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _most(height: float, size: int) -> int:
    return max(1, int(height / (size * _LEADING)))


def _write(
    pen: ImageDraw.ImageDraw, lines: list[str], left: float, middle: float, size: int, *, bold: bool = True
) -> None:
    """Write lines around a height, which is the middle between the first one's capitals and the last one's foot."""
    step = size * _LEADING
    first = middle - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        place = (left, round(first + step * number))
        pen.text(place, line, font=_font(size, bold=bold), fill=_FULL if bold else _SOFT, anchor="lm")


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    name = f"AtkinsonHyperlegible-{'Bold' if bold else 'Regular'}.ttf"
    content = files("fontpkg_atkinson_hyperlegible").joinpath("files", name).read_bytes()
    return ImageFont.truetype(io.BytesIO(content), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _width(text: str, size: int, *, bold: bool) -> float:
    return _font(size, bold=bold).getlength(text)


def _covers(text: str, *, bold: bool = False) -> bool:
    return all(letter.isspace() or _has(letter, bold=bold) for letter in text)


@cache
def _has(letter: str, *, bold: bool) -> bool:
    """Tell whether the font has a letter: for all others it draws what it draws for one that never exists."""
    font = _font(_SIZES[-1], bold=bold)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


def _plain(text: str) -> str:
    """Return a text in one line, with its accents on their letters and without signs that only steer others."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if letter in "\n\t" else letter for letter in composed if unicodedata.category(letter) != "Cf")


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _ramp(ground: tuple[int, int, int]) -> list[int]:
    """Return the colours from the ground to its letters, which are white or black, whichever is easier to read."""
    linear = [(part / 255 / 12.92) if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in ground]
    letters = 255 if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < _DARK else 0
    return [round(part + (letters - part) * shade / (_SHADES - 1)) for shade in range(_SHADES) for part in ground]


@cache
def _drawn_mark(mark: str, colour: str) -> Image.Image | None:
    try:
        content = resvg_py.svg_to_bytes(svg_string=mark, height=_MARK, skip_system_fonts=True)
    except ValueError:
        return None
    image = Image.open(io.BytesIO(content)).convert("RGBA")
    if image.size != (_MARK, _MARK):
        return None
    ground = Image.new("RGBA", image.size, colour)
    return Image.alpha_composite(ground, image).convert("RGB").quantize(_MARK_COLOURS)


def _mark(shown: Card) -> Image.Image | None:
    return _drawn_mark(shown.mark, shown.colour) if shown.mark else None
