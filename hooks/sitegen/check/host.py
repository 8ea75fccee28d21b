"""What the host would refuse in its settings when it builds, said with the line before it reads them."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from yaml.constructor import SafeConstructor

from sitegen import boundary
from sitegen.check import settings
from sitegen.course import tree, yamlfile
from sitegen.findings import ContentError, Finding, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.kind import Kinds

KEYS = frozenset(
    {
        "site_name", "nav", "pages", "exclude_docs", "draft_docs", "not_in_nav", "site_url", "site_description",
        "site_author", "theme", "docs_dir", "site_dir", "copyright", "google_analytics", "dev_addr",
        "use_directory_urls", "repo_url", "repo_name", "edit_uri_template", "edit_uri", "extra_css",
        "extra_javascript", "extra_templates", "markdown_extensions", "mdx_configs", "strict", "remote_branch",
        "remote_name", "extra", "plugins", "hooks", "watch", "validation", "INHERIT"
    }
)  # fmt: skip
"""Keys of the host's settings: it warns of any other, and a strict build stops."""

_THEMES, _PLUGINS = "mkdocs.themes", "mkdocs.plugins"
"""Where packages say that they are a theme, or a plugin, of the host."""
_TOLD_ELSEWHERE = "extra.license"  # by check.license, with its line
_WORDS = "/".join(["partials", "languages"])

Problem = tuple[tuple[str | int, ...], str, str]
"""Place, rule and message."""


def check(text: str, path: str, course: Course, kinds: Kinds, project: Path, assets: Path | None) -> list[Finding]:
    """Return what the settings, the file `path` in the folder `project`, lack, or name in vain, for this course.

    `assets` is the folder of what pages of all languages may link to, if there is one.
    """
    try:
        root = settings.read(text, path)
    except ContentError:  # which check.navigation tells
        return []
    lines: dict[Loc, int] = {}
    if not (said := _said(root, lines, project)):
        return []
    found = [*_alone(said, project, assets), *_words(said, course, project), *_shown(said, kinds)]
    found = [each for each in found if not each[-1].startswith(_TOLD_ELSEWHERE)]
    return [Finding(path, _line(lines, loc), rule, message) for loc, rule, message in found]


def expect_fit(text: str, path: str, project: Path, kinds: Kinds = ()) -> None:
    """Raise `ContentError` with all for which the host would stop before it knows of any course.

    Of settings that are not checked with the content, it tells what is wrong with those that `kinds` show as well.
    """
    root = settings.read(text, path)
    lines: dict[Loc, int] = {}
    said = _said(root, lines, project)
    found = [*_alone(said, project, project / str(said.get("docs_dir", "docs"))), *_shown(said, kinds)]
    if wrong := [Finding(path, _line(lines, loc), rule, message) for loc, rule, message in found]:
        raise ContentError(wrong)


def _alone(said: Mapping[str, Any], project: Path, assets: Path | None) -> Iterator[Problem]:
    yield from _keys(said)
    yield from _encoded(said)
    yield from _theme(said, project)
    yield from _files(said, project, assets)
    yield from _plugins(said)


def _said(root: yaml.Node | None, lines: dict[Loc, int], project: Path) -> dict[str, Any]:
    """Return the settings with those that they inherit, and note the line of each of their own."""
    said = _plain(root, (), lines) if isinstance(root, yaml.MappingNode) else {}
    return _inherited(said, project)


def _inherited(said: dict[str, Any], project: Path, generations: int = 5) -> dict[str, Any]:
    file = project / str(said.get("INHERIT"))
    if not generations or "INHERIT" not in said or not file.is_file():
        return said
    parent = yamlfile.compose(boundary.text(file), file.name)
    older = _plain(parent, (), {}) if isinstance(parent, yaml.MappingNode) else {}
    return _merged(_inherited(older, file.parent, generations - 1), said)


def _merged(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Return settings as the host joins them: key by key, at any depth."""
    both = {
        key: _merged(older[key], value) if isinstance(value, dict) and isinstance(older.get(key), dict) else value
        for key, value in newer.items()
    }
    return older | both


def _line(lines: Mapping[Loc, int], loc: Loc) -> int:
    return next((lines[loc[:length]] for length in range(len(loc), 0, -1) if loc[:length] in lines), 1)


def _plain(node: yaml.Node, loc: Loc, lines: dict[Loc, int]) -> Any:
    """Return a node as data, and note the line of each part; a variable is what the environment says."""
    lines.setdefault(loc, int(node.start_mark.line) + 1)
    if node.tag == "!ENV":
        return _variable(node)
    if isinstance(node, yaml.MappingNode):
        for key, _ in node.value:
            lines[(*loc, str(key.value))] = int(key.start_mark.line) + 1
        return {str(key.value): _plain(below, (*loc, str(key.value)), lines) for key, below in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(below, (*loc, index), lines) for index, below in enumerate(node.value)]
    return SafeConstructor().construct_object(node) if node.tag.startswith("tag:") else node.value


def _variable(node: yaml.Node) -> Any:
    names = node.value if isinstance(node, yaml.SequenceNode) else [node]
    set_ = (os.environ[name.value] for name in names if name.value in os.environ)
    default = names[-1].value if isinstance(node, yaml.SequenceNode) and len(names) > 1 else None
    return next(set_, default)


def _keys(said: Mapping[str, Any]) -> Iterator[Problem]:
    for key in said:
        if key not in KEYS:
            message = (
                f"unknown key '{key}' in the settings{did_you_mean(key, KEYS) or '; put it under extra, or remove it'}"
            )
            yield (key,), "schema/unknown-key", message
    if not said.get("site_name"):
        yield (), "schema/missing", "the settings lack the key 'site_name', as 'site_name: Title of the course'"


def _encoded(said: Mapping[str, Any]) -> Iterator[Problem]:
    for loc, text in yamlfile.texts(said):
        if not tree.is_unicode(text):
            yield loc, "text/encoding", f"{'.'.join(map(str, loc))}: is not UTF-8; set its variable again"


def _theme_of(said: Mapping[str, Any]) -> dict[str, Any]:
    given = said.get("theme")
    return given if isinstance(given, dict) else {"name": given or "mkdocs"}


def _theme(said: Mapping[str, Any], project: Path) -> Iterator[Problem]:
    theme, known = _theme_of(said), {each.name for each in entry_points(group=_THEMES)}
    name, own = theme.get("name", "mkdocs"), theme.get("custom_dir")
    if not isinstance(theme.get("logo"), str | None):
        message = "the logo is the picture beside the title, as 'logo: assets/logo.svg'; name one, or leave it out"
        yield ("theme", "logo"), "schema/type", message
    if name and known and name not in known:
        message = f"there is no theme '{name}' on this computer{did_you_mean(str(name), known)}"
        yield ("theme", "name"), "reference/unknown", message
    if own and not (project / str(own)).is_dir():
        yield ("theme", "custom_dir"), "file/missing", f"there is no folder {own}; write it, or remove this key"


def _words(said: Mapping[str, Any], course: Course, project: Path) -> Iterator[Problem]:
    """Yield languages in which the theme has no words for what it shows itself."""
    own, known = _theme_of(said).get("custom_dir"), {each.name: each.value for each in entry_points(group=_THEMES)}
    installed = _installed(known.get(_theme_of(said).get("name", "mkdocs"), ""))
    folders = [*([installed] if installed else []), *([project / str(own)] if own else [])]
    for lang in course.languages if installed else ():
        words = {lang, lang.partition("-")[0]}
        if not any((each / _WORDS / f"{word}.html").is_file() for each in folders for word in words):
            place = f"{own or 'overrides'}/{_WORDS}/{lang}.html"
            yield ("theme",), "language/no-theme", f"the theme has no words in the language '{lang}'; write {place}"


def _installed(module: str) -> Path | None:
    """Return the folder of a package's part that is installed, without loading it."""
    top, *below = module.split(".")
    found = find_spec(top) if top else None
    return (
        Path(next(iter(found.submodule_search_locations)), *below)
        if found and found.submodule_search_locations
        else None
    )


def _files(said: Mapping[str, Any], project: Path, assets: Path | None) -> Iterator[Problem]:
    """Yield files and folders that the settings name and that are not there."""
    if assets and not assets.is_dir():
        docs = said.get("docs_dir", assets.name)
        yield ("docs_dir",), "file/missing", f"there is no folder {docs}; write it, or name another under docs_dir"
    for key, folder in {"hooks": project, **({"extra_css": assets} if assets else {})}.items():
        for index, file in enumerate(said.get(key) or ()):
            if isinstance(file, str) and "://" not in file and not (folder / file).is_file():
                yield (key, index), "file/missing", f"there is no file {file}, which stands under {key}"


def _plugins(said: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield plugins that are not installed."""
    known = {each.name for each in entry_points(group=_PLUGINS)}
    plugins = said.get("plugins") or ()
    for index, plugin in enumerate(plugins):
        name = next(iter(plugin), "") if isinstance(plugin, dict) else str(plugin)
        if known and name not in known and f"{_theme_of(said).get('name')}/{name}" not in known:
            place: Loc = ("plugins", name if isinstance(plugins, dict) else index)
            message = f"there is no plugin '{name}' on this computer{did_you_mean(name, known)}"
            yield place, "reference/unknown", message


def _shown(said: Mapping[str, Any], kinds: Kinds) -> Iterator[Problem]:
    """Yield what is wrong with settings that kinds of content show; each message begins with the setting's place."""
    extra = said.get("extra")
    for kind in kinds:
        for message in kind.settings(extra if isinstance(extra, dict) else {}):
            yield tuple(message.partition(":")[0].split(".")), "schema/type", message
