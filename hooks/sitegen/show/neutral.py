"""What stands above the languages: the language chooser, permanent addresses, the 404 page and the sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sitegen.course.resolve import relative
from sitegen.language.typography import polish
from sitegen.show import environment, policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course


def files(course: Course, site_url: str, logo: str) -> dict[str, str]:
    """Return path -> content of all files at the root of the site.

    `site_url` is the address at which the site's root will be published, with a slash at its end; `logo` is a path
    inside each language.
    """
    logo = f"{course.source}/{logo}"
    made = {
        f"{address}index.html": _chooser(course, address, path, relative(address, "") + logo)
        for address, path in {"": "index.md", **course.permanent}.items()
    }
    made["404.html"] = _not_found(course, site_url, urljoin(urlsplit(site_url).path, logo))
    made = {path: policy.protect(content) for path, content in made.items()}
    made["sitemap.xml"] = _template("sitemap.xml.j2", course, pages=list(_alternates(course, site_url)))
    return made


def _chooser(course: Course, address: str, path: str, logo: str) -> str:
    links = [
        {
            "lang": lang,
            "name": course.interface(lang).name().capitalize(),
            "href": relative(address, f"{lang}/{course.address(lang, path)}"),
            **_told(course, lang, path),
        }
        for lang in course.languages
    ]
    heading = " / ".join(course.interface(lang).gettext("Languages") for lang in course.languages)
    return _template("chooser.html.j2", course, logo, heading=heading, links=links, root=relative(address, ""))


def _told(course: Course, lang: str, path: str) -> dict[str, str]:
    """Return a page's title and description, and the language that they are in."""
    page, said = course.pages[lang][path], course.spoken(lang, path)
    return {"title": polish(page.title, said), "description": polish(page.meta.description, said), "said": said}


def _not_found(course: Course, site_url: str, logo: str) -> str:
    """Return the 404 page; its links are full, since it is shown at any depth."""
    paths = ["index.md", *[chapter.page for chapter in course.file.chapters[:1]], course.place_of("quiz")]
    languages = [
        {
            "lang": lang,
            "not_found": course.interface(lang).gettext("Page not found"),
            "missing": course.interface(lang).gettext(
                "There is no page at this address. It may have moved; try one of these:"
            ),
            "links": [
                {"href": urljoin(site_url, f"{lang}/{course.address(lang, path)}"), **_told(course, lang, path)}
                for path in paths
                if path
            ],
        }
        for lang in course.languages
    ]
    return _template("not_found.html.j2", course, logo, languages=languages)


def _alternates(course: Course, site_url: str) -> Iterator[dict[str, object]]:
    """Yield each page with the addresses of all languages that have translated it, and the neutral one, if any."""
    first_last = reversed(list(course.permanent.items()))  # what is retired stands last, and gives way
    neutral = {path: address for address, path in first_last} | {"index.md": ""}
    for path in course.pages[course.source]:
        languages = [lang for lang in course.languages if not course.pages[lang][path].untranslated]
        links = {lang: urljoin(site_url, f"{lang}/{course.address(lang, path)}") for lang in languages}
        default = urljoin(site_url, neutral[path]) if path in neutral else None
        for lang in languages:
            yield {"address": links[lang], "links": links, "default": default}


def _template(name: str, course: Course, logo: str = "", **context: object) -> str:
    brand = {"site": course.wording[course.source].course.title, "source": course.source, "logo": logo}
    made = environment.render(f"show/templates/{name}", course.interface(course.source), **brand, **context)
    return made.removesuffix("\n")
