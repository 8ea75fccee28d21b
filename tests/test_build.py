"""`mkdocs build` for real: what it publishes, and what it leaves alone when it cannot."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from dataclasses import asdict
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import material
import pytest
import yaml
from babel.messages.pofile import read_po
from builtsite import Page, Site, css_addresses, js_imports, read_page
from conftest import PROJECT, mkdocs, on_one_core
from courses import LEFT_BY_EDITORS, course_of, own_copy
from sitegen.course import parts
from sitegen.kinds.changes import CHANGES, feed
from sitegen.kinds.kit import files
from sitegen.language.catalogues import catalogue_path
from sitegen.language.inflection import inflection
from sitegen.load import writer
from sitegen.show import bar, icons, light, moved, offline
from sitegen.show.addressed import decks, embeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from babel.messages import Catalog
    from conftest import Build

OTHER_COURSE = PROJECT / "tests" / "fixtures" / "other_course"
SUB_PATH = "https://course.example/sub/path/"
TEXTS = {".html", ".json", ".js", ".xml", ".txt"}
DEADLINE = 60
"""Seconds after which something that should have happened has not."""

# What is built --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(site: Path) -> Site:
    return built_site(site, PROJECT)


@pytest.fixture(scope="module")
def real_under_a_path(build: Build) -> Site:
    folder = build("real under a path", PROJECT, SITE_URL=SUB_PATH, PYTHONHASHSEED="2")
    site = built_site(folder / "site", PROJECT)
    assert site.url == SUB_PATH
    return site


@pytest.fixture(scope="module")
def other(build: Build) -> Site:
    return built_site(build("other", OTHER_COURSE, PYTHONHASHSEED="1") / "site", OTHER_COURSE)


@pytest.fixture(params=["real", "real_under_a_path", "other"])
def built(request: pytest.FixtureRequest) -> Site:
    site: Site = request.getfixturevalue(request.param)
    return site


def built_site(root: Path, project: Path) -> Site:
    content = project / "content"
    languages = tuple(course_file(content)["languages"])
    said = (root.parent / "said").read_text(encoding="utf-8")
    return Site(root, published_at(root, languages[0]), content, languages, said)


def published_at(root: Path, lang: str) -> str:
    """Return the address of the site's root, which its home page tells."""
    home = read_page("index.html", "", (root / lang / "index.html").read_text(encoding="utf-8"))
    return home.all("link", rel="canonical")[0]["href"].removesuffix(f"{lang}/")


def course_file(content: Path) -> dict:
    return yaml.safe_load((content / "course.yml").read_text(encoding="utf-8"))


class _Said(HTMLParser):
    """The words of a page, those of one element apart from those of the next."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += re.findall(r"\w+", data)


def said_in(html: str) -> list[str]:
    reader = _Said()
    reader.feed(html)
    reader.close()
    return reader.words


# The whole site -------------------------------------------------------------------------------------------------------


def test_a_strict_build_says_nothing_but_what_it_does(built: Site) -> None:
    assert [line for line in built.said.splitlines() if line and not line.startswith("INFO ")] == []


def test_every_page_is_built_in_every_language(built: Site) -> None:
    written = {
        lang: {path.relative_to(built.content / lang) for path in (built.content / lang).rglob("*.md")}
        for lang in built.languages
    }
    pages = {lang: len(built.in_language(lang)) for lang in built.languages}
    assert len(set(pages.values())) == 1
    for lang in built.languages:
        assert pages[lang] > len(written[lang]) > 5  # outcomes and examples come on top


def test_every_word_that_was_written_is_published_in_its_order(built: Site) -> None:
    """What CommonMark reads in the sources is held against the pages, after all that theme and generator do to them."""
    course = course_of(built.content.parent)
    for lang in built.languages:
        for path in (path for path, found in course.pages[lang].items() if not found.generated):
            html = (built.root / lang / course.address(lang, path) / "index.html").read_text(encoding="utf-8")
            found = course.pages[lang][path]
            published = iter(said_in(html.partition("<article")[2]))
            written = [
                word for part in parts.written(found.read).found if parts.is_word(part) for word in said_in(part)
            ]
            assert written
            assert [word for word in written if word not in published] == [], path


def test_every_page_names_its_language(built: Site) -> None:
    for lang in built.languages:
        assert {page.lang for page in built.in_language(lang).values()} == {lang}
        assert built.pages[f"{lang}/404.html"].lang == lang
    assert {page.lang for page in built.neutral.values()} == {course_file(built.content)["source"]}


def test_every_page_knows_its_own_address(built: Site) -> None:
    for lang in built.languages:
        for address, page in built.in_language(lang).items():
            assert [link["href"] for link in page.all("link", rel="canonical")] == [address]


def test_search_knows_the_pages_of_one_language(built: Site) -> None:
    for lang in built.languages:
        index = json.loads((built.root / lang / "search" / "search_index.json").read_text(encoding="utf-8"))
        home = urljoin(built.url, f"{lang}/")
        page = read_page("index", home, "".join(f'<a href="{entry["location"]}"></a>' for entry in index["docs"]))
        assert index["config"] == json.loads(json.dumps(asdict(inflection(lang))))
        assert {found.url.partition("#")[0] for found in page.references} == built.listed(lang).keys()
        assert [str(found) for found in page.references if built.problem(found)] == []
    assert [path for path in built.files if "search_index" in path] == sorted(
        f"{lang}/search/search_index.json" for lang in built.languages
    )


def test_pages_that_do_not_exist_have_a_page(built: Site) -> None:
    assert [path for path in built.files if path.endswith("404.html")] == sorted(
        ["404.html", *(f"{lang}/404.html" for lang in built.languages)]
    )
    for path in ["404.html", *(f"{lang}/404.html" for lang in built.languages)]:
        linked = {found.url for found in built.pages[path].references if not found.loaded}
        assert linked >= {urljoin(built.url, f"{lang}/") for lang in built.languages}


def test_every_link_leads_somewhere(built: Site) -> None:
    references = [found for page in built.pages.values() for found in page.references]
    assert len(references) > 20 * len(built.pages)
    assert [f"{found}: {problem}" for found in references if (problem := built.problem(found))] == []


def test_no_id_stands_twice_in_a_page(built: Site) -> None:
    for page in built.pages.values():
        assert [ident for ident, count in Counter(page.ids).items() if count > 1] == [], page.path


def test_nothing_is_loaded_from_elsewhere(built: Site) -> None:
    for page in built.pages.values():
        at_any_depth = page.path.endswith("404.html")  # relative addresses would depend on where it is shown
        for found in page.references:
            parts = urlsplit(found.target)
            if found.loaded and parts.scheme != "data":
                assert not parts.scheme, found
                assert not parts.netloc, found
                assert not parts.path.startswith("/") or at_any_depth, found


def test_style_sheets_and_scripts_load_only_their_neighbours(built: Site) -> None:
    for path in built.files:
        if path.endswith((".css", ".js")):
            text = (built.root / path).read_text(encoding="utf-8")
            for target in css_addresses(text) if path.endswith(".css") else js_imports(text):
                assert not urlsplit(target).netloc, path
                assert built.file_at(urljoin(urljoin(built.url, path), target)), f"{path}: {target}"


def test_no_source_is_published(built: Site) -> None:
    sources = {".yml", ".yaml", ".md", ".po", ".pot", ".j2", ".py", ".toml"}
    assert [path for path in built.files if Path(path).suffix in sources] == []
    assert [path for path in built.files if "/." in f"/{path}"] == []


def test_the_bar_of_pages_that_are_served_is_not_published(built: Site) -> None:
    pages = [path for path in built.files if path.endswith(".html")]
    assert [path for path in pages if bar.ID in (built.root / path).read_text(encoding="utf-8")] == []


def test_nothing_more_and_nothing_less_is_published_than_course_and_theme_have(built: Site) -> None:
    """Counted from the folders themselves: pages and their addresses, files of `docs/`, and those of the theme.

    Scripts that others import are in these, and sheets in one that stands for them; of the theme's files, none is there
    that no other names, and none that it would search with.
    """
    course = course_of(built.content.parent)
    neutral = {*course.permanent, *course.landing.entries, *course.redirects, ""}
    lying = files_of(PROJECT / "docs", ".md", ".yml")
    lying -= {module for path in lying if path.endswith(".js") for module in imported(PROJECT / "docs", path)}
    brought = files_of(Path(material.__file__).parent / "templates" / "assets")
    brought = {path for path in brought if not light.needless(f"assets/{path}")}
    wanted = {"404.html", "sitemap.xml", "_headers", *icons.SIZES, *(f"{address}index.html" for address in neutral)}
    for lang in built.languages:
        pages = {f"{course.address(lang, path)}index.html" for path in course.pages[lang]}
        beside = files_of(built.content / lang, ".md", ".yml")
        made = {"404.html", "manifest.webmanifest", "search/search_index.json"}
        wanted |= {f"{lang}/{path}" for path in pages | beside | made}
        wanted |= set(offline.paths(course, lang)) if course.place_of("copies") else set()
        kit = files(writer(course, lang, {"site_url": built.url})) if course.place_of("kit") else ()
        wanted |= {f"{lang}/{name}" for name in kit}
        wanted |= {f"{lang}/{address}index.html" for address in (*decks(course), *embeds(course))}
        wanted |= {f"{lang}/{feed.FILE}"} if CHANGES.of(course) else set()
    wanted |= {f"c/{address}index.html" for address in decks(course)}
    wanted |= {"robots.txt"} if urlsplit(built.url).path == "/" else set()
    wanted |= {"_redirects"} if moved.rules(course, built.url) else set()
    wanted |= lying | {f"assets/{path}" for path in brought}
    pages = [(built.root / path).read_text("utf-8") for path in built.files if path.endswith(".html")]
    cards = re.findall(r'property="og:image" content="([^"]*)"', "\n".join(pages))
    wanted |= {address.removeprefix(built.url) for address in cards}
    [joined] = set(built.files) - wanted
    assert re.fullmatch(r"assets/styles/site\.[0-9a-f]{8}\.css", joined)
    missing = wanted - set(built.files)
    assert missing & lying == {path for path in missing if path in lying and path.endswith(".css")}
    texts = "".join(
        (built.root / path).read_text("utf-8") for path in built.files if path.endswith((".html", ".css", ".js"))
    )
    assert [path for path in missing if f'/{path}"' in texts or "sourceMappingURL" in texts] == []
    assert f"Published: {len(built.files)} files" in built.said


def imported(folder: Path, path: str) -> set[str]:
    names = re.findall(
        r'^\} from "([^"]+)"|^import .*? from "([^"]+)"', (folder / path).read_text(encoding="utf-8"), re.MULTILINE
    )
    return {os.path.normpath(Path(path).parent / (one or other)) for one, other in names}


def files_of(folder: Path, *without: str) -> set[str]:
    """Return the paths inside a folder of all its files but those with some ends."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {
        path.relative_to(folder).as_posix() for end in without for path in folder.rglob(f"*{end}")
    }


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("(site / 'leak.txt').write_text('x')", "leak.txt would be published"),
        ("(site / 'assets' / 'site.js').unlink()", "assets/site.js should be published"),
    ],
)
def test_a_file_that_nobody_meant_stops_a_strict_build(course: Path, act: str, told: str) -> None:
    """As one that a plugin writes."""
    before = publish_something(course)
    hook = f"from pathlib import Path\ndef on_post_build(config):\n    site = Path(config.site_dir)\n    {act}\n"
    (course / "more.py").write_text(hook.replace("    site =", "    if 'lang' not in config.extra: return\n    site ="))
    replace(course / "mkdocs.yml", "hooks/pages.py]", "hooks/pages.py, more.py]")
    done = mkdocs("build", "--strict", project=course)
    assert done.returncode == 1
    assert all(f"{lang}/{told}" in warning for lang, warning in zip(("de", "es"), warnings(done.stderr), strict=True))
    assert contents(course / "site") == before


def test_no_case_is_published(built: Site) -> None:
    cases = yaml.safe_load((built.content / "cases.yml").read_text(encoding="utf-8"))
    told = [case[key] for case in cases for key in ("summary", "note")]
    assert len(told) >= 4
    texts = [path.read_text(encoding="utf-8") for path in built.root.rglob("*") if path.suffix in TEXTS]
    assert [text for text in told if any(text in published for published in texts)] == []


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<a href="other/">', None),
        ('<a href="other/#there">', None),
        ('<a href="./#h%C3%A9">', None),
        ('<a href="https://elsewhere.example/no/">', None),
        ('<a href="mailto:someone@example.org">', None),
        ('<img src="data:,">', None),
        ('<a href="nowhere/">', "leads to no file"),
        ('<a href="other">', "leads to no file"),
        ('<a href="../">', "leads to no file"),
        ('<a href="/">', "leads to no file"),
        ('<img srcset="gone.png 2x">', "leads to no file"),
        ('<style>p { background: url("gone.png") }</style>', "leads to no file"),
        ('<script type="application/json">{"x": [{"url": "gone/"}]}</script>', "leads to no file"),
        ('<script type="application/json">["<a href=gone/>"]</script>', "leads to no file"),
        ('<a href="other/#missing">', "leads to no id"),
        ('<a href="#missing">', "leads to no id"),
    ],
)
def test_the_link_walker_sees_what_is_wrong(tmp_path: Path, html: str, problem: str | None) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text('<p id="there">', encoding="utf-8")
    (tmp_path / "index.html").write_text(f'<p id="hé">{html}', encoding="utf-8")
    site = Site(tmp_path, SUB_PATH, tmp_path, (), "")
    assert [site.problem(found) for found in site.pages["index.html"].references] == [problem]


def test_every_foot_links_the_last_pages_of_the_navigation(built: Site) -> None:
    config = yaml.load((built.content.parent / "mkdocs.yml").read_text(encoding="utf-8"), _AnyTag)
    (last,) = config["nav"][-1].values()
    for lang in built.languages:
        for page in [*built.in_language(lang).values(), built.pages[f"{lang}/404.html"]]:
            html = (built.root / page.path).read_text(encoding="utf-8")
            (links,) = re.findall(r'<ul class="references">(.*?)</ul>', html, re.DOTALL)
            assert links.count("<a ") == len(last), page.path


class _AnyTag(yaml.SafeLoader):
    """Takes `!ENV` for nothing."""


_AnyTag.add_constructor("!ENV", lambda loader, node: None)


def test_titles_are_typeset_wherever_the_theme_shows_them(real: Site) -> None:
    for page in [*real.in_language("fr").values(), real.pages[f"fr/{offline.WHOLE}"]]:
        html = (real.root / page.path).read_text(encoding="utf-8")
        shown = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
        assert re.findall(r"[^>]*\w [;!?][^<]*", shown) == [], page.path


def test_every_section_has_its_link_that_search_does_not_know(built: Site) -> None:
    for lang in built.languages:
        for page in built.in_language(lang).values():
            sections = [found["id"] for tag in ("h2", "h3") for found in page.all(tag) if "id" in found]
            linked = [
                found["href"].partition("#")[2] for found in page.all("a") if "section-link" in found.get("class", "")
            ]
            assert sorted(linked) == sorted(sections), page.path
        index = (built.root / lang / "search" / "search_index.json").read_text(encoding="utf-8")
        assert "section-link" not in index
        assert not re.search(r'"title":"[^"]*#"', index)


def test_the_place_of_a_chapter_is_shown_and_not_searched(real: Site) -> None:
    for lang in real.languages:
        pages = [(real.root / page.path).read_text(encoding="utf-8") for page in real.in_language(lang).values()]
        places = [found for html in pages for found in re.findall(r'<p class="place">(.*)</p>', html)]
        assert len(places) == len(course_file(real.content)["chapters"])
        index = (real.root / lang / "search" / "search_index.json").read_text(encoding="utf-8")
        assert [place for place in places if place.partition(" · ")[0] in index] == []


# Languages side by side -----------------------------------------------------------------------------------------------


def test_one_sitemap_lists_every_page_with_its_counterparts(built: Site) -> None:
    assert [path for path in built.files if "sitemap" in path] == ["sitemap.xml"]
    entries = list(sitemap(built))
    addresses = [address for address, _ in entries]
    assert sorted(addresses) == sorted(url for lang in built.languages for url in built.listed(lang))
    for address, links in entries:
        pages = {lang: link for lang, link in links.items() if lang != "x-default"}
        assert pages.keys() == set(built.languages)
        assert address in pages.values()
        assert all(link in built.in_language(lang) for lang, link in pages.items())
        assert dict(entries)[pages[built.languages[0]]] == links  # the same from every side
        if "x-default" in links:
            assert choices(built, links["x-default"]) == pages
    known = {url for url, page in built.neutral.items() if not page.all("meta", name="robots", content="noindex")}
    assert {links["x-default"] for _, links in entries if "x-default" in links} == known
    for _, links in entries:
        if "x-default" in links:
            named = built.neutral[links["x-default"]].all("link", rel="alternate")
            assert {link["hreflang"]: link["href"] for link in named} == links


def test_pages_for_contributors_alone_are_built_and_listed_nowhere(built: Site) -> None:
    for lang in built.languages:
        unlisted = built.in_language(lang).keys() - built.listed(lang).keys()
        assert len(unlisted) == len(built.languages) - 1
        assert all(f"/{lang}/translations/" in url for url in unlisted)


def test_menus_lead_from_every_page_to_every_other_in_two_steps(real: Site) -> None:
    course = course_of(PROJECT)
    for lang in real.languages:
        pages = real.in_language(lang)
        listed = {f"{real.url}{lang}/{course.address(lang, path)}" for path, page in course.pages[lang].items()}
        hidden = {path for path, page in course.pages[lang].items() if page.meta.unlisted}
        listed -= {f"{real.url}{lang}/{course.address(lang, path)}" for path in hidden}
        menus = {url: _menu(page) & pages.keys() for url, page in pages.items()}
        for url, menu in menus.items():
            assert listed <= {url, *menu}.union(*(menus[near] for near in menu)), url


def _menu(page: Page) -> set[str]:
    links = [found for found in page.all("a") if "md-nav__link" in found.get("class", "").split()]
    return {urldefrag(urljoin(page.url, found["href"])).url for found in links}


def test_every_page_links_to_its_counterparts(built: Site) -> None:
    for address, links in sitemap(built):
        page = next(pages[address] for lang in built.languages if address in (pages := built.in_language(lang)))
        twins = {a["hreflang"]: urljoin(address, a["href"]) for a in page.all("a") if "data-twin" in a}
        assert twins == {lang: links[lang] for lang in built.languages if lang != page.lang}


def test_every_chapter_has_an_address_without_language(built: Site) -> None:
    for chapter in course_file(built.content)["chapters"]:
        pages = choices(built, urljoin(built.url, f"c/{chapter['id']}/"))
        for lang in built.languages:
            source = (built.content / lang / chapter["page"]).read_text(encoding="utf-8")
            heading = re.search(r"^# .*\{#([\w-]+)\}$", source, re.MULTILINE)
            assert heading
            assert heading[1] in built.in_language(lang)[pages[lang]].ids


def test_choosers_that_are_made_known_say_what_their_page_does_to_who_shares_them(built: Site) -> None:
    for url, page in built.neutral.items():
        said = {found["property"]: found["content"] for found in page.all("meta") if "property" in found}
        if page.all("meta", name="robots", content="noindex"):
            assert not said, url
            continue
        source = next(link["href"] for link in page.all("link", rel="alternate", hreflang=built.languages[0]))
        own = built.in_language(built.languages[0])[source]
        assert {
            found["property"]: url if found["property"] == "og:url" else found["content"]
            for found in own.all("meta")
            if found.get("property", "").startswith("og:")
        } == said


def test_neutral_addresses_send_readers_where_their_links_lead(built: Site) -> None:
    assert built.url in built.neutral
    for address, page in built.neutral.items():
        links = [a["href"] for a in page.all("a")][-len(built.languages) :]
        text = (built.root / page.path).read_text(encoding="utf-8")
        named = re.search(r"hrefs = (\[.*?\]);", text)
        assert named
        assert json.loads(named[1]) == links
        assert choices(built, address).keys() == set(built.languages)


def sitemap(site: Site) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each address of the sitemap with its alternates, by language."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    for entry in ElementTree.parse(site.root / "sitemap.xml").getroot().findall("s:url", names):
        links = entry.findall("x:link[@rel='alternate']", names)
        yield entry.findtext("s:loc", "", names), {link.attrib["hreflang"]: link.attrib["href"] for link in links}


def choices(site: Site, address: str) -> dict[str, str]:
    """Return language -> address of the plain links of a page that belongs to no language."""
    links = {(a["hreflang"], *urldefrag(urljoin(address, a["href"]))): "" for a in site.neutral[address].all("a")}
    assert all(url in site.in_language(lang) for lang, url, _ in links)
    return {lang: url for lang, url, _ in links}


def test_links_that_are_kept_are_those_of_the_published_pages(built: Site) -> None:
    """Read from the pages themselves: addresses, permanent ones included, and the ids of headings."""
    today = course_of(built.content.parent).landing.today
    assert len({built.url + address for known in today.addresses.values() for address in known}) == sum(
        map(len, today.addresses.values())
    )
    pages = {url: page for lang in built.languages for url, page in built.listed(lang).items()}
    terms = {built.url + link for path in today.terms for link in today.of(path) if link.startswith("c/")}
    gone = {built.url + link for link in course_of(built.content.parent).landing.moved}
    assert {built.url + address for known in today.addresses.values() for address in known} | terms == (
        pages.keys() | built.neutral.keys() - {built.url} - gone
    )
    for path, known in today.addresses.items():
        named = [*today.sections[path], *today.terms.get(path, ())]
        for address in known:
            if (page := pages.get(built.url + address)) is not None:
                assert sorted(headings_of(page)) == sorted(named), page.path


def test_the_ledger_has_what_the_published_pages_have(real: Site) -> None:
    """And no more, but for what has been retired since."""
    ledger = yaml.safe_load((real.content / "published.yml").read_text(encoding="utf-8"))
    landing = course_of(PROJECT).landing
    pages = {url: page for lang in real.languages for url, page in real.listed(lang).items()}
    recorded = [address for known in ledger["addresses"].values() for address in known if not address.startswith("c/")]
    assert {real.url + address for address in recorded if address in landing.live} == pages.keys()
    for path, known in ledger["addresses"].items():
        ids = [*ledger["sections"].get(path, ()), *ledger["terms"].get(path, ())]
        live = sorted(ident for ident in ids if f"{path}#{ident}" in landing.live)
        for page in (pages[url] for address in known if (url := real.url + address) in pages):
            assert sorted(headings_of(page)) == live, page.path


def headings_of(page: Page) -> list[str]:
    return [found["id"] for tag, found, _ in page.elements if re.fullmatch(r"h[1-6]", tag) and "id" in found]


@pytest.mark.parametrize("foreign", ["en", "fr"])
def test_the_interface_speaks_only_the_languages_of_the_course(other: Site, foreign: str) -> None:
    words = [message.string for message in read_catalogue(foreign) if isinstance(message.string, str)]
    sentences = [text for text in words if len(text.split()) > 2]
    assert len(sentences) > 10
    for path in other.pages:
        html = (other.root / path).read_text(encoding="utf-8")
        assert [text for text in sentences if text in html] == [], path


@pytest.mark.parametrize(("lang", "theme_lang"), [("es-MX", "es"), ("ga", None)])
def test_a_language_needs_words_of_the_theme(course: Path, lang: str, theme_lang: str | None) -> None:
    (course / "hooks").unlink()
    shutil.copytree(PROJECT / "hooks", course / "hooks")
    catalogues = course / "hooks" / "sitegen" / "locale"
    (catalogues / "es").rename(catalogues / lang)
    (course / "content" / "es").rename(course / "content" / lang)
    replace(course / "content" / "course.yml", "[de, es]", f"[de, {lang}]")
    done = mkdocs("build", "--strict", project=course)
    if theme_lang:
        assert done.returncode == 0, done.stderr
        html = (course / "site" / lang / "index.html").read_text(encoding="utf-8")
        assert read_page("index.html", "", html).lang == theme_lang
    else:
        assert done.returncode == 1
        assert f"partials/languages/{lang}.html" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (course / "site").exists()


def read_catalogue(lang: str) -> Catalog:
    with catalogue_path(lang).open("rb") as file:
        return read_po(file)


# The same again -------------------------------------------------------------------------------------------------------


def test_two_builds_differ_in_their_address_alone(real: Site, real_under_a_path: Site) -> None:
    """However Python orders its sets; hashes are those of scripts that name the address."""
    assert without_address(real) == without_address(real_under_a_path)


def without_address(site: Site) -> dict[str, bytes]:
    address, path = site.url.encode(), urlsplit(site.url).path.encode()
    host = urlsplit(site.url).netloc.encode()
    below = re.compile(rb'(["\s]|^|<id>tag:' + re.escape(host) + rb",[\d-]+:)" + re.escape(path))
    files = contents(site.root)
    files.pop("robots.txt", None)  # at the root of a domain alone
    for name in [name for name in files if name.endswith(".zip")]:
        with zipfile.ZipFile(io.BytesIO(files.pop(name))) as packed:
            files |= {f"{name}/{each}": packed.read(each) for each in packed.namelist()}
    found = {name: below.sub(rb"\1/", data.replace(address, b"")) for name, data in files.items()}
    return {
        name: re.sub(rb"'sha256-[^']+'", b"", data.replace(b"<id>tag:" + host, b"<id>tag:"))
        for name, data in found.items()
    }


def test_two_builds_in_one_process_give_the_same_bytes(other: Site, tmp_path: Path) -> None:
    """As a deploying command does, which reads `site_dir` after the build."""
    program = (
        "import sys\n"
        "from mkdocs.commands.build import build\n"
        "from mkdocs.config import load_config\n"
        "for site in sys.argv[1:]:\n"
        "    config = load_config('mkdocs.yml', site_dir=site)\n"
        "    build(config)\n"
        "    assert config.site_dir == site, config.site_dir\n"
    )
    sites = [tmp_path / "one", tmp_path / "two"]
    subprocess.run([sys.executable, "-c", program, *sites], cwd=OTHER_COURSE, check=True, capture_output=True)
    assert contents(sites[0]) == contents(sites[1]) == contents(other.root)


def test_a_project_builds_from_another_folder(course: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = mkdocs("build", "--strict", "-f", os.path.relpath(course / "mkdocs.yml", elsewhere), project=elsewhere)
    assert done.returncode == 0, done.stderr
    assert (course / "site" / "de" / "index.html").is_file()
    assert list(elsewhere.iterdir()) == []


def test_the_check_and_the_host_agree_on_pages_and_their_descriptions(course: Path) -> None:
    shared = course / "shared"
    for lang in ("de", "es"):
        (shared / lang).mkdir(parents=True)
        (course / "content" / lang / "legal.md").rename(shared / lang / "legal.md")
        (course / "content" / lang / "linked").symlink_to(shared / lang)
        old = course / "content" / lang / ".trash" / "old.md"
        old.parent.mkdir()
        old.write_text("no page", encoding="utf-8")
    legal = shared / "de" / "legal.md"
    legal.write_text(re.sub("description: .*", "description: 2024-01-01", legal.read_text(encoding="utf-8")))
    replace(course / "mkdocs.yml", "legal.md", "linked/legal.md")
    done = mkdocs("build", "--strict", project=course)
    assert done.returncode == 0, done.stderr
    html = (course / "site" / "de" / "linked" / "impressum" / "index.html").read_text(encoding="utf-8")
    assert '<meta name="description" content="2024-01-01">' in html


def test_what_was_checked_is_what_is_built(course: Path) -> None:
    """Whatever becomes of the files while the build goes on, as at a checkout of another version."""
    unchanged = mkdocs("build", "--strict", project=course)
    assert unchanged.returncode == 0, unchanged.stderr
    before = contents(course / "site")
    program = (
        "from pathlib import Path\n"
        "from mkdocs.__main__ import cli\n"
        "from sitegen import load as loading\n"
        "load = loading.load\n"
        "def checked(*arguments):\n"
        "    course = load(*arguments)\n"
        "    pages = sorted(Path('content').glob('*/*.md'))\n"
        "    for page in pages[::2]:\n"
        "        page.unlink()\n"
        "    for page in pages[1::2]:\n"
        "        page.write_text('changed', encoding='utf-8')\n"
        "    for data in Path('content').rglob('*.yml'):\n"
        "        data.unlink()\n"
        "    Path('content', course.source, 'new.md').write_text('new', encoding='utf-8')\n"
        "    return course\n"
        "loading.load = checked\n"
        "cli(['build', '--strict'])\n"
    )
    done = run_program(program, course)
    assert done.returncode == 0, done.stderr
    assert in_any_order(contents(course / "site")) == in_any_order(before)


def test_folders_of_docs_go_to_every_language_and_its_files_to_the_root(course: Path) -> None:
    (course / "docs").unlink()
    shutil.copytree(PROJECT / "docs", course / "docs")
    for path in ("CNAME", "notes.md", "assets/notes.md", "notes.yml", ".hidden", "images/leaf.svg"):
        (course / "docs" / path).parent.mkdir(exist_ok=True)
        (course / "docs" / path).write_text("umtopfen.example", encoding="utf-8")
    for folder, name in product(("docs", "docs/assets", "content", "content/de"), LEFT_BY_EDITORS):
        (course / folder / name).write_text("umtopfen.example", encoding="utf-8")
    done = mkdocs("build", "--strict", project=course)
    assert done.returncode == 0, done.stderr
    built = {path: data for path, data in contents(course / "site").items() if data == b"umtopfen.example"}
    assert sorted(built) == ["CNAME", "de/images/leaf.svg", "es/images/leaf.svg"]


def test_the_site_may_be_elsewhere_and_keeps_its_hidden_files(course: Path, tmp_path: Path) -> None:
    """As the working tree of a branch from which a host publishes."""
    tree = tmp_path / "tree"
    (tree / ".git" / "refs").mkdir(parents=True)
    (tree / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    (tree / "old.html").write_text("old", encoding="utf-8")
    (tmp_path / "trees").symlink_to(tmp_path)
    done = mkdocs("build", "--strict", "-d", "../trees/tree", project=course)
    assert done.returncode == 0, done.stderr
    assert (tree / "de" / "index.html").is_file()
    assert (tree / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"
    assert not (tree / "old.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "tree", "trees"]


@pytest.mark.parametrize("target", ["content", "content/de", "content/new"])
def test_no_site_takes_the_place_of_its_content(course: Path, target: str) -> None:
    before = contents(course / "content")
    done = mkdocs("build", "-d", target, project=course)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert contents(course / "content") == before


# What a build that fails leaves ---------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The other course as a project of its own, on the project's hooks."""
    return own_copy(tmp_path / "course", OTHER_COURSE)


def publish_something(project: Path) -> dict[str, bytes]:
    """Pretend an earlier build; return its files."""
    for path in ("index.html", "fr/index.html", "assets/old.css"):
        file = project / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"an earlier {path}", encoding="utf-8")
    return contents(project / "site")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def in_any_order(files: dict[str, bytes]) -> dict[str, object]:
    """Return files with the entries of search, which are found by what they say, in one order."""
    indexes = {path: json.loads(data) for path, data in files.items() if path.endswith("search_index.json")}
    return files | {path: sorted(index["docs"], key=str) for path, index in indexes.items()}


def leftovers(project: Path) -> list[str]:
    return sorted(path.name for path in project.iterdir() if path.name.startswith(".site."))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def add_line(file: Path, text: str) -> int:
    """Add a paragraph at the end of a page; return its line."""
    lines = [*file.read_text(encoding="utf-8").splitlines(), "", text]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


@pytest.mark.parametrize("mode", [[], ["--strict"]], ids=["lenient", "strict"])
def test_broken_links_stop_the_build_with_file_and_line(tmp_path: Path, mode: list[str]) -> None:
    project = own_copy(tmp_path / "project", PROJECT)
    before = publish_something(project)
    first, second, *_ = [chapter.page for chapter in course_of(PROJECT).file.chapters]
    source, other, *_ = course_of(PROJECT).languages
    page = add_line(project / "content" / source / first, "Voir [une page](nowhere.md).")
    section = add_line(project / "content" / other / second, f"See [a section]({first}#nowhere).")
    done = mkdocs("build", *mode, project=project)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert f"content/{source}/{first}:{page}: link/missing: " in said
    assert f"content/{other}/{second}:{section}: link/missing: " in said
    assert "Traceback" not in said
    assert contents(project / "site") == before
    assert leftovers(project) == []


@pytest.mark.parametrize(
    ("publisher", "told"),
    [
        ("{contact: +33123456789}", "schema/type: extra.publisher.contact: "),
        ("A & Sons", "schema/type: extra.publisher: "),
    ],
)
def test_details_of_the_publisher_that_are_no_texts_stop_the_build(course: Path, publisher: str, told: str) -> None:
    replace(course / "mkdocs.yml", "extra:\n", f"extra:\n  publisher: {publisher}\n")
    done = mkdocs("build", project=course)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course / "site").exists()


def one_option_too_many(course: Path) -> None:
    """Let the content deserve a warning."""
    replace(
        course / "content" / "quiz.yml",
        "same_as: {unknown: {option: resting, why: who is in doubt may wait for spring}}",
        "",
    )


def one_page_outside_the_navigation(course: Path) -> None:
    """Let MkDocs warn, inside the build of each language, after the check of the content."""
    replace(course / "mkdocs.yml", ", legal.md", "")


def warnings(said: str) -> list[str]:
    """Return each warning, with the lines that belong to it."""
    return [part for part in re.split(r"^(?=[A-Z]+ +-)", said, flags=re.MULTILINE) if part.startswith("WARNING")]


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (one_option_too_many, ["content/quiz.yml:"]),
        (one_page_outside_the_navigation, ["mkdocs.yml:", "legal.md", "legal.md"]),
    ],
)
def test_a_warning_stops_only_a_strict_build(course: Path, spoil: Callable[[Path], None], named: list[str]) -> None:
    spoil(course)
    before = publish_something(course)
    strict = mkdocs("build", "--strict", project=course)
    assert strict.returncode == 1
    assert all(word in warning for word, warning in zip(named, warnings(strict.stderr), strict=True))
    assert contents(course / "site") == before
    assert leftovers(course) == []

    quiet = mkdocs("build", "--strict", "--quiet", project=course)
    assert (quiet.returncode, contents(course / "site")) == (1, before)

    with on_one_core():
        lenient = mkdocs("build", project=course)
    assert lenient.returncode == 0
    assert warnings(lenient.stderr) == warnings(strict.stderr)
    assert (course / "site" / "es" / "index.html").is_file()
    assert not (course / "site" / "assets" / "old.css").exists()


def test_a_killed_build_leaves_the_published_site(course: Path) -> None:
    before = publish_something(course)
    building = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"], cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: any(course.glob(".site.*/de/*/index.html")))
    finally:
        building.send_signal(signal.SIGKILL)
        building.wait()
    assert building.returncode == -signal.SIGKILL
    assert contents(course / "site") == before
    assert leftovers(course) != []

    again = mkdocs("build", "--strict", project=course)
    assert again.returncode == 0, again.stderr
    assert leftovers(course) == []
    assert "assets/old.css" not in contents(course / "site")


def test_a_folder_that_cannot_be_replaced_is_told_in_one_line(course: Path) -> None:
    """As a mount point; the system's answer is played."""
    before = publish_something(course)
    program = (
        "import errno\n"
        "from pathlib import Path\n"
        "from mkdocs.__main__ import cli\n"
        "from sitegen import swap\n"
        "def busy(path, target):\n"
        "    raise OSError(errno.EBUSY, 'Device or resource busy')\n"
        "swap._exchange = lambda *_: False\n"
        "Path.rename = busy\n"
        "cli(['build', '--strict'])\n"
    )
    done = run_program(program, course)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "mount point" in line and str(course / "site") in line]
    assert "Traceback" not in done.stderr
    assert contents(course / "site") == before
    assert leftovers(course) == []


def run_program(program: str, project: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a project's folder, with its hooks at hand."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(PROJECT / "hooks"), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.005)
