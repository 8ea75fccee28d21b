"""Old links to the real site, after a page, a slug, sections and a term have been renamed: each still lands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from browser.visitor import Visitor
from courses import PROJECT, own_copy
from playwright.sync_api import expect
from sitegen.check import published
from sitegen.findings import ContentError
from sitegen.load import load, record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Build, Once, ServeDirectory
    from playwright.sync_api import Browser, Page, Route
    from sitegen.course.course import Course

LINE = re.compile(r" - (\{.*?\}) \(")
DEEP = "?from=mail"


@dataclass(frozen=True)
class Renamed:
    """What is renamed, by the paths and ids of before."""

    sectioned: str
    """A page of which a section has another id."""
    slugged: str
    """A page with another slug in every language, and a section with another id."""
    moved: str
    """A page with another file name, slug and permanent id."""
    emptied: str
    """A page of which a section stands on another one now, `filled`."""
    filled: str
    sections: dict[str, str]
    """Page -> the section that is renamed, or stands elsewhere."""
    term: str
    glossary: str


class Landing(NamedTuple):
    """An old link, and where it leads."""

    old: str
    new: str
    section: str = ""
    """The id that is in view; without one, the top of the page."""
    kind: str = "page"
    """How: by a `page` that leads on, in the same `place` of the page, or by a `link` that is left there."""


def renamed(course: Course) -> Renamed:
    sectioned, slugged, moved, emptied, filled = (chapter.page for chapter in course.file.chapters[:5])
    glossary = str(course.place_of("glossary"))
    sections = {path: _section(course, path) for path in (sectioned, slugged, moved, emptied)}
    return Renamed(
        sectioned, slugged, moved, emptied, filled, sections, course.landing.today.terms[glossary][0], glossary
    )


def _section(course: Course, path: str) -> str:
    """Return a section of a page that is followed by another of its level, and whose id no other page has."""
    headings = course.pages[course.source][path].headings
    used = [ident for other, ids in course.landing.today.sections.items() if other != path for ident in ids]
    for heading, following in pairwise(headings):
        if heading.level == following.level == 2 and str(heading.id) not in used:
            return str(heading.id)
    raise AssertionError(path)


def rename(project: Path, course: Course, changed: Renamed) -> None:
    """Change a project as its author would: everywhere, but not in the record."""
    content = project / "content"
    files = [path for path in content.rglob("*.*") if path.suffix in {".md", ".yml"} and path.name != "published.yml"]
    used, known = [content / "sessions.yml"], {path: ident for ident, path in course.file.addressed.items()}
    for path in (changed.sectioned, changed.slugged):
        section = changed.sections[path]
        for lang in course.languages:
            _edit([content / lang / path], rf"#{section}(?=[)}}])", f"#{section}-now")
        _edit(files, rf"{_name(path)}#{section}(?![\w-])", f"{path}#{section}-now")
        _edit(used, f'"{known[path]}#{section}"', f'"{known[path]}#{section}-now"')
    section = changed.sections[changed.emptied]
    _edit(files, rf"{_name(changed.emptied)}#{section}(?![\w-])", f"{changed.filled}#{section}")
    _edit(used, f'"{known[changed.emptied]}#{section}"', f'"{known[changed.filled]}#{section}"')
    for lang in course.languages:
        _edit([content / lang / changed.emptied], rf"^## .*{{#{section}}}\n", "")
        with (content / lang / changed.filled).open("a", encoding="utf-8") as file:
            file.write(f"\n## {lang.upper()} {{#{section}}}\n\n{lang.upper()}.\n")
        _edit([content / lang / changed.slugged], r"^slug: .*", f"slug: {lang}-slug")
        _edit([content / lang / changed.moved], r"^slug: .*", f"slug: {lang}-page")
        (content / lang / changed.moved).rename(content / lang / "another-page.md")
        _edit([content / lang / "glossary.yml"], rf"^{changed.term}:", f"{changed.term}_now:")
    moved = known[changed.moved]
    _edit([content / "course.yml"], rf"id: {moved},", "id: another_page,")
    used += [content / lang / "sessions.yml" for lang in course.languages]
    _edit(used, rf"(?<=chapter: ){moved}\b|(?<=\"){moved}(?=#)|(?<=^  ){moved}(?=:)", "another_page")
    _edit([content / "course.yml"], r"^limits:\n(?: .*\n)+", "")  # of which sections end a chapter, this knows nothing
    _edit([*files, project / "mkdocs.yml"], _name(changed.moved), "another-page.md")
    _edit(files, rf"{_name(changed.glossary)}#{changed.term}(?![\w-])", f"{changed.glossary}#{changed.term}_now")


def _name(path: str) -> str:
    return rf"(?<![\w-])(?<![\w-]/){re.escape(path)}"


def _edit(files: list[Path], old: str, new: str) -> None:
    for file in files:
        if file.exists():
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub(old, new, text, flags=re.MULTILINE), encoding="utf-8")


def retire(project: Path) -> list[str]:
    """Paste the lines that the findings suggest, and record the new links; return the lines."""
    content = project / "content"
    with pytest.raises(ContentError) as told:
        load(content, PROJECT / "docs")
    errors = {finding.rule for finding in told.value.findings if not finding.warning}
    assert errors == {"link/killed"}, told.value
    lines = [line for finding in told.value.findings for line in LINE.findall(finding.message)]
    with (content / "course.yml").open("a+", encoding="utf-8") as file:
        file.seek(0)
        begun = "\nretired:\n" in file.read()
        file.write(("" if begun else "retired:\n") + "".join(f"  - {line}\n" for line in lines))
    changed = record(load(content, PROJECT / "docs"))
    (content / "published.yml").write_text(published.write(changed), encoding="utf-8")
    return lines


@pytest.fixture(scope="session")
def changed(course: Course) -> Renamed:
    return renamed(course)


@pytest.fixture(scope="session")
def renamed_site(build: Build, once: Once, course: Course, changed: Renamed) -> Path:
    def make(project: Path) -> None:
        rename(own_copy(project, PROJECT), course, changed)
        retire(project)

    return build("renamed", once("renamed project", make)) / "site"


@pytest.fixture(scope="session")
def renamed_url(renamed_site: Path, serve_directory: ServeDirectory) -> Iterator[str]:
    with serve_directory(renamed_site) as url:
        yield url


def landings(course: Course, changed: Renamed, lang: str) -> Iterator[Landing]:
    """Yield every old link of a language."""

    def address(path: str) -> str:
        return f"{lang}/{course.address(lang, path)}"

    sections = changed.sections
    slugged, moved = f"{lang}/{lang}-slug/", f"{lang}/{lang}-page/"
    yield Landing(address(changed.slugged), slugged)
    yield Landing(address(changed.moved), moved)
    yield Landing(f"{address(changed.moved)}#{sections[changed.moved]}", moved, sections[changed.moved])
    yield Landing(
        f"{address(changed.slugged)}#{sections[changed.slugged]}", slugged, f"{sections[changed.slugged]}-now"
    )
    for path in (changed.sectioned, changed.glossary):
        old = sections.get(path, changed.term)
        new = f"{old}-now" if path in sections else f"{old}_now"
        yield Landing(f"{address(path)}#{old}", address(path), new, "place")
    section = sections[changed.emptied]
    yield Landing(f"{address(changed.emptied)}#{section}", address(changed.filled), section, "link")


def neutral_landings(course: Course, changed: Renamed, lang: str) -> Iterator[Landing]:
    """Yield every old link that has no language, as one leads to `lang`."""
    known = next(ident for ident, path in course.file.addressed.items() if path == changed.moved)
    section = changed.sections[changed.moved]
    yield Landing(f"c/{known}/#{section}", f"{lang}/{lang}-page/", section)
    glossary = f"{lang}/{course.address(lang, changed.glossary)}"
    yield Landing(f"c/terms/{changed.term}/", glossary, f"{changed.term}_now")
    section = changed.sections[changed.slugged]
    neutral = str(course.permanent_address(changed.slugged))
    yield Landing(f"{neutral}#{section}", f"{lang}/{lang}-slug/", f"{section}-now")


def arrives(page: Page, landing: Landing, url: str) -> None:
    page.wait_for_url(re.compile(re.escape(urljoin(url, landing.new)) + r"([?#].*)?$"))
    if landing.section:
        expect(page.locator(f"[id='{landing.section}']")).to_be_in_viewport()


def test_old_links_land_with_script(
    regulars: Callable[..., Visitor], renamed_url: str, course: Course, changed: Renamed, lang: str
) -> None:
    visitor = regulars(lang, site_url=renamed_url)
    for landing in (*landings(course, changed, lang), *neutral_landings(course, changed, lang)):
        address, sign, section = landing.old.partition("#")
        page = visitor.open(f"{address}{DEEP}{sign}{section}")
        arrives(page, landing, renamed_url)
        if landing.kind == "page":
            assert urlsplit(page.url).query == DEEP[1:]
    visitor.check()


def test_old_links_land_without_script(
    regulars: Callable[..., Visitor], renamed_url: str, course: Course, changed: Renamed, lang: str
) -> None:
    """A page that leads on without script leads to the page; no host and no script knows the section then."""
    visitor = regulars(lang, scripts=False, site_url=renamed_url)
    for landing in landings(course, changed, lang):
        page = visitor.open(landing.old)
        if landing.kind == "link":
            link = page.locator("article .moved:visible a")
            expect(link).to_be_in_viewport()
            link.click()
        arrives(page, landing if landing.kind != "page" else landing._replace(section=""), renamed_url)
    for landing in neutral_landings(course, changed, lang):
        page = visitor.open(landing.old)
        expect(page.get_by_role("link")).to_have_count(len(course.languages))
        page.locator(f"a[hreflang={lang}]:visible").click()
        arrives(page, landing, renamed_url)
    visitor.check()


def test_old_links_land_without_script_where_the_host_follows_the_rules(
    browser: Browser, renamed_site: Path, renamed_url: str, course: Course, changed: Renamed, lang: str
) -> None:
    """A host that reads `_redirects` answers itself, and the browser keeps the section."""
    rules = dict(line.split()[:2] for line in (renamed_site / "_redirects").read_text(encoding="utf-8").splitlines())
    context = browser.new_context(locale=lang, java_script_enabled=False)

    def answer(route: Route) -> None:
        new = rules.get(urlsplit(route.request.url).path)
        route.fulfill(status=301, headers={"location": new}) if new else route.fallback()

    visitor = Visitor(context, renamed_url)
    visitor.page.route("**/*", answer)
    for landing in landings(course, changed, lang):
        if landing.kind == "page":
            assert f"/{landing.old.partition('#')[0]}" in rules
            arrives(visitor.open(landing.old), landing, renamed_url)
    context.close()
    visitor.check()


@pytest.mark.one_language
def test_pages_that_lead_on_are_listed_nowhere(renamed_site: Path, course: Course, changed: Renamed, lang: str) -> None:
    sitemap = (renamed_site / "sitemap.xml").read_text(encoding="utf-8")
    for each in course.languages:
        index = (renamed_site / each / "search" / "search_index.json").read_text(encoding="utf-8")
        for path in (changed.slugged, changed.moved):
            old = course.address(each, path)
            assert (renamed_site / each / old / "index.html").is_file()
            assert f"/{each}/{old}" not in sitemap
            assert f'"{old}' not in index
        assert f"{each}-slug/" in sitemap
        assert f'"{each}-slug/' in index
    assert "/c/terms/" not in sitemap
