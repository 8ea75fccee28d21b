"""The host's settings that the theme writes into every page as they are: markup in them would be the page's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from sitegen.course import yamlfile
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITTEN = {"site_url", "extra", "theme", "extra_css", "extra_javascript", "site_author", "repo_name", "repo_url"}
_OWN = {"publisher"}
"""Settings under `extra` that this package shows, as text."""
_MARKUP = re.compile(r"[<>\"]")


def check(text: str, path: str) -> Iterator[Finding]:
    """Yield the settings of the file `path` with signs by which one of them could end, or begin, an element."""
    try:
        root = yamlfile.compose(text)
    except yaml.YAMLError:
        return  # told where the navigation is read
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value in _WRITTEN:
            for node in _scalars(value):
                if _MARKUP.search(node.value):
                    message = f"'{node.value[:40]}' would be HTML on every page; write it without '<', '>' and '\"'"
                    yield Finding(path, node.start_mark.line + 1, "settings/markup", message)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for below in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _scalars(below)
    for key, below in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value not in _OWN:
            yield from _scalars(below)
