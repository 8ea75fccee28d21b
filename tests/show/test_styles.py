"""Style sheets: what each is about, which of them a page loads, and that theirs is the last word."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import tinycss2
import yaml
from builtsite import joined, read_page
from conftest import PROJECT
from golden import cases
from sitegen.show import styles
from sitegen.show.article import converter

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "assets/styles"
SHEETS = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT / "docs" / FOLDER).iterdir()}
ABOUT = {f"{FOLDER}/{name}": styles.shapes(css) for name, css in SHEETS.items()}
LINKS = "".join(f'<link rel="stylesheet" href="../{path}">\n' for path in ABOUT)
OPTIONS = yaml.load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)

CLASS = re.compile(r"\.([a-z][\w-]*)")
IMPORT = re.compile(r"""(?:from|import)\s*["'](\.[^"']*)["']""")
NAMED = re.compile(r'\bclass(?:Name)?"?\s*[:=]\s*"([^"]*)"')
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(")


@pytest.mark.parametrize("case", cases("styles", "shapes"))
def test_shapes(case: dict[str, Any]) -> None:
    assert sorted(sorted(shape) for shape in styles.shapes(case["css"])) == sorted(map(sorted, case["shapes"]))


@pytest.mark.parametrize("case", cases("styles", "keep_shown"))
def test_keep_shown(case: dict[str, Any]) -> None:
    page = f'<link rel="stylesheet" href="../assets/a.css">\n<p></p>{case["html"]}'
    kept = styles.keep_shown(page, {"assets/a.css": styles.shapes(case["css"])})
    assert kept == (page if case["kept"] else f"<p></p>{case['html']}")


def test_other_sheets_stay() -> None:
    page = '<link rel="stylesheet" href="../assets/other.css"><link rel="icon" href="assets/a.css">'
    assert styles.keep_shown(page, {"assets/a.css": styles.shapes(".a {}")}) == page


@pytest.mark.parametrize("case", cases("styles", "below"))
def test_below(case: dict[str, Any]) -> None:
    assert styles.below(case["css"]) == case["result"]


@pytest.mark.parametrize(
    ("markdown", "sheet"),
    [
        ("!!! note\n    Text.\n", "box"),
        ("??? note\n    Text.\n", "box"),
        ("| A | B |\n| --- | --- |\n| 1 | 2 |\n", "table"),
        ('<figure class="illustration" markdown>\n![](a.svg)\n</figure>', "illustration"),
        ("[Start](quiz.md){ .md-button }", "control"),
        ("A list\n{ .line }", "home"),
        ('<div class="grid" markdown>\n<div class="card" markdown>\nText.\n</div>\n</div>', "card"),
    ],
)
def test_what_a_page_is_written_with_brings_its_sheet(markdown: str, sheet: str) -> None:
    article = '<article class="md-typeset">{}</article>'
    plain = styles.keep_shown(LINKS + article.format("<h1>A</h1><p>Text</p>"), ABOUT)
    page = styles.keep_shown(LINKS + article.format(converter().convert(markdown)), ABOUT)
    assert f"{sheet}.css" not in plain
    assert f"{sheet}.css" in page


def _with_imports(script: Path) -> str:
    """Return what a script says, and the modules that it imports."""
    source = script.read_text(encoding="utf-8")
    modules = IMPORT.findall(source)
    return source + "".join(_with_imports(script.parent / module) for module in modules)


def test_what_scripts_make_has_its_sheet(site: Path) -> None:
    """Every class that a script of a page names is in a sheet of the page, if it is in any."""
    classes = {name: set(CLASS.findall(css)) for name, css in SHEETS.items()}
    made = set()
    for path in site.rglob("index.html"):
        page = read_page("", "", path.read_text(encoding="utf-8"))
        loaded = {link["href"].rpartition("/")[2] for link in page.all("link", rel="stylesheet")} & SHEETS.keys()
        loaded |= joined(site, SHEETS)
        for source in {each["src"] for each in page.all("script") if "src" in each}:
            named = NAMED.findall(_with_imports(path.parent / source))
            styled = {word for text in named for word in text.split()} & set().union(*classes.values())
            assert styled <= set().union(*(classes[name] for name in loaded)), (path, source)
            made |= styled
    assert len(made) > 20


def test_every_sheet_is_listed_and_the_tokens_come_first() -> None:
    assert Counter(OPTIONS["extra_css"]) == Counter(ABOUT.keys())
    assert OPTIONS["extra_css"][0] == f"{FOLDER}/tokens.css"


@pytest.mark.parametrize("name", SHEETS)
def test_every_rule_is_in_a_layer(name: str) -> None:
    rules = tinycss2.parse_stylesheet(SHEETS[name], skip_comments=True, skip_whitespace=True)
    layers = [(rule.at_keyword, tinycss2.serialize(rule.prelude).strip()) for rule in rules]
    order = ("layer", "theme, component")
    assert layers in ([("layer", "theme")], [("layer", "component")], [order, ("layer", "theme")])
    assert (layers[0] == order) == (name == "tokens.css")


def test_the_theme_is_in_the_lowest_layer(site: Path) -> None:
    [sheet] = site.glob("assets/styles/site.*.css")
    rules = tinycss2.parse_stylesheet(sheet.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True)
    layers = [tinycss2.serialize(rule.prelude).strip() for rule in rules if rule.at_keyword != "charset"]
    assert layers[0] == "theme"
    assert set(layers) <= {"theme", "component", "theme,component"}


def test_each_colour_is_a_token_once() -> None:
    found = Counter(COLOUR.findall(SHEETS["tokens.css"]))
    assert len(found) > 20
    assert [colour for colour, count in found.items() if count > 1] == []
    assert {name: COLOUR.findall(css) for name, css in SHEETS.items() if COLOUR.search(css)}.keys() == {"tokens.css"}
