"""The site as it is published: what is moved, joined and left out, in made-up sites."""

from __future__ import annotations

import re
from typing import Any

import pytest
from golden import cases
from sitegen.show import light, purge

THEME = {"assets/theme.css", "assets/theme.css.map", "assets/theme.js", "assets/unused.png"}
DOCS = {"assets/one.css", "assets/two.css", "assets/alone.css", "assets/unused.svg", "assets/logo.svg"}
ORIGIN = light.Origin(THEME.__contains__, DOCS.__contains__, ["assets/one.css", "assets/two.css", "assets/alone.css"])
PAGE = '<link rel="icon" href="{}logo.svg"><link rel="stylesheet" href="{}theme.css">\n'
SHEET = '<link rel="stylesheet" href="{}{}.css">\n'


@pytest.mark.parametrize("case", cases("light", "purge"))
def test_purge(case: dict[str, Any]) -> None:
    known = purge.used([purge.on_page(case.get("html", ""))], [case.get("script", "")])
    assert purge.purge(case["css"], known, [case.get("other", "")]) == case["result"]


@pytest.mark.parametrize("case", cases("light", "smaller"))
def test_smaller(case: dict[str, Any]) -> None:
    assert light.smaller(case["css"]) == case["result"]


@pytest.mark.parametrize("case", cases("light", "tighter"))
def test_tighter(case: dict[str, Any]) -> None:
    assert light.tighter(case["html"]) == case["result"]


def built() -> dict[str, bytes]:
    """Return a site of two languages with two pages each, and a file beside the pages of one."""
    files = {"index.html": '<img src="fr/assets/logo.svg">', "404.html": '<img src="/sub/fr/assets/logo.svg?a#b">'}
    for lang in ("fr", "en"):
        for path, up in (("index.html", "assets/"), ("a/index.html", "../assets/")):
            page = PAGE.format(up, up) + "".join(SHEET.format(up, name) for name in ("one", "two"))
            files[f"{lang}/{path}"] = page + (SHEET.format(up, "alone") if up == "assets/" else "") + "<p class=a></p>"
        files |= {f"{lang}/{path}": "p{top:0} /*# sourceMappingURL=theme.css.map */" for path in THEME}
        files |= {f"{lang}/{path}": f".{path[7:10]} {{ top: 0 }}" for path in DOCS}
        files[f"{lang}/assets/plan.pdf"] = "plan"
    return {path: content.encode() for path, content in files.items()}


def lightened(files: dict[str, bytes], scope: str = "/sub/") -> dict[str, str]:
    light.lighten(files, ["fr", "en"], ORIGIN, scope)
    return {path: content.decode() for path, content in files.items()}


def test_shared_files_stand_once_and_every_link_leads_there() -> None:
    files = lightened(built())
    assert {path for path in files if "/assets/" in f"/{path}"} >= {"assets/logo.svg", "fr/assets/plan.pdf"}
    assert not {path for path in files if path.endswith("assets/logo.svg")} - {"assets/logo.svg"}
    assert 'src="assets/logo.svg"' in files["index.html"]
    assert 'src="/sub/assets/logo.svg?a#b"' in files["404.html"]
    assert 'href="../../assets/logo.svg"' in files["fr/a/index.html"]
    assert 'href="../assets/logo.svg"' in files["en/index.html"]


def test_a_file_in_which_languages_differ_stays_with_each() -> None:
    files = lightened(built() | {"en/assets/logo.svg": b"other"})
    assert {path for path in files if path.endswith("logo.svg")} == {"fr/assets/logo.svg", "en/assets/logo.svg"}
    assert 'src="fr/assets/logo.svg"' in files["index.html"]


def test_sheets_of_several_pages_are_one_in_their_order() -> None:
    files = lightened(built())
    [joined] = [path for path in files if re.fullmatch(r"assets/styles/site\.[0-9a-f]{8}\.css", path)]
    text = files[joined]
    assert text.index("p{top:0}") < text.index(".one{") < text.index(".two{")
    assert {path for path in files if path.endswith(".css")} == {joined, "assets/alone.css"}
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)">', files["fr/a/index.html"])
    assert sheets == [f"../../{joined}"]
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)">', files["fr/index.html"])
    assert sheets == [f"../{joined}", "../assets/alone.css"]


ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M3 6h18v2H3z"/></svg>'


def test_icons_stand_in_the_sheet_that_all_pages_load() -> None:
    pages = built()
    for path in (path for path in pages if path.endswith(".html")):
        pages[path] += f"<i>{ICON}{ICON}</i>".encode()
    files = lightened(pages)
    [joined] = [path for path in files if path.startswith("assets/styles/site.")]
    [(name, picture)] = re.findall(
        r'\.(icon-[0-9a-f]{4})\{--icon:url\("data:image/svg\+xml;charset=utf-8,(.*?)"\)\}', files[joined]
    )
    assert picture == ICON.replace('"', "'")
    assert f'<i><svg class="{name}"><path/></svg><svg class="{name}"><path/></svg></i>' in files["fr/a/index.html"]
    assert ICON in files["404.html"], "it loads no such sheet"


def test_pictures_that_are_no_icons_stay_where_they_are() -> None:
    other = (
        ICON.replace("24 24", "48 48"),
        ICON.replace("<path", '<path fill="red"'),
        ICON.replace(" xmlns", " id=a xmlns"),
    )
    pages = built()
    pages["fr/index.html"] += "".join(other).encode()
    files = lightened(pages)
    assert all(picture in files["fr/index.html"] for picture in other)
    assert not any("--icon" in text for text in files.values())


def test_a_sheet_that_loads_a_file_stays_where_it_is() -> None:
    loads = {f"{lang}/assets/two.css": b"p{background:url(logo.svg)}" for lang in ("fr", "en")}
    assert "assets/two.css" in lightened(built() | loads)
    held = {f"{lang}/assets/two.css": b"p{background:url( 'data:,')}" for lang in ("fr", "en")}
    assert "assets/two.css" not in lightened(built() | held)


def test_files_of_the_theme_that_nothing_names_are_left_out_and_no_others() -> None:
    files = lightened(built() | {"fr/index.html": b'<script src="assets/theme.js"></script>'})
    assert "assets/theme.js" in files
    assert not {path for path in files if path.endswith((".map", "unused.png"))}
    assert "assets/unused.svg" in files
    assert not any("sourceMappingURL" in text for text in files.values())


def test_the_address_of_the_site_changes_no_sheet() -> None:
    def sheets(scope: str) -> set[str]:
        page = f'<p><script>root=new URL("{scope}",location)</script>'.encode()
        theme = {f"{lang}/assets/theme.css": b"p{top:0}sub{top:0}" for lang in ("fr", "en")}
        return {path for path in lightened(built() | theme | {"fr/b.html": page}, scope) if path.endswith(".css")}

    assert sheets("/") == sheets("/sub/path/")


@pytest.mark.parametrize(
    ("path", "needless"),
    [
        ("assets/javascripts/bundle.min.js", True),
        ("assets/javascripts/lunr/min/lunr.fr.min.js", True),
        ("assets/search.js", False),
        ("assets/stylesheets/main.css", False),
    ],
)
def test_no_script_of_the_theme_is_needed(path: str, needless: bool) -> None:
    assert light.needless(path) == needless
