"""The navigation of one language, made from the one that is written for all."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from golden import cases
from sitegen.check.navigation import site as site_of
from sitegen.show import navigation

if TYPE_CHECKING:
    from typing import Any

PATHS = ["index.md", "a.md", "b.md", "more/c.md", "more/d.md"]
TITLES = {"start": "Début", "more": "Plus"}


@pytest.mark.parametrize("case", cases("navigation", "localise"))
def test_localise(case: dict[str, Any]) -> None:
    nav = deepcopy(case["nav"])
    assert navigation.localise(nav, PATHS, TITLES) == case["result"]
    assert nav == case["nav"], "the next language needs it as it was"


@pytest.mark.parametrize("case", cases("navigation", "ids"))
def test_ids(case: dict[str, Any]) -> None:
    assert sorted(navigation.ids(case["nav"])) == case["result"]


@pytest.mark.parametrize(
    ("settings", "site"),
    [
        ("nav: []", ""),
        ("site_url:", ""),
        ("site_name: A\nsite_url: https://a.example/b/\nnav: []", "https://a.example/b/"),
        ('site_url: "https://a.example" # where', "https://a.example/"),
        ('site_url: !ENV [SITE_URL, "https://a.example/"]', "https://a.example/"),
    ],
)
def test_site(settings: str, site: str) -> None:
    assert site_of(f"{settings}\n") == site
