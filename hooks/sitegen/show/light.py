"""The site as it is published: shared files stand once, and nothing of the theme that no page uses."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sitegen import apart
from sitegen.kept import kept
from sitegen.show import purge, sprite

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence

    Files = MutableMapping[str, bytes]
    """Path inside the site -> content."""


@dataclass(frozen=True)
class Origin:
    """Where a file comes from, by its path inside a language."""

    theme: Callable[[str], bool]
    """Tells whether the theme brings it."""
    docs: Callable[[str], bool]
    """Tells whether the folder of what all languages share has it."""
    sheets: Sequence[str]
    """The site's own style sheets, in their order."""


def needless(path: str) -> bool:
    """Tell whether this file, by its path inside a language, is a script of the theme: the site has its own."""
    return path.startswith("assets/javascripts/")


def lighten(files: Files, languages: Collection[str], origin: Origin, scope: str = "/") -> None:
    """Put lighter files in the place of those of a built site; `scope` is the path below which it stands.

    One page of a language is in memory at a time; where languages are done at once, files lie in a folder.
    """
    moved = shared(files, languages, origin)
    for path, name in moved.items():
        files[name] = files[path]
        del files[path]
    for path in [path for path in files if path.endswith((".css", ".js")) and origin.theme(inside(path, languages))]:
        _put(files, path, text := files[path].decode(), _MAPPING.sub("", text))
    for path in [path for path in files if path.endswith(".webmanifest")]:
        _put(files, path, text := files[path].decode(), _relinked(text, path, moved, scope))
    mentioned = _styled(files, languages, origin, scope, moved)
    for path in [path for path in files if _needless(path, mentioned) and origin.theme(inside(path, languages))]:
        del files[path]


def _put(files: Files, path: str, before: str, text: str) -> None:
    if text != before:
        files[path] = text.encode()


def tighter(html: str) -> str:
    """Return a page without the spaces that templates leave at the ends and beginnings of lines, and around blocks."""
    return _SPACE.sub(_tight, html)


def _tight(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "block":
            return found["block"]
        case "beside":
            return ""
        case "space" if "\n" in found[0]:
            return "\n"
        case _:
            return found[0]


_BLOCK = (
    r"</?(?:article|aside|blockquote|body|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|h[1-6r]|head|header"
    r"|html|li|link|main|meta|nav|ol|p|section|summary|table|tbody|t[dhr]|tfoot|thead|title|ul)(?=[\s>])"
)
_RAW = r"<(pre|textarea|script|style)\b"
_SPACE = re.compile(
    rf"(?:[^< \t\r\n]++|[ \t\r]++(?![< \t\r\n])|(?!{_RAW}|{_BLOCK})<[^>]*+(?:>|\Z))++"  # words, as many as follow
    rf"|{_RAW}.*?(?:</\2>|\Z)"
    rf"|(?P<block>{_BLOCK}[^>]*+>)[ \t\r\n]*+"
    rf"|[ \t\r\n]++(?=(?P<beside>{_BLOCK}))"
    r"|<[^>]*+(?:>|\Z)|(?P<space>[ \t\r\n]++)",
    re.DOTALL,
)
_MAPPING = re.compile(r"\n?(?:/\*# sourceMappingURL=[^*\s]{0,300}+\s?\*/|//# sourceMappingURL=\S{0,300}+)\s*+$")


def shared(files: Mapping[str, bytes], languages: Collection[str], origin: Origin) -> dict[str, str]:
    """Return old -> new path of what stands once for all languages: the assets in which no two of them differ."""
    found: dict[str, dict[str, bytes]] = {}
    for path in files:
        name = inside(path, languages)
        if name != path and name.startswith("assets/") and (origin.theme(name) or origin.docs(name)):
            found.setdefault(name, {})[path] = files[path]
    return {path: name for name, of in found.items() if len(set(of.values())) == 1 for path in of}


def inside(path: str, languages: Collection[str]) -> str:
    """Return the path of a file inside its language; of one that stands for all languages, its path."""
    lang, _, rest = path.partition("/")
    return rest if lang in languages else path


def _relinked(html: str, page: str, moved: Mapping[str, str], scope: str) -> str:
    """Return a page, or a manifest, whose links lead to where files stand now."""

    def lead(link: re.Match[str]) -> str:
        new = moved.get(_target(link[1], page, scope))
        return link[0] if new is None else f'"{_address(new, link[1], page, scope)}{link[2]}"'

    return _ADDRESS.sub(lead, html)


_ADDRESS = re.compile(r'"([^"<>\s?#]*\bassets/[^"<>\s?#]*)([^"<>\s]*)"')


def _target(address: str, page: str, scope: str) -> str:
    """Return the path inside the site to which an address leads from a page."""
    if address.startswith("/"):
        return posixpath.normpath(address.removeprefix(scope))
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), address))


def _address(path: str, before: str, page: str, scope: str) -> str:
    """Return the address of a path inside the site, in the manner of the one that stood there `before`."""
    return f"{scope}{path}" if before.startswith("/") else posixpath.relpath(f"/{path}", f"/{posixpath.dirname(page)}")


@dataclass(frozen=True)
class _Page:
    """A page whose links lead to where files stand now, without the spaces that nobody sees."""

    html: str
    sheets: tuple[str, ...]
    """The paths of its style sheets, in their order."""
    shows: purge.Used
    icons: frozenset[str]


@kept
def _page(html: str, path: str, moved: dict[str, str], scope: str) -> _Page:
    made = tighter(_relinked(html, path, moved, scope))
    sheets = tuple(_target(link, path, scope) for link in _SHEET.findall(made))
    shows = purge.on_page(made.replace(f'"{scope}', '"/'))  # an address is made of words, too
    return _Page(made, sheets, shows, sprite.icons(made))


def _styled(files: Files, languages: Collection[str], origin: Origin, scope: str, moved: dict[str, str]) -> str:
    """Make pages tighter, purge the sheets of the theme, and make one of those that several pages show, with icons.

    Returns what may name a file: the addresses in pages, and all of the sheets and scripts.
    """
    paths = [path for path in files if path.endswith(".html")]
    below = {lang: [path for path in paths if path.startswith(f"{lang}/")] for lang in languages}
    below[""] = [path for path in paths if inside(path, languages) == path]

    def tighten(lang: str) -> tuple[purge.Used, dict[str, Sequence[str]], set[str]]:
        """Return what the pages of a language show, which sheets each of them loads, and their icons."""
        sheets: dict[str, Sequence[str]] = {}
        icons = set[str]()

        def shown() -> Iterator[purge.Used]:
            for path in below[lang]:
                page = _page(text := files[path].decode(), path, moved, scope)
                _put(files, path, text, page.html)
                sheets[path] = page.sheets
                icons.update(page.icons)
                yield page.shows

        return purge.used(shown(), ()), sheets, icons

    tight = apart.each(tighten, [*below])
    links = {path: sheets[path] for path in paths for _, sheets, _ in tight if path in sheets}
    scripts = (files[path].decode() for path in files if path.endswith(".js"))
    known = purge.used((shows for shows, *_ in tight), scripts)
    made = {path: files[path].decode() for path in sorted(files) if path.endswith(".css")}
    for path in made:
        if origin.theme(inside(path, languages)):
            made[path] = purge.purge(made[path], known, (made[other] for other in made if other != path))
        made[path] = smaller(made[path])
    joined = _joined(made, links, languages, origin)
    drawn = sprite.sheet(set[str]().union(*(icons for *_, icons in tight)))
    text = drawn + "".join(made.pop(path).removeprefix(_CHARSET) for path in joined)
    name = f"assets/styles/site.{sha256(text.encode()).hexdigest()[:8]}.css"
    for path in joined:
        del files[path]
    for path, sheet in (made | ({name: _CHARSET + text} if joined else {})).items():
        files[path] = sheet.encode()
    mentioned: set[str] = set()
    for path in paths:
        html, names = _linked(text := files[path].decode(), path, sorted(joined), name, scope)
        _put(files, path, text, html)
        mentioned.update(names)
    return "\n".join([*sorted(mentioned), *_texts(files)])


_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]*)">')
_SHEET_AND_SPACE = re.compile(rf"{_SHEET.pattern}\s*")
_CHARSET = '@charset "UTF-8";'
_LOADS = re.compile(r"""url\((?!\s*["']?(?:data:|#))|@import""")


def _joined(
    sheets: Mapping[str, str], links: Mapping[str, Sequence[str]], languages: Collection[str], origin: Origin
) -> list[str]:
    """Return the sheets that become one, in their order: those that more than one page of a language loads.

    One that only a single page loads stays with it; so does one that loads files, by addresses beside itself.
    """
    counts = Counter((path.partition("/")[0], sheet) for path, of in links.items() for sheet in of)
    several = {sheet for (_, sheet), count in counts.items() if count > 1}
    able = [sheet for sheet in dict.fromkeys(sheet for of in links.values() for sheet in of) if sheet in several]
    able = [sheet for sheet in able if sheet in sheets and not _LOADS.search(sheets[sheet])]
    place = {path: number for number, path in enumerate(origin.sheets, 1)}
    return sorted(able, key=lambda sheet: place.get(inside(sheet, languages), 0))


@kept
def _linked(html: str, page: str, joined: list[str], name: str, scope: str) -> tuple[str, list[str]]:
    """Return a page with one link to the sheet `name`, in place of those to the sheets that it has `joined`, and icons.

    Also return the names of all files to which it leads now.
    """
    first = True

    def link(found: re.Match[str]) -> str:
        nonlocal first
        if _target(found[1], page, scope) not in joined:
            return found[0]
        was, first = first, False
        return f'<link rel="stylesheet" href="{_address(name, found[1], page, scope)}">\n' if was else ""

    made = _SHEET_AND_SPACE.sub(link, html) if joined else html
    made = made if first else sprite.lifted(made)
    return made, sorted({posixpath.basename(address) for address, _ in _ADDRESS.findall(made)})


@kept
def smaller(css: str) -> str:
    """Return a sheet without comments, and without the spaces, semicolons and zeros that no browser needs."""
    return _SPARE.sub(lambda found: found[1] or found[2] or found[3] or ("" if found["spare"] else " "), css).strip()


_SPARE = re.compile(
    r"""("(?:[^"\\]++|\\.)*+"?|'(?:[^'\\]++|\\.)*+'?|url\([^"')]*+\))|(?:\s*+;)?+\s*+(\})\s*+|\s*+([{;,>~])\s*+"""
    r"""|(?P<spare>(?<=[\w-]:)\s++|(?<![\w.])0(?=\.\d)|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)|\s++""",
    re.DOTALL,
)


def _texts(files: Files) -> Iterable[str]:
    return (files[path].decode() for path in files if path.endswith((".css", ".js")))


def _needless(path: str, mentioned: str) -> bool:
    """Tell whether a file is named nowhere; `search_index.json` is no asset."""
    return "assets/" in path and posixpath.basename(path) not in mentioned
