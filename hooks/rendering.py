"""MkDocs adapter: builds a site that is served, and renders single pages from what that build has left in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.structure.files import InclusionLevel
from sitegen import boundary
from sitegen import edited as one
from sitegen.check import navigation, settings
from sitegen.load import stale_sections

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from sitegen.course.page import Page


def built(asked: dict[str, Any]) -> MkDocsConfig:
    """Build what a server asks for, and return its configuration, which holds all that was made."""
    file = Path(asked["file"])
    settings.read(boundary.text(file), file.name)
    config = load_config(str(file), **asked["options"])
    config.plugins.on_startup(command="build", dirty=False)
    config.site_url = asked["url"]
    build(config, serve_url=asked["url"])
    return config


def edited(root: MkDocsConfig, name: str) -> dict[str, Any]:
    """Return what is to be shown for a page that was saved, or what is wrong; nothing where only a build can tell."""
    _, lang, path = name.split("/", 2)
    if (config := root.extra["built"].get(lang)) is None:
        return {}
    project = Path(root.config_file_path).parent
    site = navigation.site(boundary.text(Path(root.config_file_path)))
    page, findings = one.read(config.extra["writer"], project / "content", path, Path(root.docs_dir), site)
    if page:
        findings = one.put(config.extra["writer"], page)
    if findings:
        return {"wrong": [str(finding) for finding in findings]}
    return {"page": f"{lang}/{_file(config, path).dest_uri}", "html": _rendered(config, page)} if page else {}


def _file(config: MkDocsConfig, path: str) -> Any:
    return config.extra["files"].get_file_from_path(path)


def _rendered(config: MkDocsConfig, page: Page) -> str:
    """Return a page that was built before in its new words, as the host builds it."""
    plugins, files, nav = config.plugins, config.extra["files"], config.extra["tree"]
    config.extra["stale"] = stale_sections(config.extra["course"], config.extra["lang"])  # the source may be edited
    file = _file(config, page.path)
    config.extra.pop("found", None)  # the search finds the new words with the next build
    file.content_string = page.text
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
