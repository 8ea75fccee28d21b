"""How to cite the course, in words and as BibTeX: only what the settings and the content say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from sitegen.kinds.changes import newest
from sitegen.kinds.kit.about import reachable
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from sitegen.show.writer import Writer

_SPECIAL = re.compile(r"[&%$#_{}]|\\")


def show(writer: Writer, _: str | None) -> str:
    """Return a box that folds."""
    return writer.template("kinds/kit/cite.md.j2", text=_text(writer), entry=bibtex(_facts(writer)))


def bibtex(facts: dict[str, str]) -> str:
    """Return an entry; `key` names it, all else are its fields."""
    fields = [f"  {name} = {{{escaped(value) if name != 'url' else value}}}" for name, value in facts.items() if value]
    return ",\n".join([f"@misc{{{facts['key']}", *fields[1:]]) + "\n}"


def escaped(value: str) -> str:
    """Return a text in which nothing means anything to BibTeX."""
    return _SPECIAL.sub(lambda sign: r"\textbackslash{}" if sign[0] == "\\" else f"\\{sign[0]}", value)


def _facts(writer: Writer) -> dict[str, str]:
    extra, entries = writer.extra, newest(writer.course)
    site = str(extra.get("site_url") or "")
    return {
        "key": re.sub(r"\W+", "", writer.words.title.lower()) or "course",
        "title": polish(writer.words.title, writer.lang),
        "author": str(extra.get("site_author") or ""),
        "publisher": str((extra.get("publisher") or {}).get("name") or ""),
        "year": entries[0].day[:4] if entries else "",
        "date": entries[0].day if entries else "",
        "language": writer.lang,
        "url": urljoin(site, f"{writer.lang}/") if reachable(site) else "",
    }


def _text(writer: Writer) -> str:
    """Return the same as a line of text."""
    facts = _facts(writer)
    day = writer.interface.date(facts["date"]) if facts["date"] else ""
    named = [facts["author"], facts["title"], facts["publisher"], day, facts["url"]]
    return ". ".join(part for part in named if part)
