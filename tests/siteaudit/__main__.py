"""Measures the site in `site/`, and prints figures against goals: `make audit`; parts of it with `ONLY="markup"`.

Writes `audit.json`, with every place, and, when nothing was left out by choice, `content/accessibility.yml`, from which
the accessibility statement is made. Exit code 1: a goal is not met. Exit code 2: all that was measured is met, and
something could not be measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import chromium
from axe_playwright_python.base import AXE_SCRIPT
from builtsite import Site, read_page
from conftest import PROJECT, chromium_browser, serve_folder
from courses import course_of
from sitegen.show import offline

from siteaudit import copies, look, markup, metadata, speed, statement
from siteaudit.measure import Measure, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser
    from sitegen.course.course import Course

PARTS = ("metadata", "markup", "browser", "offline", "weight", "lighthouse")
ABSENT = "no/such/page/"
"""An address of each language at which nothing is."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make audit", description="Measure the built site.")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=[], help="parts to measure; all without it")
    only = parser.parse_args().only
    course = course_of(PROJECT)
    site = _site(course)
    seen: list[look.Seen] = []
    measures, tools = _measured(course, site, only or PARTS, seen)
    today = datetime.now(UTC).date().isoformat()
    criteria = statement.criteria(seen)
    full = {"day": today, "tools": tools, "measures": [asdict(measure) for measure in measures], "criteria": criteria}
    (PROJECT / "audit.json").write_text(json.dumps(full, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not only:
        (PROJECT / "content" / statement.FILE).write_text(
            statement.write(today, tools, measures, seen), encoding="utf-8"
        )
    print("\n".join(table(measures)))
    wrong = any(measure.measured and not measure.met for measure in measures)
    return 1 if wrong else 0 if all(measure.met for measure in measures) else 2


def _site(course: Course) -> Site:
    root = PROJECT / "site"
    home = read_page("index.html", "", (root / course.source / "index.html").read_text(encoding="utf-8"))
    url = home.all("link", rel="canonical")[0]["href"].removesuffix(f"{course.source}/")
    return Site(root, url, PROJECT / "content", course.languages, "")


def _measured(
    course: Course, site: Site, parts: list[str] | tuple[str, ...], seen: list[look.Seen]
) -> tuple[list[Measure], dict[str, str]]:
    """Return the measures of some parts and the versions of the tools; what pages showed is added to `seen`."""
    pages, tools = list(site.pages), markup.versions()
    measures: list[Measure] = []
    if "metadata" in parts:
        measures += [measure(site) for measure in metadata.MEASURES]
    if "markup" in parts:
        measures += [*markup.nu(site.root, pages), markup.html_validate(site.root, pages)]
    with serve_folder(site.root) as root, chromium_browser() as browser:
        tools |= {"axe-core": AXE_SCRIPT.split("axe v")[1].split()[0], "Chromium": browser.version}
        for part, measure in _in_browser(course, site, root, browser, seen).items():
            if part in parts:
                measures += measure()
    return measures, tools


def _in_browser(
    course: Course, site: Site, root: str, browser: Browser, seen: list[look.Seen]
) -> dict[str, Callable[[], list[Measure]]]:
    chapters = [
        [f"{lang}/{course.address(lang, each.page)}" for each in course.file.chapters] for lang in site.languages
    ]

    def look_around() -> list[Measure]:
        addresses = [url.removeprefix(site.url) for lang in site.languages for url in site.in_language(lang)]
        whole = [path for lang in site.languages if (path := f"{lang}/{offline.WHOLE}") in site.files]
        absent = [f"{lang}/{ABSENT}" for lang in site.languages]
        seen.extend(look.look(browser, root, [*addresses, *whole], absent))
        return [measure(seen) for measure in look.MEASURES]

    def opened() -> list[Measure]:
        return [copies.offline(browser, [site.root / path for path in site.files if path.endswith(".zip")])]

    return {
        "browser": look_around,
        "offline": opened,
        "weight": lambda: speed.weight(browser, root, site.root, chapters),
        "lighthouse": lambda: speed.lighthouse(root, six(course), chromium.ensure()),
    }


def six(course: Course) -> list[str]:
    """Return the addresses of home, a chapter, the quiz, the sorting, the examples and a term, in turn by language."""
    places = (course.place_of(name) for name in ("quiz", "sorting", "examples", "glossary"))
    paths = ["index.md", course.file.chapters[0].page, *(path for path in places if path)]
    languages = [course.languages[number % len(course.languages)] for number in range(len(paths))]
    return [f"{lang}/{course.address(lang, path)}" for lang, path in zip(languages, paths, strict=True)]


if __name__ == "__main__":
    sys.exit(main())
