"""Builds the site with each engine that could take the place of the one we have, and compares: `make engines`.

Exit code 1: one of them cannot build it, publishes something else, or spoils the old site where it fails. What differs
in hashes of files that a theme brings, in classes and in spaces is no difference here. What the engines are for is in
`adr/040-life-after-the-theme.md`.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

PROJECT = Path(__file__).parent.parent
FOLDER = PROJECT / ".engines"
THEMES = {"properdocs": "material", "materialx": "materialx"}
"""Name of each engine and of its lock -> its theme."""

_COPIED = ("content", "docs", "hooks", "overrides")
_LAST_IN_A_GROUP = re.compile(r", [\w-]+\.md\]$", re.MULTILINE)
_HASH = re.compile(r"(?<=\.)[0-9a-f]{8}(?=\.(?:min\.)?(?:js|css)\b)")
_POLICY = 'meta[http-equiv="content-security-policy"]'
_NAMED = ("role", "lang", "dir", "hidden", "tabindex", "title", "alt", "for", "name", "type", "autocomplete", "open")
"""Attributes that say what an element is, beside those that begin with `aria-`, and `data-label`."""


def read(folder: Path) -> dict[str, bytes]:
    """Return path -> content of all files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unpack(packed: bytes) -> dict[str, bytes]:
    """Return path -> content of all files of a zip."""
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}


def differences(site: Mapping[str, bytes], other: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield path and what the `other` site has otherwise there."""
    ours, theirs = ({_HASH.sub("…", path): content for path, content in each.items()} for each in (site, other))
    yield from ((path, "is not there") for path in sorted(ours.keys() - theirs.keys()))
    yield from ((path, "is there, and should not be") for path in sorted(theirs.keys() - ours.keys()))
    for path in sorted(ours.keys() & theirs.keys()):
        if path.endswith(".zip"):
            inside = differences(unpack(ours[path]), unpack(theirs[path]))
            yield from ((f"{path}/{below}", what) for below, what in inside)
        elif path.endswith(".html"):
            yield from ((path, what) for what in _otherwise(facts(ours[path].decode()), facts(theirs[path].decode())))
        elif "…" not in path and ours[path] != theirs[path]:
            yield path, "has another content"


def _otherwise(ours: Mapping[str, list[str]], theirs: Mapping[str, list[str]]) -> Iterator[str]:
    for what, wanted in ours.items():
        for here, there in zip_longest(wanted, theirs[what]):
            if here != there:
                yield f"{what}: {there or 'nothing'} in the place of {here or 'nothing'}"
                break  # all that follows is shifted


def facts(html: str) -> dict[str, list[str]]:
    """Return what a page is to those who read it, link to it or listen to it, in the order of the page."""
    page = LexborHTMLParser(html)
    nodes = page.css("*")
    policy = next((str(node.attributes["content"]) for node in page.css(_POLICY)), "none at all")
    loaded = page.css("script[src], link[href], img[src]")
    return {
        "ids": [ident for node in nodes if (ident := node.attributes.get("id"))],
        "names": [said for node in nodes for said in _names(node)],
        "links": [str(node.attributes["href"]) for node in page.css("a[href]")],
        "files": sorted(_HASH.sub("…", node.attributes.get("href") or node.attributes["src"] or "") for node in loaded),
        "what it says of itself": [_said(node) for node in page.css("meta:not([http-equiv], [name=generator])")],
        "policy": [part.strip() for part in re.sub(r" '(?:sha256|nonce)-[^']+'", "", policy).split(";")],
        "forbidden scripts": [script for script in _inline(page) if _digest(script) not in policy],
        "text": _text(page),
    }


def _names(node: LexborNode) -> Iterator[str]:
    for name, value in node.attributes.items():
        if name in _NAMED or name.startswith("aria-") or name == "data-label":
            yield f'<{node.tag} {name}="{value or ""}">'


def _said(node: LexborNode) -> str:
    return " ".join(f'{name}="{value}"' for name, value in node.attributes.items())


def _inline(page: LexborHTMLParser) -> list[str]:
    scripts = [node for node in page.css("script:not([src])") if "json" not in (node.attributes.get("type") or "")]
    return [node.text() for node in scripts]


def _digest(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _text(page: LexborHTMLParser) -> list[str]:
    for node in page.css("script, style"):
        node.decompose()
    return page.root.text(separator=" ").split() if page.root else []


def report(found: list[tuple[str, str]]) -> list[str]:
    """Return a line for each difference, the commonest first, with one of the places where it stands."""
    places = dict(reversed([(what, path) for path, what in found]))
    counts = Counter(what for _, what in found)
    return [f"{places[what]}: {what}" + (f" (and {n - 1} more)" if n > 1 else "") for what, n in counts.most_common()]


def build(python: Path, theme: str, site: Path) -> float:
    """Build the site strictly into a new folder, and return the seconds that it took."""
    shutil.rmtree(site, ignore_errors=True)
    site.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    _host(python, theme, PROJECT, site).check_returncode()
    return time.monotonic() - started


def keeps(python: Path, theme: str, site: Path) -> bool:
    """Tell whether a strict build with a warning of the host fails, and leaves the site that is there as it was."""
    before = read(site)
    with TemporaryDirectory() as folder:
        project = Path(folder)
        for name in _COPIED:
            shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(PROJECT / "LICENSE", project)
        settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
        (project / "mkdocs.yml").write_text(_LAST_IN_A_GROUP.sub("]", settings, count=1), encoding="utf-8")
        done = _host(python, theme, project, site, subprocess.DEVNULL)
    return done.returncode == 1 and read(site) == before


def _host(
    python: Path, theme: str, project: Path, site: Path, said: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [str(python), "hooks", "build", "--strict", "--quiet", "--site-dir", str(site)]
    environment = os.environ | {"THEME": theme}
    return subprocess.run(command, cwd=project, env=environment, stdout=said, stderr=said, check=False)


def main() -> int:
    ours = FOLDER / "sites" / "mkdocs"
    print(f"mkdocs: built in {build(Path(sys.executable), 'material', ours):.0f} s")
    site, code = read(ours), 0
    pages = sum(path.endswith(".html") for path in site)
    for name, theme in THEMES.items():
        other = FOLDER / "sites" / name
        try:
            seconds = build(FOLDER / name / "bin" / "python", theme, other)
        except subprocess.CalledProcessError:
            print(f"{name}: does not build the site")
            code = 1
            continue
        found = list(differences(site, read(other)))
        if not keeps(FOLDER / name / "bin" / "python", theme, other):
            found.append((other.name, "a strict build with a warning passes, or changes the old site"))
        said = f"{len(found)} differences" if found else "the same addresses, ids, names, links, policies and text"
        print(f"{name}: built in {seconds:.0f} s, {pages} pages and {len(site) - pages} other files: {said}")
        for line in report(found):
            print(f"  {line}")
        code = 1 if found else code
    return code


if __name__ == "__main__":
    sys.exit(main())
