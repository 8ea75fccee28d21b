"""The host's settings, before the host reads them: what would stop it, or what it would take for something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from sitegen.check import embedding, repository
from sitegen.course import slips, yamlfile
from sitegen.findings import ContentError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = "tag:yaml.org,2002:"
_TAGS = ("!ENV", "!relative")
"""Tags of the host's own."""

_TEXT, _LIST, _KEYS = "a text", "a list", "keys with values"
_KINDS: dict[type[yaml.Node], str] = {yaml.ScalarNode: _TEXT, yaml.SequenceNode: _LIST, yaml.MappingNode: _KEYS}
_EXPECTED = {
    **dict.fromkeys(("site_name", "site_url", "site_dir", "docs_dir", "copyright", "exclude_docs"), _TEXT),
    **dict.fromkeys(("repo_url", "edit_uri", "edit_uri_template"), _TEXT),
    **dict.fromkeys(("nav", "hooks", "watch", "extra_css", "extra_javascript"), _LIST),
    **dict.fromkeys(("extra", "validation"), _KEYS),
}
"""Setting -> what its value is; the others are the host's own business."""

Problem = tuple[yaml.Node, str, str]
"""Node, rule and message."""


def read(text: str, path: str) -> yaml.Node | None:
    """Return the nodes of the settings, the file `path`; raises `ContentError` with what is wrong in them."""
    found = list(slips.conflicts(list(enumerate(text.split("\n"), 1)), path))
    if unseen := yamlfile.UNSEEN_BREAK.search(text):
        message = f"U+{ord(unseen[0]):04X}, which cannot be seen, ends a line here for YAML alone; delete it"
        found.append(Finding(path, text.count("\n", 0, unseen.start()) + 1, "schema/yaml", message))
    root = None if found else yamlfile.compose(text, path)
    if found := found or list(_check(root, path)):
        raise ContentError(found)
    return root


def _check(root: yaml.Node | None, path: str) -> Iterator[Finding]:
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        yield Finding(path, 1, "schema/type", "the settings: expected keys with values")
        return
    for node, rule, message in [
        *_everywhere(root),
        *_values(root),
        *_navigation(root),
        *_markup(root),
        *repository.problems(root),
        *embedding.problems(root),
    ]:
        yield Finding(path, int(node.start_mark.line) + 1, rule, message)


def _everywhere(node: yaml.Node) -> Iterator[Problem]:
    """Yield tags that run code, keys that are no words, and keys that stand twice."""
    if not node.tag.startswith((_PLAIN, *_TAGS)) or node.tag.startswith(f"{_PLAIN}python"):
        tag = node.tag.replace(_PLAIN, "!!")
        yield node, "schema/tag", f"'{tag[:40]}' is not used here; leave it out, with what belongs to it"
    elif isinstance(node, yaml.SequenceNode):
        for below in node.value:
            yield from _everywhere(below)
    elif isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, below in node.value:
            if not isinstance(key, yaml.ScalarNode):
                yield key, "schema/key", "a key is one word; write it before its ':'"
                continue
            first = seen.setdefault(key.value, int(key.start_mark.line) + 1)
            if seen[key.value] != int(key.start_mark.line) + 1:
                message = f"'{key.value}' stands here a second time (first on line {first}); keep one of the two"
                yield key, "schema/duplicate-key", message
            yield from _everywhere(below)


def _values(root: yaml.MappingNode) -> Iterator[Problem]:
    for key, value in root.value:
        expected = _EXPECTED.get(str(key.value))
        empty = value.tag == f"{_PLAIN}null" and expected != _TEXT
        if expected and value.tag not in _TAGS and (_KINDS[type(value)] != expected or empty):
            yield key, "schema/type", f"{key.value}: expected {expected}"
        elif key.value == "site_url" and value.tag not in _TAGS and not _is_address(str(value.value)):
            yield key, "schema/type", "site_url: expected a web address, as 'https://example.org/'"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return not text or (parts.scheme in {"http", "https"} and bool(parts.netloc))


def _navigation(root: yaml.MappingNode) -> Iterator[Problem]:
    for key, nav in root.value:
        if key.value == "nav":
            yield from _entry(nav)


def _entry(node: yaml.Node) -> Iterator[Problem]:
    """Yield what is no entry of a navigation: a page, or an id with a page or with a list."""
    if node.tag in _TAGS:
        yield (
            node,
            "schema/tag",
            f"'{node.tag}' is not used in the navigation; write the name of the page, as 'page.md'",
        )
    elif isinstance(node, yaml.SequenceNode):
        for below in node.value:
            yield from _entry(below)
    elif isinstance(node, yaml.MappingNode):
        if len(node.value) != 1:
            yield node, "schema/type", "an entry under nav has one id; begin each on a line of its own with '- '"
        for key, below in node.value:
            if isinstance(below, yaml.MappingNode) or below.tag == f"{_PLAIN}null":
                yield key, "schema/type", f"nav: '{key.value}': expected a page, as 'page.md', or a list of pages"
            else:
                yield from _entry(below)


_WRITTEN = {
    "site_url",
    "extra",
    "theme",
    "extra_css",
    "extra_javascript",
    "site_author",
    "repo_name",
    "repo_url",
    "edit_uri",
    "edit_uri_template",
}
"""Settings that the theme writes into every page as they are; markup in them would be the page's own."""
_SHOWN = {"publisher", "license"}
"""Settings under `extra` that this package shows, as text."""
_MARKUP = re.compile(r"[<>\"]")


def _markup(root: yaml.MappingNode) -> Iterator[Problem]:
    """Yield settings with signs by which an element could end, or begin."""
    for key, value in root.value:
        for node in _scalars(value) if str(key.value) in _WRITTEN else ():
            if _MARKUP.search(node.value):
                message = f"'{node.value[:40]}' would be HTML on every page; write it without '<', '>' and '\"'"
                yield node, "settings/markup", message


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for below in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _scalars(below)
    for key, below in node.value if isinstance(node, yaml.MappingNode) else ():
        if str(key.value) not in _SHOWN:
            yield from _scalars(below)
