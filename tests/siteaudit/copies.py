"""The copies to take along, opened from a disk without network."""

from __future__ import annotations

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from siteaudit.look import watch
from siteaudit.measure import Measure, faults, missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser


def offline(browser: Browser, packed: Sequence[Path]) -> Measure:
    """Open every page of some zips from a folder; count what is missing, fails or asks for anything outside it."""
    if not packed:
        return missing("offline", "the site has no zip")
    wrong, number = [], 0
    for file in packed:
        with TemporaryDirectory() as folder:
            with zipfile.ZipFile(file) as package:
                package.extractall(folder)
            pages = sorted(Path(folder).rglob("*.html"))
            number += len(pages)
            wrong += [f"{file.name}: {fault}" for fault in _opened(browser, Path(folder), pages)]
    return faults("offline", wrong, number)


def _opened(browser: Browser, folder: Path, pages: Sequence[Path]) -> list[str]:
    root = folder.resolve().as_uri()
    context = browser.new_context(offline=True)
    problems = watch(context, root, set())
    page = context.new_page()
    for path in pages:
        html = path.read_text(encoding="utf-8")
        address = path.resolve().as_uri()
        page.goto(address)
        if 'http-equiv="refresh"' in html:  # it leads on to the language
            page.wait_for_function("from => location.href !== from && document.readyState === 'complete'", arg=address)
        if not page.locator("h1").count():
            problems.append(f"no heading ({page.url})")
    context.close()
    return [problem.replace(root, "") for problem in problems]
