"""SVG pictures that only show something: a browser runs what stands in others as soon as their own address is opened.

No policy holds there, so that a list says what such a file may have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable

_SVG = "http://www.w3.org/2000/svg"
_LIVE = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"}
"""Languages besides SVG in which a browser does something; what drawing programs note in their own is nothing to it."""

_SHAPES = {
    name
    for names in (
        "svg g defs symbol use switch title desc metadata style",  # what holds the others, and says what they are
        "path rect circle ellipse line polyline polygon image",  # shapes
        "text tspan textPath",  # words
        "linearGradient radialGradient stop pattern clipPath mask marker filter",  # how shapes are filled and cut
        "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap",
        "feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge",
        "feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence",
    )
    for name in names.split()
}
_LINKS = {"", "http://www.w3.org/1999/xlink"}
"""Where the attributes stand by which something is loaded, or runs."""

_HELD = r"\s*+(?:#|data:image/(?:png|jpe?g|gif|webp);)"
"""Where links may lead: to a part of the same picture, or to a photograph that it holds."""
_INSIDE = re.compile(_HELD, re.IGNORECASE)
_LOADS = re.compile(rf"url\s*+\((?!\s*+[\"\']?+{_HELD})|@import|image-set|\bsrc\s*+\(|\\", re.IGNORECASE)
"""What makes styles load something; and the sign by which they would hide it."""


def problem(picture: bytes) -> str:
    """Return what a picture has that could do more than be seen; an empty text if nothing."""
    found: list[str] = []
    try:
        text = picture.decode("utf-8-sig")
        if "<" in text:
            _parser(found.append).Parse(text, True)
    except UnicodeDecodeError:
        found.append("no UTF-8")
    except expat.ExpatError as error:
        found.append(f"no XML from line {error.lineno} on")
    return found[0] if found else ""


def _parser(tell: Callable[[str], None]) -> expat.XMLParserType:
    """Return a parser that tells of all that is on no list."""
    parser = expat.ParserCreate(namespace_separator=" ")
    styles: list[str] = []

    def declared(_version: str, encoding: str | None, _alone: int) -> None:
        if encoding and encoding.upper() != "UTF-8":
            tell(f"encoding={encoding}")

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space in _LIVE or (space == _SVG and local not in _SHAPES):
            tell(f"<{local}>")
        for key, value in attributes.items():
            if _acts(key, value):
                tell(f"{key.rpartition(' ')[2]}=")
        parser.CharacterDataHandler = styles.append if local == "style" else None

    def end(_name: str) -> None:
        if _LOADS.search("".join(styles)):
            tell("a style that loads something")
        styles.clear()
        parser.CharacterDataHandler = None

    def doctype(_name: str, _system: str | None, _public: str | None, defines: int) -> None:
        if defines:
            tell("<!DOCTYPE […]>")

    parser.XmlDeclHandler = declared
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    parser.ProcessingInstructionHandler = lambda target, _: tell(f"<?{target}>")
    return parser


def _acts(key: str, value: str) -> bool:
    """Tell whether an attribute runs or loads something."""
    space, _, name = key.lower().rpartition(" ")
    if name == "base":
        return True
    if space not in _LINKS:
        return False
    if name in {"href", "src"}:
        return not _INSIDE.match(value)
    return name.startswith("on") or bool(_LOADS.search(value))
