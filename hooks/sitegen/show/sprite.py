"""Icons stand once, in the sheet that all pages load: on a page, each is a box that the sheet fills by its name."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ICON = re.compile(r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 24 24">(<path d="[\w .-]++"/>)</svg>')
"""As themes draw them, in one colour: that of the text around them."""

_RULES = (
    "[class^=icon-]{aspect-ratio:1;background:currentcolor;"
    "-webkit-mask:var(--icon) center/contain no-repeat;mask:var(--icon) center/contain no-repeat}"
)


def icons(html: str) -> frozenset[str]:
    """Return the paths of the icons on a page."""
    return frozenset(_ICON.findall(html))


def lifted(html: str) -> str:
    """Return a page without the paths of its icons."""
    return _ICON.sub(lambda icon: f'<svg class="{_name(icon[1])}"><path/></svg>', html)


def sheet(icons: Iterable[str]) -> str:
    """Return what draws these icons, in the theme's layer."""
    rules = "".join(map(_rule, sorted(icons)))
    return f"@layer theme{{{_RULES}{rules}}}" if rules else ""


def _rule(path: str) -> str:
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>{path}</svg>".replace('"', "'")
    return f'.{_name(path)}{{--icon:url("data:image/svg+xml;charset=utf-8,{picture}")}}'


def _name(path: str) -> str:
    return f"icon-{sha256(path.encode()).hexdigest()[:4]}"
