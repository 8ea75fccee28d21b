"""What our templates and mends lean on in the theme is as it was when they were written, or somebody looks at them."""

from __future__ import annotations

import re
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import material
import pytest
import yaml
from courses import PROJECT
from sitegen.show import html

FILE = PROJECT / "requirements" / "theme.yml"
SAID: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
OVERRIDES = PROJECT / "overrides"
THEME = Path(material.__file__).with_name("templates")
SHOW = PROJECT / "hooks" / "sitegen" / "show"

CHANGING = re.compile(r"(?<=\.)[0-9a-f]{8}(?=\.min\.)|(?<=mkdocs-material-)[\d.]+\d")
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')
TODO = """
{path} of the theme is not what it was in mkdocs-material {old}.
1. Compare the two: `pip download --no-deps mkdocs-material=={old}`, and material/templates/{path} in both.
2. Look whether these are still right: {ours}.
3. `make site`, look at a page, and `make test`.
4. Then write under {path} in requirements/theme.yml:
    version: {new}
    sha256: {hash}
"""


def _hash(path: str) -> str:
    return sha256(CHANGING.sub("", (THEME / path).read_text(encoding="utf-8")).encode()).hexdigest()


def _ours() -> dict[str, str]:
    """Return the path of each template of ours -> its text."""
    return {path.relative_to(OVERRIDES).as_posix(): path.read_text("utf-8") for path in OVERRIDES.rglob("*.html")}


def _mends() -> list[str]:
    """Return what each mend looks for."""
    return [*(wrong.pattern for wrong, _ in html._MENDS), html._LABEL.pattern, html._OVERLAY]


@pytest.mark.parametrize("path", SAID["templates"])
def test_a_template_of_the_theme_that_ours_lean_on_has_not_changed(path: str) -> None:
    said = SAID["templates"][path]
    ours = [f"overrides/{name}" for name in said.get("ours", ())]
    ours += [f"what looks for {text} in hooks/sitegen/show/" for text in said.get("mends", ())]
    new, found = version("mkdocs-material"), _hash(path)
    advice = TODO.format(path=path, old=said["version"], new=new, hash=found, ours=", ".join(ours))
    assert found == said["sha256"], advice


def test_every_template_that_takes_the_place_of_one_says_which() -> None:
    wanted = {(path, path) for path in _ours() if (THEME / path).is_file()}
    wanted |= {(base, path) for path, text in _ours().items() for base in EXTENDS.findall(text) if base not in _ours()}
    assert wanted
    assert {(path, ours) for path, said in SAID["templates"].items() for ours in said.get("ours", ())} == wanted


def test_every_mend_says_where_it_looks_for_what() -> None:
    texts = [text for said in SAID["templates"].values() for text in said.get("mends", ())]
    texts += [text for found in SAID["elsewhere"].values() for text in found]
    assert [mend for mend in _mends() if not any(text in mend for text in texts)] == []
    code = "".join(path.read_text(encoding="utf-8") for path in SHOW.glob("*.py"))
    assert [text for text in texts if text not in code] == [], "no mend looks for these any more"


def test_what_mends_look_for_is_there() -> None:
    found = {path: (THEME / path).read_text(encoding="utf-8") for path in SAID["templates"]}
    for path, said in SAID["templates"].items():
        assert [text for text in said.get("mends", ()) if text not in found[path]] == [], path
    for texts in SAID["elsewhere"].values():
        assert [text for text in texts if any(text in template for template in found.values())] == []


def test_nothing_is_said_of_templates_without_a_reason() -> None:
    assert [path for path, said in SAID["templates"].items() if not said.get("ours") and not said.get("mends")] == []
