"""The icon of a site in the sizes that telephones ask for, drawn from the one in SVG that the settings name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import resvg_py

from sitegen.show.pictures import digest, drawn_by

if TYPE_CHECKING:
    from sitegen.show.pictures import Pictures

TOUCH = "apple-touch-icon.png"
"""Found by this name at the root of a domain, even from pages that do not link to it."""
SIZES = {TOUCH: 180, "icon-192.png": 192, "icon-512.png": 512}
"""File at the root of the site -> its width and height."""


def files(favicon: str, colour: str, pictures: Pictures) -> dict[str, bytes]:
    """Return path -> content of the icons; none of what is no square drawing.

    `favicon` is the text of an SVG file. `colour` fills the corners of the one whose corners are cut off once more,
    where they would be black.
    """
    made, by = {}, drawn_by(__file__, ["resvg-py"])
    try:
        for path, size in SIZES.items():
            ground = (colour or "#ffffff") if path == TOUCH else None
            made[path] = pictures.get(digest(by, favicon, path, ground or ""), partial(_drawn, favicon, size, ground))
    except ValueError:
        return {}
    return made if all(made[path][16:24] == size.to_bytes(4) * 2 for path, size in SIZES.items()) else {}


def _drawn(svg: str, size: int, ground: str | None) -> bytes:
    return resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size, background=ground, skip_system_fonts=True)
