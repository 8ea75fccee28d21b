"""XML as packages need it: elements in the order in which they are written, and texts with nothing in them but text."""

from __future__ import annotations

import re
from html import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

_NO_SIGN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def element(name: str, *children: str, **attributes: str) -> str:
    """Return an element; children are XML, `xml_lang` stands for `xml:lang`, a name ends in `_` to be no keyword."""
    given = "".join(
        f' {key.rstrip("_").replace("_", ":")}="{text(value)}"' for key, value in attributes.items() if value
    )
    return f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>"


def text(value: str) -> str:
    """Return a text as it may stand in an element and in an attribute."""
    return escape(_NO_SIGN.sub("", value))


def document(root: str) -> bytes:
    """Return a file with one element."""
    return f"{HEAD}{root}\n".encode()
