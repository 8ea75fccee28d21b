"""MkDocs adapter for the root build: checks the content, makes every language in the same run, publishes at the end.

Each language is a MkDocs build of its own, started from here; `pages.py` shapes those.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import finishing
import serving
import themed
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.utils import CountHandler
from sitegen import apart, boundary, kept, place
from sitegen.check import host, unfinished
from sitegen.course import tree
from sitegen.findings import ContentError
from sitegen.kinds import KINDS, kit
from sitegen.load import SETTINGS, load
from sitegen.show import head, headers, icons, moved, navigation, neutral
from sitegen.swap import NotPublishedError, Publication

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("content")
preview: serving.Preview | None = None
"""What is served while people write."""


def on_startup(command: str, dirty: bool) -> None:
    global preview
    boundary.watch()
    _count_what_is_not_shown()
    if command == "serve":
        preview = serving.begin()


def _count_what_is_not_shown() -> None:
    """Make `--quiet` change what is shown, and nothing else: a strict build counts what is logged."""
    if serving.HOST.level > logging.WARNING:
        for handler in serving.HOST.handlers:
            handler.setLevel(serving.HOST.level)
        serving.HOST.setLevel(logging.WARNING)


@event_priority(100)  # before the search plugin reads its settings
def on_config(config: MkDocsConfig) -> None:
    _stop_theme_search(config)
    themed.quicken(config.theme)
    if "lang" in config.extra:
        return
    publication, file = _begin(config), Path(config.config_file_path)
    content = file.parent / "content"
    try:
        if file.name != SETTINGS:  # which is checked with the content
            host.expect_fit(boundary.text(file), file.name, file.parent, KINDS)
        course = load(content, Path(config.docs_dir), finishing.shown(config))
    except ContentError as error:
        raise PluginError(f"{len(error.findings)} to correct in the content:\n{error}") from None
    for warning in course.warnings:
        log.log(logging.WARNING if warning.stops else logging.INFO, str(warning))
    for line in unfinished.said(course).values():
        log.info(line)
    for section in navigation.ids(config.nav or []) - course.wording[course.source].course.sections.keys():
        raise PluginError(f"mkdocs.yml: nav: '{section}' has no title under sections in content/<lang>/course.yml")
    config.extra |= {"course": course, "publication": publication, "nav": config.nav or [], "built": {}}
    config.site_dir = str(publication.staging)
    config.nav = None
    config.theme.static_templates.clear()


def on_files(files: Files, config: MkDocsConfig) -> Files | None:
    if "lang" in config.extra:
        return None
    served = _serves(config)
    look = moved.Look(config.theme.get("logo"), config.theme.get("favicon"), _colour(config))
    made = neutral.files(config.extra["course"], config.site_url or "/", look, served=served)
    made |= headers.files(config.extra, config.site_url or "/", kit.texts(config.extra["course"]))
    made |= (drawn := {} if served else _icons(config))
    own = [file for file in files if file.src_dir == config.docs_dir and not file.is_documentation_page()]
    own = [file for file in own if "/" not in file.src_uri]  # such as CNAME; folders are copied into every language
    own = [file for file in own if tree.published(file.src_uri) and not tree.is_text(file.src_uri)]
    made = {path: content for path, content in made.items() if path not in {file.dest_uri for file in own}}
    config.extra["root"] = {*made, *(file.dest_uri for file in own)}
    config.extra["icons"] = {path: size for path, size in icons.SIZES.items() if path in drawn}
    return Files([*own, *(File.generated(config, path, content=content) for path, content in made.items())])


@event_priority(-100)  # after all plugins are done with the root: a nested build takes their place
def on_post_build(config: MkDocsConfig) -> None:
    if "lang" in config.extra:
        return
    config.extra["root"].update(*apart.each(partial(_build_language, config), config.extra["course"].languages))
    publication, published = config.extra["publication"], finishing.finish(config, served=_serves(config))
    kept.tidy()
    config.site_dir = str(publication.site)
    if _will_abort():
        return
    try:
        publication.publish()
    except NotPublishedError as error:
        raise PluginError(str(error)) from None
    log.info(f"Published: {published}")


def on_build_error(error: Exception) -> None:
    """Make what the system refuses one line: a full disk, a folder that is gone. The old site stays as it was."""
    if isinstance(error, OSError):
        raise PluginError(f"the site cannot be built, and the old one stays: {boundary.refused(error)}") from None


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    if preview:
        preview.attach(server, config)


def on_shutdown() -> None:
    if preview:
        preview.end()


def _stop_theme_search(config: MkDocsConfig) -> None:
    """Keep the theme's search from all work: it is there so that the theme shows a field, and the index is our own."""
    if search := config.plugins.get(f"{config.theme.name}/search"):
        for methods in config.plugins.events.values():
            methods[:] = [method for method in methods if getattr(method, "__self__", None) is not search]


def _serves(root: MkDocsConfig) -> bool:
    return (root.site_url or "").startswith(f"http://{root.dev_addr}")


def _begin(config: MkDocsConfig) -> Publication:
    """Begin to publish, before any other work: where the site cannot be replaced, nothing else is worth the time."""
    project, site = Path(config.config_file_path).parent, Path(config.site_dir)
    sources = [project / "content", config.docs_dir, config.theme.custom_dir or config.docs_dir, Path(__file__).parent]
    try:
        place.expect(site, project, map(Path, sources))
        return Publication(site.parent.resolve() / site.name, log.info)
    except NotPublishedError as error:
        raise PluginError(str(error)) from None


def _build_language(root: MkDocsConfig, lang: str) -> set[str]:
    """Return the paths of what is published beside the pages."""
    course = root.extra["course"]
    site_url = root.site_url or ""
    config = load_config(
        config_file=root.config_file_path,
        docs_dir=str(Path(root.config_file_path).parent / "content" / lang),
        site_dir=str(Path(root.site_dir) / lang),
        site_url=urljoin(site_url, f"{lang}/") if site_url else "",
        site_name=Markup.escape(course.wording[lang].course.title),  # the theme writes texts as they are
        site_description=Markup.escape(course.wording[lang].course.description),
        copyright=Markup.escape(root.copyright or ""),
        strict=False,  # the root build counts the warnings of all languages
    )
    serving = _serves(root)
    config.extra |= {
        "lang": lang,
        "serving": serving,
        "course": course,
        "shared_dir": root.docs_dir,
        "icons": root.extra["icons"],
        "root": root.extra["root"],
        "cards": {},
        "mark": _drawing(root, "logo"),
        "scope": urlsplit(site_url).path or "/",
        "homepage": "./",
    }
    config.theme["language"] = _theme_language(config, lang)
    build(config, serve_url=config.site_url if serving else None)
    root.extra["built"][lang] = config
    return root.extra["root"] | finishing.beside(config, root, served=serving)


def _icons(config: MkDocsConfig) -> dict[str, bytes]:
    if not (favicon := _drawing(config, "favicon")):
        return {}
    return icons.files(favicon, _colour(config))


def _colour(config: MkDocsConfig) -> str:
    return head.colour(boundary.text(Path(config.docs_dir, path)) for path in config.extra_css)


def _drawing(config: MkDocsConfig, setting: str) -> str:
    """Return the text of a picture in SVG that the settings of the theme name; empty without one."""
    file = Path(config.docs_dir, config.theme.get(setting) or "")
    return boundary.text(file) if file.suffix == ".svg" and file.is_file() else ""


def _theme_language(config: MkDocsConfig, lang: str) -> str:
    """Return the language of the theme's own strings: `lang`, or what it is a variety of."""
    for known in (lang, lang.partition("-")[0]):
        if any(Path(folder, "partials", "languages", f"{known}.html").is_file() for folder in config.theme.dirs):
            return known
    raise PluginError(f"'{lang}': the theme has no words in this language; write partials/languages/{lang}.html")


def _will_abort() -> bool:
    """Tell whether warnings will fail this build: a strict one counts them by a handler, and looks after this event."""
    return any(handler.get_counts() for handler in serving.HOST.handlers if isinstance(handler, CountHandler))
