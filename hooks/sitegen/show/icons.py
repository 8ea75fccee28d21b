"""The icon of a site in the forms and sizes that programs ask for, drawn from the one in SVG that the settings name."""

from __future__ import annotations

import struct
from base64 import b64encode

import resvg_py

from sitegen.kept import kept

TOUCH = "apple-touch-icon.png"
"""Found by this name at the root of a domain, even from pages that do not link to it."""
MASKABLE = "icon-maskable.png"
"""Cut to the form that a system gives to all its icons: https://www.w3.org/TR/appmanifest/#icon-masks"""
OLD = "favicon.ico"
"""Found by this name at the root of a domain by programs that read no SVG."""
SIZES = {OLD: 48, TOUCH: 180, "icon-192.png": 192, "icon-512.png": 512, MASKABLE: 512}
"""File at the root of the site -> its width and height."""

_SAFE = 0.64
"""Part of the width that the drawing fills where it is cut: corners that are a bit round stay in the circle of 0.8."""


def files(favicon: str, colour: str) -> dict[str, bytes]:
    """Return path -> content of the icons; none of what is no square drawing.

    `favicon` is the text of an SVG file. `colour` fills what is around it where nothing may be seen through.
    """
    try:
        made = {path: _drawn(favicon, size, colour or "#ffffff", path) for path, size in SIZES.items()}
    except ValueError:
        return {}
    if any(made[path][16:24] != size.to_bytes(4) * 2 for path, size in SIZES.items()):
        return {}
    return made | {OLD: _ico(made[OLD], SIZES[OLD])}


@kept
def _drawn(svg: str, size: int, ground: str, path: str) -> bytes:
    opaque = ground if path in {TOUCH, MASKABLE} else None
    framed = _framed(svg) if path == MASKABLE else svg
    return resvg_py.svg_to_bytes(svg_string=framed, width=size, height=size, background=opaque, skip_system_fonts=True)


def _framed(svg: str) -> str:
    """Return a drawing with the room around it that it needs to be cut."""
    resvg_py.svg_to_bytes(svg_string=svg, width=1, skip_system_fonts=True)  # inside another, it would fail unnoticed
    data, edge = b64encode(svg.encode()).decode(), (1 - _SAFE) / 2
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
        f'<image href="data:image/svg+xml;base64,{data}" x="{edge}" y="{edge}" width="{_SAFE}" height="{_SAFE}"/></svg>'
    )


def _ico(png: bytes, size: int) -> bytes:
    """Return a picture as an icon file of one: https://learn.microsoft.com/en-us/previous-versions/ms997538"""
    header = struct.pack("<3H4B2H2I", 0, 1, 1, size, size, 0, 0, 1, 32, len(png), 22)
    return header + png
