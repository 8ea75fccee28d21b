"""Another language of a course: its folder, its catalogue of interface strings, and its place in `course.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale

from sitegen import boundary
from sitegen.check.unmeant import THEME
from sitegen.course import yamlfile
from sitegen.course.files import CourseFile
from sitegen.course.reader import Reader
from sitegen.findings import ContentError, Finding
from sitegen.language import catalogues

if TYPE_CHECKING:
    from collections.abc import Collection

_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
_OWN = re.compile(r"^(locale|reading_ease):.*\n?", re.MULTILINE)
"""What a language has of itself alone in its `course.yml`, each on a line."""

_COURSE = """\
# {name} ({tag}) has begun: what this file does not say is shown in {source}.
# Take the "# " away before a line, and before the line that it belongs to, and write {name} in place of {source}.
# A line `locale:` with the tag of a variety, as en-GB is one of English, says whose habits lists and numbers follow.
#
"""
_THEME = """\
{{#- The theme's own words in {name}: what is empty, or left out, it says in English, as in its file en.html. -#}}
{{% macro t(key) %}}{{{{ {{
  "language": "{tag}",
  "direction": "{direction}",
  "action.skip": "",
  "footer.next": "",
  "footer.previous": "",
  "nav": "",
  "search": "",
  "search.config.pipeline": " ",
  "search.placeholder": "",
  "search.reset": "",
  "search.result.none": "",
  "search.result.one": "",
  "search.result.other": "",
  "search.result.placeholder": "",
  "toc": "",
  "top": ""
}}[key] }}}}{{% endmacro %}}
"""


@dataclass(frozen=True)
class Begun:
    """What was written for a language, and what comes next."""

    written: tuple[str, ...]
    """Files, as the project's folder names them; none where all was there."""
    next: tuple[str, ...]


def begin(root: Path, tag: str) -> Begun:
    """Begin the language `tag` in the course under `root`; what is there already stays as it is.

    All is judged before anything is written, and the entry in `course.yml`, which shows the language, is written last:
    what stops half-way is finished by a second run. Raises `ContentError`, and `OSError` where the system refuses.
    """
    reader = Reader(root)
    course: CourseFile | None = reader.yaml("course.yml", CourseFile, None)
    if course is None:
        raise ContentError(reader.findings)
    meant = known(tag, course.languages, reader.shown("course.yml"))
    texts = _texts(root, tag, meant, course.source)
    listed = entered(reader.text("course.yml") or "", tag, reader.shown("course.yml"))
    written = []
    if not catalogues.catalogue_path(tag).exists():
        catalogues.update(tag)
        written.append(catalogues.shown(tag))
    if tag not in course.languages:
        texts[root / "course.yml"] = listed
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        boundary.write(file, text)
        written.append(file.relative_to(root.parent).as_posix())
    return Begun(tuple(written), tuple(_next(root, tag, course.source, written)))


def entered(text: str, tag: str, path: str) -> str:
    """Return the text of `course.yml` with one more language, all else as it was written.

    Raises `ContentError` where the list is written in a way that takes a hand.
    """
    before = yamlfile.parse(text, path)
    if tag in before.data["languages"]:
        return text
    root = yamlfile.compose(text, path)
    entries: Any = next(value for key, value in root.value if key.value == "languages") if root else None
    last = entries.value[-1].end_mark
    lines = text.split("\n")
    if entries.flow_style:
        line = lines[last.line]
        lines[last.line] = f"{line[: last.column]}, {tag}{line[last.column :]}"
    else:
        lines.insert(last.line + 1, lines[last.line][: entries.value[-1].start_mark.column] + tag)
    found = "\n".join(lines)
    try:
        after = yamlfile.parse(found, path).data
    except ContentError:
        after = None
    if after != {**before.data, "languages": [*before.data["languages"], tag]}:
        message = f"this list is written in a way that only you can change; add '{tag}' to it, then run this again"
        raise ContentError([before.finding(("languages",), "language/entry", message)])
    return found


def write_into(project: Path, tag: str, source: str) -> None:
    """Write all that a language needs into a project with a generator of its own, whose `course.yml` names it."""
    meant = known(tag, (), "LANGUAGES")
    texts = _texts(project / "content", tag, meant, source)
    if not (catalogue := project / catalogues.shown(tag)).exists():
        texts[catalogue] = catalogues.updated(tag)
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        boundary.write(file, text)


def known(tag: str, listed: Collection[str], path: str) -> Locale:
    """Return what Babel knows of a tag; raises `ContentError` for what is no tag, or is written otherwise.

    The `listed` ones are taken as they are. A finding names the `path`.
    """
    meant = catalogues.locale(tag.replace("_", "-")) if _TAG.fullmatch(tag) else None
    if meant is None:
        raise ContentError([_unknown(tag, path)])
    usual = _usual(tag, meant)
    if tag not in (usual, *listed):
        raise ContentError([Finding(path, 1, "language/unknown", f"'{tag}' is usually written '{usual}'; use that")])
    return meant


def _usual(tag: str, known: Locale) -> str:
    """Return how a tag is usually written: `pt-BR` for `pt_br`, `es` for `spa`."""
    first, *rest = tag.replace("_", "-").split("-")
    cased = [part.title() if len(part) == 4 else part.upper() for part in rest]
    language = first.lower() if first.lower() in (known.language, "no") else str(known.language)
    return "-".join([language, *cased])


def _unknown(tag: str, path: str) -> Finding:
    if meant := _names().get(tag.strip().lower()):
        message = f"'{tag}' is the name of a language, and what is asked for is its tag; did you mean '{meant}'?"
        return Finding(path, 1, "language/unknown", message)
    return catalogues.unknown(tag, path)


def _names() -> dict[str, str]:
    """Return the name of each language, in English and in itself -> its tag."""
    english = {str(code): str(name) for code, name in Locale("en").languages.items() if "_" not in str(code)}
    known = {code: catalogues.locale(code) for code in english}
    own = {str(found.languages.get(code)).lower(): code for code, found in known.items() if found}
    return own | {name.lower(): code for code, name in english.items() if known[code]}


def _texts(root: Path, tag: str, known: Locale, source: str) -> dict[Path, str]:
    """Return the files that the language lacks, `course.yml` aside, with what they are to say."""
    texts = {}
    if not _in_theme(root.parent, tag):
        file = root.parent / THEME / "partials" / "languages" / f"{tag}.html"
        texts[file] = _THEME.format(name=known.english_name, tag=tag, direction=known.text_direction)
    own, theirs = root / tag / "course.yml", root / source / "course.yml"
    if not own.exists():
        lender = getattr(catalogues.locale(source), "english_name", source)
        head = _COURSE.format(name=known.english_name, tag=tag, source=lender)
        lines = _OWN.sub("", boundary.text(theirs)).rstrip("\n").split("\n")
        texts[own] = head + "".join(f"# {line}".rstrip() + "\n" for line in lines)
    return texts


def _in_theme(project: Path, tag: str) -> bool:
    """Tell whether the theme has words in a language, or in the one of which it is a variety."""
    spec = find_spec("material")
    theme = [Path(folder, "templates") for folder in (spec.submodule_search_locations or ())] if spec else []
    names = [f"{known}.html" for known in (tag, tag.partition("-")[0])]
    folders = [folder / "partials" / "languages" for folder in (project / THEME, *theme)]
    return not theme or any((folder / name).is_file() for folder in folders for name in names)


def _next(root: Path, tag: str, source: str, written: list[str]) -> list[str]:
    """Return what to do next, the smallest first."""
    if tag == source:
        return []
    steps = [
        f"{root.name}/{tag}/course.yml: take the '# ' away before a line, and translate it",
        f"{catalogues.shown(tag)}: buttons and labels, as many as you like",
        f"{root.name}/{tag}/index.md: copy that of {root.name}/{source}/, and translate one section, or all of it",
        f"make accept LANGUAGE={tag}: records what is right of it",
    ]
    theme = [f"{name}: the theme's own words" for name in written if name.startswith(THEME)]
    return [*steps[:2], *theme, *steps[2:]]
