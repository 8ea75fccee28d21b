"""Links that lead away from the site say so: by a sign that styles draw, and by words for those who do not see it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sitegen.show.escape import as_json, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(?=</script>)", re.DOTALL)
_LINK = re.compile(r"(<a\s[^<>]*>|</a>)")
_AWAY = re.compile(r' href="((?:https?:)?//[^"]*)"', re.IGNORECASE)
_NAME = re.compile(r' aria-label="([^"]*)"')


def mark(html: str, words: str, site_url: str) -> str:
    """Return a page whose links to other sites are `external`, and end with `words`, as "(other site)".

    `site_url` is the address of the site's root, if it is known. Markup in the data of widgets is marked likewise.
    """
    return "".join(_marked(html, plain(words), site_url or " "))


def _marked(html: str, words: str, site_url: str) -> Iterator[str]:
    pieces = _SCRIPT.split(html)
    yield _links(pieces[0], words, site_url)
    for tag, text, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        yield tag + (_data(text, words, site_url) if "/json" in tag and "://" in text else text)
        yield _links(after, words, site_url)


def _links(html: str, words: str, site_url: str) -> str:
    parts, said = _LINK.split(html), ""
    for at in range(1, len(parts), 2):  # the tags of links; none stands inside another
        if parts[at] == "</a>":
            parts[at], said = f"{said}</a>", ""
        elif _leads_away(parts[at], site_url):
            tag, named = _NAME.subn(rf' aria-label="\1 {words}"', parts[at].removesuffix(">"))
            parts[at], said = f'{tag} rel="external">', "" if named else f'<span class="away"> {words}</span>'
    return "".join(parts)


def _leads_away(tag: str, site_url: str) -> bool:
    """Tell whether a link, by its first tag, leads to another site, and does not say so yet."""
    href = _AWAY.search(tag)
    return href is not None and not href[1].startswith(site_url) and " rel=" not in tag


def _data(text: str, words: str, site_url: str) -> str:
    given = json.loads(text)
    marked = _within(given, words, site_url)
    return text if marked == given else as_json(marked)


def _within(value: Any, words: str, site_url: str) -> Any:
    if isinstance(value, dict):
        return {key: _within(below, words, site_url) for key, below in value.items()}
    if isinstance(value, list):
        return [_within(below, words, site_url) for below in value]
    return _links(value, words, site_url) if isinstance(value, str) else value
