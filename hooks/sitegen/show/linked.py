"""What a page says of itself to programs: JSON-LD in the words of schema.org, which nothing runs.

All of it stands on the page or in the settings as well; what is not filled in there is not claimed.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sitegen.language.typography import polish

if TYPE_CHECKING:
    from sitegen.show.writer import Writer

Node = dict[str, Any]


@dataclass(frozen=True)
class Claims:
    """What the owner says of all pages alike; what is empty is not said."""

    author: str = ""
    publisher: str = ""
    license: str = ""
    """SPDX id of the licence of the content."""
    notice: str = ""
    """Who has the rights, and since when, as "© 2026 Somebody"."""


def graph(writer: Writer, path: str, root: str, claims: Claims, card: str = "") -> Node:
    """Return what is said of a page of a site that is published at `root`; `card` is the address of its picture."""
    owned = _owned(claims, root)
    pictured = {"image": card} if card else {}
    nodes = [_page(writer, path, root) | pictured | owned, _site(writer, root) | owned]
    if claims.publisher:
        nodes.append({"@type": "Organization", "@id": f"{root}#publisher", "name": claims.publisher, "url": root})
    if path != "index.md":
        nodes.append(_trail(writer, path, root))
    return {"@context": "https://schema.org", "@graph": nodes}


def _address(writer: Writer, path: str, root: str, lang: str | None = None) -> str:
    lang = lang or writer.lang
    return urljoin(root, f"{lang}/{writer.course.address(lang, path)}")


def _site(writer: Writer, root: str) -> Node:
    address = _address(writer, "index.md", root)
    name, lang = writer.words.title, writer.lang
    return {"@type": "WebSite", "@id": f"{address}#site", "name": name, "url": address, "inLanguage": lang}


def _page(writer: Writer, path: str, root: str) -> Node:
    course, lang = writer.course, writer.lang
    page, said, address = course.pages[lang][path], course.spoken(lang, path), _address(writer, path, root)
    node: Node = {
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": polish(page.title, said),
        "description": polish(page.meta.description, said),
        "inLanguage": said,
        "isPartOf": {"@id": f"{_address(writer, 'index.md', root)}#site"},
        **_taught(writer, path),
        **_translations(writer, path, root),
    }
    for told in writer.tables.facts:
        node |= told(writer, path, address)
    if page.meta.reviewed:
        kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        node |= {"@type": list(dict.fromkeys(["WebPage", *kinds])), "lastReviewed": page.meta.reviewed}
    return node


def _taught(writer: Writer, path: str) -> Node:
    """Return what a chapter is: an article from which one learns what its sections are about."""
    course, page = writer.course, writer.course.pages[writer.lang][path]
    if path not in writer.chapters:
        return {}
    named = {
        place.partition("#")[2] for places in course.file.points.values() for place in places if _is_on(path, place)
    }
    said = course.spoken(writer.lang, path)
    teaches = [polish(heading.plain, said) for heading in page.headings[1:] if heading.id in named]
    return {
        "@type": ["Article", "LearningResource"],
        "headline": polish(page.title, said),
        "timeRequired": f"PT{writer.minutes(path)}M",
        **({"teaches": teaches} if teaches else {}),
    }


def _is_on(path: str, place: str) -> bool:
    return place.partition("#")[0] == path


def _translations(writer: Writer, path: str, root: str) -> Node:
    """Return which page a translation is of, or by which pages an original is translated."""
    course, lang = writer.course, writer.lang
    if course.pages[lang][path].untranslated:
        return {}
    if lang != course.source:
        return {"translationOfWork": {"@id": _address(writer, path, root, course.source)}}
    others = [each for each in course.languages if each != lang and not course.pages[each][path].untranslated]
    found = [{"@id": _address(writer, path, root, each)} for each in others]
    return {"workTranslation": found} if found else {}


def _owned(claims: Claims, root: str) -> Node:
    """Return whose a page is, and who may do what with it."""
    publisher = {"@id": f"{root}#publisher"}
    author = publisher if claims.author == claims.publisher else {"@type": "Person", "name": claims.author}
    said: Node = {
        "author": author if claims.author else None,
        "publisher": publisher if claims.publisher else None,
        "license": f"https://spdx.org/licenses/{claims.license}.html" if claims.license else None,
        "copyrightNotice": claims.notice,
    }
    return {name: value for name, value in said.items() if value}


def _trail(writer: Writer, path: str, root: str) -> Node:
    """Return the way from the home page to a page, by the pages below whose addresses it lies."""
    pages = writer.course.pages[writer.lang]
    trail = [path]
    while (parent := f"{posixpath.dirname(trail[0])}.md") in pages:
        trail.insert(0, parent)
    steps = [
        {
            "@type": "ListItem",
            "position": position,
            "name": polish(pages[each].title, writer.course.spoken(writer.lang, each)),
            "item": {"@id": _address(writer, each, root)},
        }
        for position, each in enumerate(["index.md", *trail], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
