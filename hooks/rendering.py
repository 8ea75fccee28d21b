"""MkDocs adapter: builds a site that is served, and renders single pages from what that build has left in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import finishing
from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.structure.files import InclusionLevel
from sitegen import boundary, kept, reworded
from sitegen import edited as one
from sitegen.check import navigation, settings
from sitegen.load import stale_sections

if TYPE_CHECKING:
    from collections.abc import Collection

    from mkdocs.config.defaults import MkDocsConfig
    from sitegen.course.page import Page
    from sitegen.findings import Finding


def built(asked: dict[str, Any]) -> tuple[MkDocsConfig, dict[str, str]]:
    """Build what a server asks for; return its configuration, which holds all that was made, and what is left out."""
    file = Path(asked["file"])
    settings.read(boundary.text(file), file.name)
    config = load_config(str(file), **asked["options"])
    config.plugins.on_startup(command="build", dirty=False)
    config.site_url = asked["url"]
    build(config, serve_url=asked["url"])
    kept.rest()  # what is edited is seldom made again
    return config, finishing.left_out(config.extra["course"])


def edited(root: MkDocsConfig, name: str, tabs: Collection[str]) -> dict[str, Any]:
    """Return the pages to be shown when a file is saved, or what is wrong; nothing where only a build can tell.

    `tabs` are the pages of the site that somebody looks at.
    """
    _, lang, path = name.split("/", 2)
    if (config := root.extra["built"].get(lang)) is None:
        return {}
    show = _reworded if path.endswith(".yml") else _edited
    pages, findings = show(root, lang, path, tabs)
    if findings:
        return {"wrong": [str(finding) for finding in findings]}
    return {} if pages is None else {"pages": {_address(config, page): _rendered(config, page) for page in pages}}


def _edited(root: MkDocsConfig, lang: str, path: str, _: Collection[str]) -> tuple[list[Page] | None, list[Finding]]:
    writer = root.extra["built"][lang].extra["writer"]
    page, findings = one.read(writer, path, _targets(root))
    if page:
        findings = one.put(writer, page)
    return [page] if page else None, findings


def _reworded(
    root: MkDocsConfig, lang: str, path: str, tabs: Collection[str]
) -> tuple[list[Page] | None, list[Finding]]:
    built = root.extra["built"]
    shown = [
        path for path, page in built[lang].extra["course"].pages[lang].items() if _address(built[lang], page) in tabs
    ]
    writers = {each: config.extra["writer"] for each, config in built.items()}
    renewed, pages, findings = reworded.read(writers, lang, path, shown, _targets(root))
    for each, writer in renewed.items():
        built[each].extra |= {"writer": writer, "course": writer.course}
    return pages if renewed else None, findings


def _targets(root: MkDocsConfig) -> one.Targets:
    file = Path(root.config_file_path)
    return one.Targets(file.parent / "content", Path(root.docs_dir), navigation.site(boundary.text(file)))


def _address(config: MkDocsConfig, page: Page) -> str:
    return f"{config.extra['lang']}/{_file(config, page.path).dest_uri}"


def _file(config: MkDocsConfig, path: str) -> Any:
    return config.extra["files"].get_file_from_path(path)


def _rendered(config: MkDocsConfig, page: Page) -> str:
    """Return a page that was built before in its new words, as the host builds it."""
    plugins, files, nav = config.plugins, config.extra["files"], config.extra["tree"]
    config.extra["stale"] = stale_sections(config.extra["course"], config.extra["lang"])  # the source may be edited
    file = _file(config, page.path)
    config.extra.pop("found", None)  # the search finds the new words with the next build
    file.content_string = page.front
    made = plugins.on_pre_page(file.page, config=config, files=files)
    made.read_source(config)
    made.markdown = plugins.on_page_markdown(made.markdown, page=made, config=config, files=files)
    made.render(config, files)
    made.content = plugins.on_page_content(made.content, page=made, config=config, files=files)
    made.active = True
    try:
        shown = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        context = plugins.on_page_context(get_context(nav, shown, config, made), page=made, config=config, nav=nav)
        output = config.extra["env"].get_template(made.meta.get("template", "main.html")).render(context)
        return plugins.on_post_page(output, page=made, config=config)
    finally:
        made.active = False
