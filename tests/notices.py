"""Writes what others have made of the site's files, and their licences: `make notices`.

The theme's package brings its own licence and those of its icons, and the source maps beside its bundles name the
packages that are in these. Their licences come from the same packages, which package.json names for this alone.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from sitegen.show import light

PROJECT = Path(__file__).parent.parent
FILE = PROJECT / "docs" / "assets" / "licenses.txt"
THEME = "mkdocs-material"
TEMPLATES = "material/templates/"

_PACKAGE = re.compile(r".*node_modules/((?:@[^/]+/)?[^/]+)/")
_LICENSE = re.compile(r"(licen[cs]e|copying)(\.(md|txt))?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^.*(?:©|\(c\) ).*$", re.IGNORECASE | re.MULTILINE)
_INTRODUCTION = """\
This site publishes, beside its own files, the files listed here, which others have made.
Each part keeps its licence, whose text follows its name.
The command 'make notices' writes this list from the packages that are installed.
"""


@dataclass(frozen=True)
class Part:
    """What others have made, under one licence."""

    name: str
    license: str
    """As its package names it; empty where only the text says it."""
    source: str
    """Where it comes from, as its package says."""
    text: str
    files: tuple[str, ...] = ()
    """Paths in each language's folder."""
    within: str = ""
    """What it stands in, where it has no files of its own."""


def parts() -> list[Part]:
    """Return all that the site publishes of others; the theme first."""
    theme = distribution(THEME)
    files = shipped(theme)
    bundles = {path: _bundled(_located(theme, path)) for path in files if path.endswith(".map")}
    found = [_theme(theme, tuple(files)), *_icons(theme)]
    for name in sorted(_with_dependencies({name for names in bundles.values() for name in names})):
        within = sorted({Path(path).stem for path, names in bundles.items() if name in _with_dependencies(names)})
        found.append(_node_part(name, within=", ".join(within)))
    return found


def shipped(theme: Distribution) -> list[str]:
    """Return the path of each file that the theme's package brings and a language's folder gets."""
    paths = [str(path) for path in theme.files or ()]
    assets = [path.removeprefix(TEMPLATES) for path in paths if path.startswith(f"{TEMPLATES}assets/")]
    return sorted(path for path in assets if not light.needless(path))


def text() -> str:
    """Return the whole list."""
    return "\n".join([_INTRODUCTION, *(_shown(part) for part in parts())])


def _shown(part: Part) -> str:
    facts = {"Licence": part.license, "Source": part.source, "Part of": part.within}
    lines = [f"{key}: {value}" for key, value in facts.items() if value]
    lines += ["Files:", *(f"  {path}" for path in part.files)] if part.files else []
    head = f"{'=' * 80}\n{part.name}\n" + "\n".join(lines)
    return "\n".join(line.rstrip() for line in f"{head}\n\n{part.text.strip()}\n".splitlines()) + "\n"


def _theme(theme: Distribution, files: tuple[str, ...]) -> Part:
    name, version, license_ = theme.metadata["Name"], theme.version, theme.metadata["License-Expression"]
    links = dict(link.split(", ", 1) for link in theme.metadata.get_all("Project-URL") or ())
    texts = [path for path in theme.files or () if path.parent.name == "licenses"]
    license_text = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    return Part(f"{name} {version}", license_ or "", links.get("Source", ""), license_text, files)


def _icons(theme: Distribution) -> list[Part]:
    """Return the sets of icons, of which some are in the theme's style sheet and its pages."""
    found = [path for path in theme.files or () if "/.icons/" in str(path) and _LICENSE.fullmatch(path.name)]
    return [
        Part(
            f"Icons: {path.parent.name}",
            "",
            "",
            path.read_text(encoding="utf-8"),
            within="style sheet and pages, as far as they show any",
        )
        for path in sorted(found)
    ]


def _located(theme: Distribution, path: str) -> Path:
    return Path(str(theme.locate_file(f"{TEMPLATES}{path}")))


def _bundled(source_map: Path) -> set[str]:
    """Return the packages whose files went into a bundle."""
    sources = json.loads(source_map.read_text(encoding="utf-8"))["sources"]
    return {found[1] for source in sources if (found := _PACKAGE.match(source))}


def _with_dependencies(names: set[str]) -> set[str]:
    """Return the packages and all that they need: some come with these built in."""
    found: set[str] = set()
    while names:
        found |= names
        names = {below for name in names for below in _metadata(name).get("dependencies", {})} - found
    return found


def _metadata(name: str) -> dict[str, dict[str, str]]:
    file = PROJECT / "node_modules" / name / "package.json"
    if not file.is_file():
        sys.exit(f"{name} is in what the site publishes, and not in package.json: its licence cannot be read")
    metadata: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return metadata


def _node_part(name: str, files: tuple[str, ...] = (), within: str = "") -> Part:
    metadata, folder = _metadata(name), PROJECT / "node_modules" / name
    repository = metadata.get("repository", "")
    source = repository if isinstance(repository, str) else repository.get("url", "")
    texts = [path for path in sorted(folder.iterdir()) if _LICENSE.fullmatch(path.name)]
    license_text = "\n".join(path.read_text(encoding="utf-8") for path in texts) or _owner(folder)
    if not texts:
        license_text += f"\n\n{_standard(str(metadata['license']))}"
    return Part(name, str(metadata.get("license", "")), source, license_text, files, within)


def _owner(folder: Path) -> str:
    """Return whose a package says it is, where it brings no text of its licence."""
    said = (_COPYRIGHT.search(path.read_text(encoding="utf-8")) for path in folder.glob("[Rr][Ee][Aa][Dd][Mm][Ee]*"))
    return next(found[0] for found in said if found)


def _standard(license_id: str) -> str:
    """Return the standard text of a licence, without the line for its owner."""
    file = PROJECT / "node_modules" / "spdx-license-list" / "licenses" / f"{license_id}.json"
    lines = str(json.loads(file.read_text(encoding="utf-8"))["licenseText"]).split("\n")
    return "\n".join(line for line in lines if "<year>" not in line)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
    print(f"Written: {FILE.relative_to(PROJECT)}, {len(parts())} parts")
