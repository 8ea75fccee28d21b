"""What pages cost a reader who comes for the first time: bytes and requests, and what Lighthouse makes of them."""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
from typing import TYPE_CHECKING

from siteaudit.markup import TOOLS
from siteaudit.measure import Measure, missing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

FIRST_BYTES, FIRST_REQUESTS, NEXT_BYTES = 60_000, 8, 12_000
"""Of a chapter that is seen first, and of the chapter that is read next; bytes as a host compresses them."""
CATEGORIES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
"""Least score in each category of Lighthouse."""
RUNS = 3


def weight(browser: Browser, root: str, site: Path, chapters: Sequence[Sequence[str]]) -> list[Measure]:
    """Measure each chapter as the first page of a reader, and as the next; `chapters` are addresses, by language."""
    first, following = {}, {}
    for addresses in chapters:
        for before, address in zip([addresses[-1], *addresses], addresses, strict=False):
            first[address] = _fetched(browser, root, site, [address])
            following[address] = _fetched(browser, root, site, [before, address])
    bytes_ = {address: sum(found.values()) for address, found in first.items()}
    requests = {address: len(found) for address, found in first.items()}
    next_ = {address: sum(found.values()) for address, found in following.items()}
    goals = (
        (FIRST_BYTES, "first_bytes", bytes_),
        (FIRST_REQUESTS, "first_requests", requests),
        (NEXT_BYTES, "next_bytes", next_),
    )
    return [_greatest(name, goal, found) for goal, name, found in goals]


def _greatest(name: str, goal: int, found: dict[str, int]) -> Measure:
    if not found:
        return missing(name, "there is no chapter", goal)
    places = [f"{address}: {figure}" for address, figure in found.items() if figure > goal]
    return Measure(name, max(found.values()), goal, tuple(places), len(found))


def _fetched(browser: Browser, root: str, site: Path, addresses: Sequence[str]) -> dict[str, int]:
    """Return address -> bytes of what the last of some pages fetches and those before it have not."""
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    known: set[str] = set()
    for address in addresses:
        known = set(asked)
        page.goto(root + address)
        page.wait_for_load_state("networkidle")
    context.close()
    new = {url.removeprefix(root) for url in asked if url.startswith(root)} - {url.removeprefix(root) for url in known}
    return {path: _weight(site, path) for path in new}


def _weight(site: Path, path: str) -> int:
    file = site / path / "index.html" if path.endswith("/") or not path else site / path
    return len(gzip.compress(file.read_bytes(), 6))


def lighthouse(root: str, addresses: Sequence[str], chromium: str, tools: Path = TOOLS) -> list[Measure]:
    """Return the least of the medians that some pages have in each category, as on a telephone."""
    program = tools / ".bin" / "lighthouse"
    if not program.exists():
        return [_not_run(name, "Lighthouse is not installed") for name in CATEGORIES]
    scores: dict[str, dict[str, list[float]]] = {name: {} for name in CATEGORIES}
    why = ""
    for address in addresses:
        for _ in range(RUNS):
            said, failed = _lighthouse(program, root + address, chromium)
            why = why or failed
            for name, score in said.items():
                scores[name].setdefault(address, []).append(score)
    return [scored(name, found, why) for name, found in scores.items()]


def scored(category: str, scores: dict[str, list[float]], why: str = "") -> Measure:
    """Return the measure of a category from the scores of all runs of each page; not measured if one run gave none."""
    medians = {address: statistics.median(found) for address, found in scores.items() if found}
    if why or not medians:
        return _not_run(category, why or "it gave no score")
    goal = CATEGORIES[category]
    places = [f"{address}: {median:g}" for address, median in medians.items() if median < goal]
    return Measure(_name(category), min(medians.values()), goal, tuple(places), len(medians), least=True)


def _not_run(category: str, why: str) -> Measure:
    return missing(_name(category), why, CATEGORIES[category], least=True)


def _name(category: str) -> str:
    return f"lighthouse_{category.replace('-', '_')}"


def _lighthouse(program: Path, url: str, chromium: str) -> tuple[dict[str, float], str]:
    """Return category -> score of one run, or why there is none."""
    options = ("--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}", "--max-wait-for-load=45000")
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking"
    command = [str(program), url, *options, flags]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment(chromium))
    try:
        said = json.loads(done.stdout)
        if error := said.get("runtimeError"):
            return {}, str(error["message"])
        return {name: round(100 * said["categories"][name]["score"], 1) for name in CATEGORIES}, ""
    except (ValueError, KeyError, TypeError):
        return {}, (done.stderr.strip().splitlines() or ["it said nothing"])[-1]


def _environment(chromium: str) -> dict[str, str]:
    return os.environ | {"CHROME_PATH": chromium, "CI": "1"}
