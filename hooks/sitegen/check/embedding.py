"""The setting that names the sites which may show pages of this one inside their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from sitegen.show.headers import ORIGIN, SETTING

if TYPE_CHECKING:
    from collections.abc import Iterator

_RIGHT = f"extra.{SETTING}: expected a list of sites, as ['https://school.example'], without a path; or nothing"


def problems(root: yaml.MappingNode) -> Iterator[tuple[yaml.Node, str, str]]:
    """Yield the node, the rule and the message of each site that no browser would know by its name."""
    for name, value in root.value:
        for key, sites in value.value if name.value == "extra" and isinstance(value, yaml.MappingNode) else ():
            if key.value == SETTING and sites.tag != "tag:yaml.org,2002:null" and not sites.tag.startswith("!"):
                yield from ((node, "settings/embedding", _RIGHT) for node in _wrong(key, sites))


def _wrong(key: yaml.Node, sites: yaml.Node) -> list[yaml.Node]:
    if not isinstance(sites, yaml.SequenceNode):
        return [key]
    return [site for site in sites.value if not ORIGIN.fullmatch(str(site.value))]
