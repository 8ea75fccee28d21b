"""MkDocs adapter for the build of one language: its pages, their addresses, and what the theme shows around them."""

from __future__ import annotations

import warnings
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from markupsafe import Markup
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.toc import TableOfContents
from sitegen import boundary
from sitegen.check import brought, license
from sitegen.course import assets, tree
from sitegen.kinds.changes import feed, newest
from sitegen.language.typography import polish
from sitegen.load import aliases, source, stale_sections, writer
from sitegen.packed import pack, unpack
from sitegen.show import (
    around,
    cards,
    edit,
    environment,
    finished,
    head,
    html,
    icons,
    light,
    linked,
    moved,
    policy,
    search,
    sheet,
    stale,
    styles,
)
from sitegen.show.article import ArticleExtension
from sitegen.show.borrowed import borrowed
from sitegen.show.navigation import localise, long
from sitegen.show.verbatim import verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink
    from sitegen.course.course import Course
    from sitegen.course.page import Page as Checked

_KEPT = ("repo_url", "edit_uri", "edit_uri_template")


def on_config(config: MkDocsConfig) -> None:
    lang = config.extra.get("lang")
    if lang is None:
        return
    course = config.extra["course"]
    written = config.extra["writer"] = writer(course, lang, config.extra)
    config.extra |= {"found": [], "made": {}}
    config.extra["stale"] = stale_sections(course, lang)
    sheets = {path: Path(config.extra["shared_dir"], path) for path in config.extra_css}
    texts = config.extra["sheets"] = {path: boundary.text(file) for path, file in sheets.items()}
    config.extra["theme_color"] = head.colour(texts.values())
    config.extra["alternate"] = True  # shows partials/alternate.html, which knows better links than this setting can
    config.markdown_extensions = [ArticleExtension(lambda path: config.extra["writer"].article(path))]
    config.mdx_configs = {}
    sections = {ident: Markup.escape(title) for ident, title in written.sections().items()}
    config.nav = localise(config.nav or [], course.pages[lang], sections)
    if long(config.nav):  # then the menu unfolds the group of the page, and the others are links
        config.theme["features"] = [name for name in config.theme["features"] if name != "navigation.sections"]
    config.theme.static_templates -= {"sitemap.xml"}


def on_files(files: Files, config: MkDocsConfig) -> Files | None:
    lang = config.extra.get("lang")
    if lang is None:
        return None
    course = config.extra["course"]
    for file in [file for file in files if file.src_dir == config.docs_dir and not tree.published(file.src_uri)]:
        files.remove(file)
    _bring_checked(files, course.pages[lang], config)
    for file in files.documentation_pages():
        _move(file, f"{course.address(lang, file.src_uri)}index.html")
    if (sitemap := files.get_file_from_path("sitemap.xml")) is not None:  # there is one for all languages
        files.remove(sitemap)
    _leave_out_needless(files, config)
    for file in files.media_files():
        if (named := tree.composed(file.dest_uri)) != file.dest_uri:
            _move(file, named)  # as links name it
    for file in files.css_files():
        file.content_string = styles.below(file.content_string)  # here are those of the theme alone
    lent = assets.lent(Path(config.docs_dir).parent / course.source) if borrowed(course, lang) else {}
    for path in lent.keys() - {file.src_uri for file in files}:
        files.append(File.generated(config, path, content=lent[path]))
    for path, content in assets.read(Path(config.extra["shared_dir"])).items():
        files.append(File.generated(config, path, content=content))
    manifest = head.manifest(course, lang, config.extra["theme_color"], _icons(config))
    files.append(File.generated(config, head.MANIFEST, content=manifest))
    root = urljoin(config.site_url or "", "..")
    if config.site_url and (news := feed.atom(course, lang, root, config.site_author or "")):
        config.extra["feed"] = feed.FILE
        config.extra["root"].add(f"{lang}/{feed.FILE}")
        files.append(File.generated(config, feed.FILE, content=news))
    look = moved.Look(config.theme.get("logo"), config.theme.get("favicon"), config.extra["theme_color"])
    made = moved.files(course, root, look, lang, served=config.extra["serving"])
    for path, content in made.items():
        files.append(File.generated(config, path.removeprefix(f"{lang}/"), content=content))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    config.extra["tree"] = nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    if "lang" in config.extra:
        config.extra |= {"env": env, "files": files}
        env.add_extension(policy.OwnExtension)
        env.bytecode_cache = environment.compiled()
        env.globals["own"] = policy.OWN
        env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    return page.file.src_uri if "lang" in config.extra else None


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    if "lang" not in config.extra:
        return None
    course, lang, path = config.extra["course"], config.extra["lang"], page.file.src_uri
    checked, said = course.pages[lang][path], course.spoken(lang, path)
    in_navigation = vars(page).get("title")  # the host finds any other in the text that it converts
    page.title = Markup(in_navigation) if in_navigation else Markup.escape(polish(checked.title, said))
    _typeset(page.toc, said)
    content = stale.badges(content, config.extra["stale"].get(path, ()), around.original(course, lang, path))
    for other in around.translations(course, lang, path):
        content = html.section_twins(content, other["href"], other["lang"], other["section"])
    content = html.section_links(content, **around.section_links(course, lang, path))
    content = moved.marks(content, course, lang, path)
    news = newest(course)
    day, root = news[0].day if news else "", urljoin(config.site_url or "", "..")
    content = sheet.addressed(content, course, lang, path, root, day)
    made = verbatim(html.scrolling_tables(html.stacking_tables(_said_to_be_unfinished(content, checked, course, lang))))
    if "found" in config.extra and not (checked.meta.unlisted or checked.untranslated):
        title = polish(checked.title, said)
        config.extra["found"] += search.sections(made, page.url, title, aliases(course, lang, path))
    config.extra["made"][path] = pack(search.unmarked(made))
    return ""


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object) -> None:
    lang = config.extra["lang"]
    page.content = unpack(config.extra["made"].pop(page.file.src_uri))
    meta = config.extra["course"].pages[lang][page.file.src_uri].meta  # the host takes some texts for dates
    said = config.extra["course"].spoken(lang, page.file.src_uri)
    page.meta["description"] = escape(polish(meta.description, said))  # the theme writes it into an attribute as it is
    root = urljoin(config.site_url or "", "..")
    context |= around.page_context(config.extra["course"], lang, page.file.src_uri, root)
    context["unlisted"] = meta.unlisted
    words = source(config.extra["course"], lang, page.file.src_uri)
    page.edit_url = words and _repository(config).link(words)
    context["place"] = config.extra["writer"].place(page.file.src_uri)
    if context["notice"] and page.canonical_url:
        page.canonical_url = urljoin(page.canonical_url, context["notice"]["href"])
    path = page.file.src_uri
    context["full_title"] = head.title(config.extra["course"], lang, path)
    card = _card(config, path, context["place"] or "")
    context["shared"] = head.shared(config.extra["course"], lang, path, page.canonical_url or "", card)
    if config.site_url and not meta.unlisted and not context["notice"]:
        context["linked"] = linked.graph(config.extra["writer"], path, root, _claims(config), card)


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> None:
    if "lang" in config.extra:
        context |= around.error_context(config.extra["course"], config.extra["lang"], context["base_url"])


@event_priority(-100)  # what comes later would not be in the policy
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    page.content, page.toc = None, TableOfContents([])  # the host keeps all pages of a language to the end
    return _finish(output, config, page.file.src_uri)


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    if "lang" not in config.extra or not template_name.endswith(".html"):
        return output_content
    return _finish(output_content, config, template_name)


def on_post_build(config: MkDocsConfig) -> None:
    if "lang" not in config.extra or f"{config.theme.name}/search" not in config.plugins:
        return
    index = Path(config.site_dir, "search", "search_index.json")
    index.parent.mkdir(exist_ok=True)
    index.write_text(search.index(config.extra["found"], config.extra["lang"]), encoding="utf-8")


def _repository(config: MkDocsConfig) -> edit.Repository:
    """Return where the project is kept, as far as its settings say so: the host guesses where they do not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        given = config.user_configs
    said = {name: next((each[name] for each in given if each.get(name)), "") for name in _KEPT}
    return edit.Repository(*said.values())


def _card(config: MkDocsConfig, path: str, place: str) -> str:
    """Return the address of a page's picture, which is drawn with the site; none while nobody can share that."""
    extra = config.extra
    if extra["serving"] or not config.site_url:
        return ""
    card = cards.card(extra["course"], extra["lang"], path, place, extra["theme_color"], extra["mark"])
    if card is None:
        return ""
    extra["cards"][card.path] = card
    return urljoin(config.site_url, f"../{card.path}")


def _icons(config: MkDocsConfig) -> dict[str, str]:
    """Return path from the folder of a language -> size of each icon that a telephone may show the site by."""
    favicon, drawn = config.theme.get("favicon"), config.extra["icons"]
    square = {f"../{path}": f"{size}x{size}" for path, size in drawn.items() if path not in {icons.OLD, icons.TOUCH}}
    return ({favicon: "any"} if favicon else {}) | square


def _claims(config: MkDocsConfig) -> linked.Claims:
    """Return what the settings say of all pages alike."""
    known, publisher = license.rights(config.extra.get("license")), config.extra.get("publisher") or {}
    notice = f"© {known.year} {known.holder}" if known.content else ""
    return linked.Claims(config.site_author or "", publisher.get("name") or "", known.content, notice)


def _finish(output: str, config: MkDocsConfig, path: str) -> str:
    course, lang = config.extra["course"], config.extra["lang"]
    by = finished.Finishing(
        around.labels(course, lang),
        around.away(course, lang),
        urljoin(config.site_url or "", ".."),
        course.languages,
        config.extra["sheets"],
        config.extra["serving"],
        borrowed(course, lang),
    )
    try:
        return finished.finished(output, by)
    except policy.NotAllowedError as error:
        raise PluginError("\n".join(map(str, brought.findings(course, lang, path, error.faults)))) from None


def _said_to_be_unfinished(content: str, page: Checked, course: Course, lang: str) -> str:
    """Tell readers of each section that is borrowed; of a page that is borrowed they are told above it."""
    if page.untranslated or not page.borrowed:
        return content
    said = around.section_notice(course, lang)
    return html.section_notices(content, page.borrowed, said["text"], said["lang"])


def _bring_checked(files: Files, pages: Mapping[str, Checked], config: MkDocsConfig) -> None:
    """Make what was checked what is built, whatever has happened to the files since."""
    for file in files.documentation_pages():
        if file.src_uri not in pages:
            files.remove(file)
    for path, page in pages.items():
        if (file := files.get_file_from_path(path)) is None:
            files.append(File.generated(config, path, content=page.front))
        else:
            file.content_string = page.front
        if page.meta.unlisted:
            files.src_uris[path].inclusion = InclusionLevel.NOT_IN_NAV


def _leave_out_needless(files: Files, config: MkDocsConfig) -> None:
    for file in [file for file in files if light.needless(file.src_uri)]:
        files.remove(file)


def _typeset(items: Iterable[AnchorLink], lang: str) -> None:
    for item in items:
        item.title = Markup.escape(polish(unescape(item.title), lang))  # it may hold signs as they were written
        _typeset(item.children, lang)


def _move(file: File, address: str) -> None:
    file.dest_uri = address
    for cached in ("url", "abs_dest_path"):
        file.__dict__.pop(cached, None)
