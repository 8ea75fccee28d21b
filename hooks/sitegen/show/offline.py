"""A copy of the built site that works from a folder, without network: its pages, and all that they load."""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from contextlib import ExitStack
from functools import cache, partial
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin
from zipfile import ZipFile

from sitegen.kept import digest, result
from sitegen.show.addressed import decks
from sitegen.show.zipped import Deflated, add, deflated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sitegen.course.course import Course

WHOLE = "whole.html"
"""Name of the page with the whole course, in the folder of each language."""

SIZE = b'<span class="size"></span>'
"""Where the page that links to a copy says how large it is, once it is made."""

_LEFT_OUT = re.compile(
    r'<link (?!rel="(?:stylesheet|icon)")[^>]*>\s*'  # addresses of the page, and what is loaded beforehand
    r'|<meta (?:property|name)="(?:og|twitter|article):[^>]*>\s*'  # what others show of its address
    r'|<script type="application/ld\+json"[^>]*>.*?</script>\s*'
    r'|<label class="[^"]*"[^>]* for="__search">.*?</label>\s*'
    r'|<div class="md-search" .*?(?=</nav>\s*(?:<nav class="md-tabs"|</header>))'
    r'|<div class="copies"[^>]*>.*?</div>\s*',  # these copies themselves
    re.DOTALL,
)
_LINK = re.compile(r'(?<=[\s])(href|src)="([^"]*)"')
_DATA = re.compile(r'(<script [^>]*type="application/json"[^>]*>)(.*?)(</script>)', re.DOTALL)
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


def name(course: Course, lang: str) -> str:
    """Return the name of a language's copy, of letters that every system can write: `le-bon-quai-fr`."""
    plain = unicodedata.normalize("NFKD", course.wording[lang].course.title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return f"{words or 'course'}-{lang}"


def paths(course: Course, lang: str) -> tuple[str, str]:
    """Return where the copy and the whole course of a language are published, inside the site."""
    return f"{lang}/{name(course, lang)}.zip", f"{lang}/{WHOLE}"


def copy(course: Course, site: Mapping[str, bytes], site_url: str) -> Iterator[tuple[str, Deflated]]:
    """Yield path and content of the pages of all languages, then of what they load, as they work from a folder.

    A link to a permanent address leads to the published one at `site_url`; without that, to the page in its language.
    """
    made: set[str] = set()
    wanted: set[str] = set()
    for lang in sorted(course.languages, key="{}/".format):
        for page, file, loads in copied(course, lang, site, site_url):
            yield page, file
            made.add(page)
            wanted.update(loads)
    while wanted := {path for path in wanted if path in site} - made:
        made |= wanted
        for path in sorted(wanted):
            yield path, deflated(site[path])
        wanted = {path for sheet in wanted if sheet.endswith(".css") for path in _urls(sheet, site[sheet].decode())}


def copied(
    course: Course, lang: str, site: Mapping[str, bytes], site_url: str
) -> Iterator[tuple[str, Deflated, Sequence[str]]]:
    """Yield path and content of the pages of a language as they are in the copy, and the files that each loads."""
    pages = {each: _pages(course, each) for each in course.languages}
    places = _places(course, lang, site, set().union(*pages.values()), site_url)
    stamp = digest(places)
    for page in sorted(pages[lang]):
        html = site[page].decode()
        yield page, *result("show.offline.copy", (html, page, stamp), partial(_page, html, page, places))


def _pages(course: Course, lang: str) -> set[str]:
    addresses = [*(course.address(lang, path) for path in course.pages[lang]), *decks(course)]
    return {f"{lang}/{address}index.html" for address in addresses}


def pack(files: Iterable[tuple[str, Deflated]], packages: Mapping[Path, tuple[str, str]]) -> None:
    """Write zips of the files, each in a folder, which opens in one language; the same bytes for the same files.

    `packages`: where a zip is written -> the name of that folder, and the language.
    """
    with ExitStack() as stack:
        made = {folder: stack.enter_context(ZipFile(path, "w")) for path, (folder, _) in packages.items()}
        for folder, lang in packages.values():
            add(made[folder], f"{folder}/index.html", deflated(_start(folder, lang)))
        for path, file in files:
            for folder, package in made.items():
                add(package, f"{folder}/{path}", file)


def _start(folder: str, lang: str) -> bytes:
    """Return the page that leads to a copy's own first one."""
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">\n<title>{escape(folder)}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={lang}/index.html">\n<a href="{lang}/index.html">{lang}</a>\n'
    ).encode()


def _places(
    course: Course, lang: str, site: Mapping[str, bytes], pages: Collection[str], site_url: str
) -> dict[str, tuple[str, bool]]:
    """Return folder inside the site -> where the copy of a language leads instead, and whether that is a file in it."""
    found = {}
    for path in (path for path in site if path.endswith(_INDEX)):
        folder = path.removesuffix(_INDEX)
        if path in pages:
            found[folder] = (path, True)
        elif site_url:  # a permanent address, above the languages
            found[folder] = (urljoin(site_url, folder), False)
        else:
            found[folder] = (f"{lang}/{course.address(lang, course.permanent.get(folder, 'index.md'))}{_INDEX}", True)
    return found


_INDEX = "index.html"


def _page(html: str, page: str, places: dict[str, tuple[str, bool]]) -> tuple[Deflated, list[str]]:
    """Return a page as it is in the copy, and the files inside the site that it loads."""

    @cache
    def lead(address: str) -> str:
        """Return what an address on the page is in the copy; the same for one that is no page of the site."""
        if not address or _OUTSIDE.match(address):
            return address
        path, tail = _split(address)
        place, is_copied = places.get(inside(page, path), ("", False))
        if not place:
            return address
        return (posixpath.relpath(f"/{place}", f"/{posixpath.dirname(page)}") if is_copied else place) + tail

    made = relinked(_LEFT_OUT.sub("", html), lead)
    return deflated(made.encode()), sorted(_loads(page, made))


def relinked(html: str, lead: Callable[[str], str]) -> str:
    """Return some HTML whose addresses, those in the data of its widgets too, are what `lead` says of each."""

    def attribute(match: re.Match[str]) -> str:
        return f'{match[1]}="{escape(lead(unescape(match[2])))}"'

    def data(match: re.Match[str]) -> str:
        text = json.dumps(_mapped(json.loads(match[2]), lead), ensure_ascii=False, separators=(",", ":"))
        return f"{match[1]}{text.replace('<', chr(92) + 'u003c')}{match[3]}"

    return _LINK.sub(attribute, _DATA.sub(data, html))


def _mapped(value: Any, lead: Any) -> Any:
    if isinstance(value, dict):
        return {key: lead(each) if key == "url" else _mapped(each, lead) for key, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, lead) for each in value]
    if isinstance(value, str):
        return _LINK.sub(lambda match: f'{match[1]}="{escape(lead(unescape(match[2])))}"', value)
    return value


def _split(address: str) -> tuple[str, str]:
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    return path, address[len(path) :]


def inside(page: str, path: str) -> str:
    """Return what a relative address on a page names inside the site; a folder ends in a slash, the root is empty."""
    whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(page), unquote(path)))
    ends = path.endswith(("/", "/.", "/..")) or path in {"", ".", ".."}
    return whole.lstrip("/") + ("/" if ends and whole.strip("/") else "")


def _loads(page: str, html: str) -> set[str]:
    """Return the files inside the site that a page of the copy names."""
    found = {unescape(address) for _, address in _LINK.findall(html)}
    return {inside(page, _split(address)[0]) for address in found if not _OUTSIDE.match(address)}


def _urls(sheet: str, css: str) -> set[str]:
    return {inside(sheet, _split(address)[0]) for address in _URL.findall(css) if not _OUTSIDE.match(address)}
