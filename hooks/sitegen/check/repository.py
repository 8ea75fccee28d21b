"""The host's settings about where the project is kept: by them, every page links to where it is edited."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_REPOSITORY, _URI, _TEMPLATE = "repo_url", "edit_uri", "edit_uri_template"

_RIGHT = {
    _REPOSITORY: "expected the address of the repository, as 'https://github.com/you/course'",
    _URI: "expected what leads from repo_url to the folder of mkdocs.yml, without '/' at its beginning: as "
    "'edit/main/' (GitHub), '-/edit/main/' (GitLab) or '_edit/main/' (Codeberg, Gitea)",
    _TEMPLATE: "expected what leads from repo_url to a file, without '/' at its beginning and with the gap {path}, "
    "{path_noext} or {path!q}, as 'edit/main/{path}'",
}
_GAPS = {("path", None), ("path", "q"), ("path_noext", None), ("path_noext", "q")}


def problems(root: yaml.MappingNode) -> Iterator[tuple[yaml.Node, str, str]]:
    """Yield the node, the rule and the message of each of these settings that leads nowhere."""
    nodes = {str(key.value): (key, value) for key, value in root.value}
    said = {
        name: str(value.value)
        for name, (_, value) in nodes.items()
        if isinstance(value, yaml.ScalarNode) and not value.tag.startswith("!") and value.value
    }
    unseen = "INHERIT" in nodes or (_REPOSITORY in nodes and nodes[_REPOSITORY][1].tag.startswith("!"))
    for name, message in _said_wrong(said, begun=unseen or _REPOSITORY in said):
        yield nodes[name][0], "settings/repository", f"{name}: {message}"


def _said_wrong(said: dict[str, str], *, begun: bool) -> Iterator[tuple[str, str]]:
    """Yield settings that are wrong, with what to say; `begun` if there is, or may be, a repository to lead on from."""
    for name, right in {_REPOSITORY: _is_address, _URI: _leads_on, _TEMPLATE: _has_gaps}.items():
        if name in said and not right(said[name]):
            yield name, _RIGHT[name]
        elif name in said and not (begun or _is_address(said[name])):
            yield name, "leads on from repo_url, which is not set; set it, or leave this empty"
    if said.keys() >= {_URI, _TEMPLATE}:
        yield _URI, f"has no effect beside {_TEMPLATE}; keep one of the two"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.netloc) and not (set(text) & set(" \\"))


def _leads_on(text: str) -> bool:
    """Tell whether this may follow an address; one that begins with a slash would replace most of it."""
    return _is_address(text) or not (text.startswith("/") or ":" in text.split("/")[0] or set(text) & set(" \\{}"))


def _has_gaps(text: str) -> bool:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    gaps = {(name, conversion) for _, name, _, conversion in parts if name is not None}
    return bool(gaps) and gaps <= _GAPS and not any(form for *_, form, _ in parts) and _leads_on(_without_gaps(parts))


def _without_gaps(parts: list[tuple[str, str | None, str | None, str | None]]) -> str:
    return "x".join(text for text, *_ in parts)
