"""MkDocs adapter for the kit: files for learning management systems, made of the content, beside the pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.kinds.kit import files
from sitegen.kinds.kit.about import NAME
from sitegen.load import writer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sitegen.course.course import Course

_SIZE = re.compile(r'(?<=<span class="size" data-file=")([^"]+)">[^<]*')
"""Where a page says how large a file is, once it is made."""


def make(course: Course, lang: str, folder: Path, extra: Mapping[str, Any]) -> set[str]:
    """Write those of a language into the built site, and their sizes where pages link to them; return their paths.

    None are made for a course in which no page links to them.
    """
    if not course.place_of(NAME):
        return set()
    sizes = {}
    for name, content in files(writer(course, lang, extra)).items():
        Path(folder, lang, name).write_bytes(content)
        sizes[name] = course.interface(lang).kilobytes(len(content))
    for path in (path for path, page in course.pages[lang].items() if any(d.name == NAME for d in page.directives)):
        page = Path(folder, lang, course.address(lang, path), "index.html")
        told = _SIZE.sub(lambda found: f'{found[1]}">{sizes[found[1]]}', page.read_text(encoding="utf-8"))
        page.write_text(told, encoding="utf-8")
    return {f"{lang}/{name}" for name in sizes}
