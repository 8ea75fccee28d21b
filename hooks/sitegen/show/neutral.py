"""What stands above the languages: the language chooser, permanent addresses, the 404 page, and files for hosts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sitegen.course.permanent import listed
from sitegen.course.resolve import relative
from sitegen.language.typography import polish
from sitegen.show import addressed, environment, moved, not_found, policy
from sitegen.show.direction import directed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sitegen.course.course import Course


ROBOTS = "robots.txt"


def files(course: Course, site_url: str, look: moved.Look, *, served: bool = False) -> dict[str, str]:
    """Return path -> content of all files at the root of the site.

    `site_url` is the address at which the site's root will be published, with a slash at its end. `served` as for
    `policy.protect`.
    """
    made = {
        f"{address}index.html": _chooser(course, address, place, site_url, look)
        for address, place in {"": "index.md", **course.permanent, **course.landing.entries}.items()
    }
    for deck, path in addressed.decks(course).items():
        made[f"c/{deck}index.html"] = _chooser(course, f"c/{deck}", path, site_url, look, deck)
    made["404.html"] = _not_found(course, urlsplit(site_url).path or "/", look)
    made = {
        path: policy.protected(directed(content, course.languages), served=served) for path, content in made.items()
    }
    made["sitemap.xml"] = _template("sitemap.xml.j2", course, look, "", pages=list(_alternates(course, site_url)))
    if urlsplit(site_url).netloc and urlsplit(site_url).path == "/":  # crawlers ask for it nowhere else
        made[ROBOTS] = f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"
    if rules := moved.rules(course, site_url):
        made["_redirects"] = rules
    return made | moved.files(course, site_url, look, served=served)


def _chooser(
    course: Course, address: str, place: str, site_url: str, look: moved.Look, inside: str | None = None
) -> str:
    """Return the page at a neutral address that leads to a place in the reader's language.

    One that is made known is the x-default of its page's languages, so search engines may show it; it is the canonical
    page of itself. All others are left out of their indexes, and a retired one names the one that stands for it. Where
    the place has pages of its own beside it, `inside` is their address in each language.
    """
    path = place.partition("#")[0]
    heading = " / ".join(course.interface(lang).gettext("Languages") for lang in course.languages)
    known = address == neutral_address(course, path)
    alternates = _languages(course, path, site_url) | {"x-default": urljoin(site_url, address)}
    return _template(
        "chooser.html.j2",
        course,
        look,
        relative(address, ""),
        heading=heading,
        links=_links(course, address, place, inside),
        sections=[] if "#" in place or inside else _sections(course, address, path),
        canonical=urljoin(site_url, address if address == "" or known else moved.successor(course, place)),
        alternates=alternates if known else {},
    )


def neutral_address(course: Course, path: str) -> str | None:
    """Return the address of a page for readers of no language in particular, if it is made known."""
    return "" if path == "index.md" else listed(course).get(path)


def shared(course: Course, site_url: str, read: Callable[[str], str]) -> dict[str, str]:
    """Return path -> content of the choosers that are made known, with what their page says to those who share it.

    Takes the text of a built file by its path inside the site: what is said of a chooser is what the page in the source
    language says, but for its address.
    """
    made = {}
    for address, place in {"": "index.md", **course.permanent}.items():
        if neutral_address(course, place) == address:
            page = read(f"{course.source}/{course.address(course.source, place)}index.html")
            said, path = "".join(_SAID.findall(page)), f"{address}index.html"
            said = _URL.sub(f"\\g<1>{urljoin(site_url, address)}\\2", said)
            made[path] = read(path).replace("</head>", f"{said}</head>", 1)
    return made


_SAID = re.compile(r'<meta (?:property="og:|name="twitter:)[^>]*>\n')
_URL = re.compile(r'("og:url" content=")[^"]*(")')


def _links(course: Course, address: str, place: str, inside: str | None = None) -> list[dict[str, str]]:
    """Return the links from a neutral address to a place in all languages."""
    path, sign, ident = place.partition("#")
    return [
        {
            "lang": lang,
            "name": course.interface(lang).name().capitalize(),
            "href": f"{relative(address, f'{lang}/{inside or course.address(lang, path)}')}{sign}{ident}",
            "title": moved.title(course, lang, place),
            "description": polish(course.pages[lang][path].meta.description, course.spoken(lang, path)),
            "said": course.spoken(lang, path),
        }
        for lang in course.languages
    ]


def _sections(course: Course, address: str, path: str) -> list[dict[str, object]]:
    """Return the links to each section of a page, for those who come with its id and without script."""
    ids = [link.partition("#")[2] for link in course.landing.today.of(path) if "#" in link]
    places = {ident: f"{path}#{ident}" for ident in ids} | course.landing.anchors(path)
    return [{"id": ident, "links": _links(course, address, place)} for ident, place in places.items()]


def _not_found(course: Course, root: str, look: moved.Look) -> str:
    """Return the 404 page; it is shown at any depth, so its links start at `root`, the path of the site."""
    paths = ["index.md", *[chapter.page for chapter in course.file.chapters[:1]], course.place_of("quiz")]
    languages = [
        {
            "lang": lang,
            "words": not_found.words(course, lang),
            "links": [
                {
                    "href": f"{root}{lang}/{course.address(lang, path)}",
                    "title": polish(course.pages[lang][path].title, course.spoken(lang, path)),
                    "said": course.spoken(lang, path),
                }
                for path in paths
                if path
            ],
        }
        for lang in course.languages
    ]
    found = {"data": not_found.data(course, root, course.redirects), "script": not_found.script()}
    return _template("not_found.html.j2", course, look, root, languages=languages, **found)


def _alternates(course: Course, site_url: str) -> Iterator[dict[str, object]]:
    """Yield each page with the addresses of all languages that have translated it, and the neutral one, if any."""
    for path in course.listed:
        links = _languages(course, path, site_url)
        neutral = neutral_address(course, path)
        default = None if neutral is None else urljoin(site_url, neutral)
        for lang in links:
            yield {"address": links[lang], "links": links, "default": default}


def _languages(course: Course, path: str, site_url: str) -> dict[str, str]:
    """Return the address of a page in each language that has translated it."""
    languages = [lang for lang in course.languages if not course.pages[lang][path].untranslated]
    return {lang: urljoin(site_url, f"{lang}/{course.address(lang, path)}") for lang in languages}


def _template(name: str, course: Course, look: moved.Look, root: str, **context: object) -> str:
    brand = moved.brand(course, course.source, look, root)
    made = environment.render(f"show/templates/{name}", course.interface(course.source), root=root, **brand, **context)
    return made.removesuffix("\n")
