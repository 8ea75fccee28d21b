"""MkDocs adapter for the root build: checks the content, makes every language in the same run, publishes at the end.

Each language is a MkDocs build of its own, started from here; `pages.py` shapes those.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import Hooks
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.utils import CountHandler
from sitegen import gateway, navigation
from sitegen.findings import ContentError
from sitegen.load import load
from sitegen.publish import Publication

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("content")


@event_priority(100)  # before the search plugin reads its settings
def on_config(config: MkDocsConfig) -> None:
    if "lang" in config.extra:
        return
    project = Path(config.config_file_path).parent
    try:
        course = load(project / "content", Path(config.docs_dir))
    except ContentError as error:
        raise PluginError(f"{len(error.findings)} to correct in the content:\n{error}") from None
    for warning in course.warnings:
        log.warning(str(warning))
    for section in navigation.ids(config.nav or []) - course.wording[course.source].course.sections.keys():
        raise PluginError(f"mkdocs.yml: nav: '{section}' has no title under sections in content/<lang>/course.yml")
    config.extra |= {"course": course, "nav": config.nav, "publication": Publication(Path(config.site_dir))}
    config.extra["warnings"] = CountHandler(level=logging.WARNING)
    logging.getLogger("mkdocs").addHandler(config.extra["warnings"])
    config.site_dir = str(config.extra["publication"].staging)
    config.nav = None
    config.theme.static_templates.clear()
    config.plugins["material/search"].config.enabled = False


def on_files(files: Files, config: MkDocsConfig) -> Files | None:
    if "lang" in config.extra:
        return None
    made = gateway.files(config.extra["course"], config.site_url or "/")
    return Files([File.generated(config, path, content=content) for path, content in made.items()])


@event_priority(-100)  # after all plugins are done with the root: a nested build takes their place
def on_post_build(config: MkDocsConfig) -> None:
    if "lang" in config.extra:
        return
    publication, warnings = config.extra["publication"], config.extra["warnings"]
    try:
        for lang in config.extra["course"].languages:
            _build_language(config, lang)
    finally:
        logging.getLogger("mkdocs").removeHandler(warnings)
    config.site_dir = str(publication.site)
    if not (config.strict and warnings.get_counts()):  # MkDocs fails a strict build after this event
        publication.publish()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    server.builder = _keep_serving(server.builder)


def _build_language(root: MkDocsConfig, lang: str) -> None:
    course = root.extra["course"]
    site_url = root.site_url or ""
    config = load_config(
        config_file=root.config_file_path,
        docs_dir=str(Path(root.config_file_path).parent / "content" / lang),
        site_dir=str(Path(root.site_dir) / lang),
        site_url=urljoin(site_url, f"{lang}/") if site_url else "",
        site_name=course.wording[lang].course.title,
        site_description=course.wording[lang].course.description,
        strict=False,  # the root build counts the warnings of all languages
    )
    config.extra |= {
        "lang": lang,
        "course": course,
        "shared_dir": root.docs_dir,
        "scope": urlsplit(site_url).path or "/",
        "homepage": "./",
    }
    config.theme["language"] = lang
    serving = site_url.startswith(f"http://{root.dev_addr}")
    build(config, serve_url=config.site_url if serving else None)


def _keep_serving(builder: Callable[[], None]) -> Callable[[], None]:
    """Make rebuilds start from the code as it is now, and survive: the last good version stays on show."""

    def rebuild() -> None:
        Hooks._load_hook.cache_clear()
        for name in [name for name in sys.modules if name.partition(".")[0] == "sitegen"]:
            del sys.modules[name]
        try:
            builder()
        except (Exception, SystemExit) as error:
            log.error(f"{error} Still showing the last version that could be built.")

    return rebuild
