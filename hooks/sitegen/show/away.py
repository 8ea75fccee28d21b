"""Links that lead away from the site say so: by a sign that styles draw, and by words for those who do not see it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sitegen.show.escape import as_json, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(?=</script>)", re.DOTALL)
_LINK = re.compile(r'<a\b([^>]*\bhref="((?:https?:)?//[^"]*)"[^>]*)>(.*?)</a>', re.DOTALL | re.IGNORECASE)
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
    def add(link: re.Match[str]) -> str:
        attributes, href, content = link.groups()
        if href.startswith(site_url) or " rel=" in attributes:
            return link[0]
        named, count = _NAME.subn(rf' aria-label="\1 {words}"', attributes)
        said = "" if count else f'<span class="away"> {words}</span>'
        return f'<a{named} rel="external">{content}{said}</a>'

    return _LINK.sub(add, html)


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
