"""What becomes of a site whose languages are built: files beside the pages, a look at all of them, and less weight."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import copies
import kits
import room
from mkdocs.plugins import get_plugin_logger
from sitegen import apart, boundary, kept
from sitegen.course import tree
from sitegen.kinds import kit
from sitegen.show import addressed, cards, light, listed, neutral, offline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from sitegen.course.course import Course

log = get_plugin_logger("content")


def beside(config: MkDocsConfig, root: MkDocsConfig, *, served: bool) -> set[str]:
    """Write what stands beside the pages of a language that is built; return their paths."""
    site, drawn = Path(root.site_dir), config.extra["cards"]
    for path, card in drawn.items():
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(kept.result("cards", (card.name,), partial(cards.draw, card)))
    if served and not os.environ.get("KIT"):
        return set(drawn)
    return drawn.keys() | kits.make(config.extra["course"], config.extra["lang"], site, shown(root))


def finish(root: MkDocsConfig, *, served: bool) -> str:
    """Return what is published, in one line; warn of each file that nobody meant, and of each that is missing.

    What is published is lighter than what was built; while people write, it is not, for that takes its time.
    """
    course, content = root.extra["course"], Path(root.config_file_path).parent / "content"
    site = Path(root.site_dir)
    wanted = root.extra["root"].union(
        *(listed.of_language(course, lang, content, Path(root.docs_dir)) for lang in course.languages)
    )

    def in_theme(path: str) -> bool:
        return path.startswith("search/") or any(Path(folder, path).is_file() for folder in root.theme.dirs)

    for path, chooser in neutral.shared(course, root.site_url or "", lambda path: boundary.text(site / path)).items():
        (site / path).write_text(chooser, encoding="utf-8", newline="\n")
    said, wrong = listed.compare(site, wanted, in_theme)
    for line in wrong:
        log.warning(line)
    if wrong or served:
        return said
    brought = [path for path in tree.files(site) if path not in wanted]
    origin = light.Origin(in_theme, lambda path: Path(root.docs_dir, path).is_file(), root.extra_css)
    _lighten(site, course.languages, origin, urlsplit(root.site_url or "").path or "/")
    apart.each(partial(room.make, course, site, root.site_url or "", root.extra.get("license")), course.languages)
    copies.make(course, root.extra["nav"], site, root.site_url or "")
    return listed.line(site, {light.inside(path, course.languages) for path in brought})


def left_out(course: Course) -> dict[str, str]:
    """Return path -> command of each file that is not made while people write, but by this command."""
    found = {}
    for lang in course.languages:
        pages = [f"{lang}/{address}index.html" for address in (*addressed.decks(course), *addressed.embeds(course))]
        found |= dict.fromkeys([*pages, *offline.paths(course, lang)], "make site")
        if not os.environ.get("KIT"):
            found |= dict.fromkeys((f"{lang}/{name}" for name in kit.named(course, lang)), "make serve KIT=1")
    return found


def shown(config: MkDocsConfig) -> dict[str, Any]:
    """Return the settings that content may show."""
    return {**config.extra, **{name: config[name] for name in ("site_url", "site_author", "repo_url")}}


def _lighten(site: Path, languages: Sequence[str], origin: light.Origin, scope: str) -> None:
    light.lighten(tree.Folder(site), languages, origin, scope)
    for folder in sorted((path for path in site.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
