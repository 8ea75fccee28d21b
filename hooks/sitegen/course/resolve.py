"""Where links lead: from one page to another, and from one address to another."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from urllib.parse import unquote

from sitegen.course.tree import composed


def resolve(start: str, target: str) -> str:
    """Return where a link on the page `start` leads inside the language's folder, `#id` included."""
    path, sign, anchor = (composed(unquote(part)) for part in target.partition("#"))
    if path := path.partition("?")[0]:
        folder = "" if path.startswith("/") else posixpath.dirname(start)
        start = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    return f"{start}{sign}{anchor}"


@lru_cache(maxsize=4096)
def relative(start: str, target: str) -> str:
    """Return the relative link from one address to another; addresses are empty or end in a slash."""
    link = posixpath.relpath(f"/{target}", f"/{start}")
    return "./" if link == "." else f"{link}/"
