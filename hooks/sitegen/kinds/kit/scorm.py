"""SCORM 1.2: the questions as an exercise of one page, which reports its score to a learning management system."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rjsmin import jsmin

from sitegen.course.scripts import joined
from sitegen.kinds.kit.format import Format
from sitegen.kinds.kit.lom import lom
from sitegen.kinds.kit.xml import document, element, text
from sitegen.show.escape import as_json
from sitegen.show.zipped import zipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sitegen.kinds.kit.about import About
    from sitegen.kinds.kit.items import Choice, Item

PASSED = 80
"""Per cent of right answers from which the exercise counts as passed (a convention of ours)."""

_HERE = Path(__file__).parent
_STYLE, _SCRIPT = "exercise.css", "exercise.js"
_MODULES = ("lms.js", _SCRIPT)
_PACKAGE = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ABOUT = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = f"{_PACKAGE} imscp_rootv1p1p2.xsd {_ABOUT} imsmd_rootv1p2p1.xsd {_ADL} adlcp_rootv1p2.xsd"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
)


def write(items: Sequence[Item], about: About) -> bytes:
    """Return the package."""
    modules = {name: (_HERE / name).read_text(encoding="utf-8") for name in _MODULES}
    files = {
        _STYLE: (_HERE / _STYLE).read_bytes(),
        _SCRIPT: jsmin(joined(modules)[_SCRIPT]).encode(),
        "index.html": _page(items, about).encode(),
    }
    files["imsmanifest.xml"] = document(_manifest(about, sorted(files)))
    return zipped(files)


def _manifest(about: About, files: Iterable[str]) -> str:
    item = element(
        "item",
        element("title", text(about.title)),
        element("adlcp:masteryscore", str(PASSED)),
        identifier="exercise",
        identifierref="page",
        isvisible="true",
    )
    return element(
        "manifest",
        element("metadata", element("schema", "ADL SCORM"), element("schemaversion", "1.2"), lom(about)),
        element(
            "organizations",
            element("organization", element("title", text(about.title)), item, identifier="course"),
            default="course",
        ),
        element(
            "resources",
            element(
                "resource",
                *(element("file", href=file) for file in files),
                identifier="page",
                type_="webcontent",
                adlcp_scormtype="sco",
                href="index.html",
            ),
        ),
        identifier=about.name,
        version="1.0",
        xmlns=_PACKAGE,
        xmlns_adlcp=_ADL,
        xmlns_imsmd=_ABOUT,
        xmlns_xsi=_INSTANCE,
        xsi_schemaLocation=_SCHEMAS,
    )


def _page(items: Sequence[Item], about: About) -> str:
    words = dict(about.words)
    data = as_json({"passed": PASSED, "content": _fingerprint(items), "words": words})
    head = (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(about.title)}</title>\n"
        '<link rel="stylesheet" href="exercise.css">\n'
        '<script defer src="exercise.js"></script>\n'
    )
    body = "\n".join(
        (
            f"<main>\n<h1>{text(about.title)}</h1>",
            f"<noscript><p>{text(words.get('script', ''))}</p></noscript>",
            '<p id="place" tabindex="-1" hidden></p>',
            *(_question(item) for item in items),
            '<section id="end" tabindex="-1" hidden></section>\n</main>',
            f"<footer>{''.join(element('p', text(line)) for line in about.lines)}</footer>",
            f'<script type="application/json" id="data">{data}</script>',
        )
    )
    return (
        f'<!doctype html>\n<html lang="{text(about.lang)}" dir="{about.direction}">\n'
        f"<head>\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _question(item: Item) -> str:
    """Return a question as a form that shows no answer; without script, all stand below one another."""
    story = "".join(element("p", text(each)) for each in item.stem)
    choices = "\n".join(_choice(item, choice) for choice in item.choices)
    reason = "".join(element("p", text(each)) for each in item.reason)
    return (
        f'<form data-item="{item.id}" autocomplete="off">\n<h2>{text(item.set)}</h2>\n{story}\n'
        f"<fieldset>\n<legend>{text(item.question)}</legend>\n{choices}\n</fieldset>\n"
        f'<div class="said" role="status"></div>\n<div class="reason" hidden>{reason}</div>\n</form>'
    )


def _choice(item: Item, choice: Choice) -> str:
    right = " data-right" if choice.right else ""
    field = f'type="radio" name="{item.id}" value="{choice.id}" data-feedback="{text(choice.feedback)}"{right}'
    return f"<label><input {field}> <span>{text(choice.text)}</span></label>"


def _fingerprint(items: Iterable[Item]) -> str:
    """Return what changes with the questions and their order: answers that were kept are for these alone."""
    ids = "\n".join(" ".join((item.id, *(choice.id for choice in item.choices))) for item in items)
    return sha256(ids.encode()).hexdigest()[:8]


SCORM = Format(
    "scorm",
    "-scorm.zip",
    lambda interface: interface.gettext("An exercise with a score, for a learning management system (SCORM 1.2)"),
    write,
)
