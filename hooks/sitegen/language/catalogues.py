"""The interface catalogues: read for every build, and brought up to date with the code by `make messages`.

Their template, `locale/sitegen.pot`, lists all messages of the code; content is checked against it, so that no build
has to look for messages in the code.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from babel.support import Translations

from sitegen import boundary
from sitegen.findings import ContentError, Finding
from sitegen.language import pofile

if TYPE_CHECKING:
    from babel.messages import Message

PACKAGE = Path(__file__).parent.parent
"""The whole generator: its code and its templates hold the messages."""

COMMENT = ("{%#", "#%}")
"""Comment marks of the Markdown templates, whose `{#id}` is no comment."""

_METHODS = [("**.j2", "jinja2"), ("**.py", "python")]
_OPTIONS = {
    "**.j2": {
        "newstyle_gettext": "true",
        "silent": "false",
        "comment_start_string": COMMENT[0],
        "comment_end_string": COMMENT[1],
    }
}
_HEADER = """\
# Interface strings in {name}.
msgid ""
msgstr ""
"Language: {lang}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

_POT_HEADER = """\
# All interface strings; written by 'make messages'.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

_FORMS = "this entry has more plural forms than its language, which 'Plural-Forms' counts at the top; remove the last"


def locale(tag: str) -> Locale | None:
    """Return what Babel knows of a language or a variety; None when it knows none of that tag."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def template() -> Catalog:
    """Return all interface messages, as last listed from the code."""
    return read_po(BytesIO(template_path().read_bytes()), charset="utf-8")


def extract() -> Catalog:
    """Return all interface messages found in the templates and the code."""
    from babel.messages.extract import extract_from_dir  # only `make messages` needs it

    found = Catalog(domain="sitegen", charset="utf-8", fuzzy=False)
    for name, line, message, comments, context in extract_from_dir(
        PACKAGE,
        method_map=_METHODS,
        options_map=_OPTIONS,
        keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
    ):
        found.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def list_messages() -> Path:
    """Write the template of all catalogues; return its path."""
    path = template_path()
    boundary.write(path, _POT_HEADER + _written(extract()))
    return path


def update(lang: str) -> Path:
    """Bring the catalogue of `lang` up to date with the code, or begin it; return its path.

    English is what the code is written in, so that its catalogue fills itself. Raises `ContentError` when Babel knows
    no such language, or when the catalogue is damaged.
    """
    path, text = catalogue_path(lang), updated(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    boundary.write(path, text)
    _known.cache_clear()
    _lent.cache_clear()
    return path


def updated(lang: str) -> str:
    """Return what the catalogue of `lang` is to say, as for `update`."""
    known = locale(lang)
    if known is None:
        raise ContentError([unknown(lang, shown(lang))])
    begun = catalogue_path(lang).exists()
    catalog = _read(lang) if begun else Catalog(locale=known, domain="sitegen", charset="utf-8", fuzzy=False)
    catalog.update(extract(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if known.language == "en":
        for message in catalog:
            if message.id and not any(message.string or ()):
                message.string = message.id
    header = _HEADER.format(name=known.english_name, lang=lang, plurals=catalog.plural_forms)
    return header + _written(catalog)


def _written(catalog: Catalog) -> str:
    written = BytesIO()
    write_po(written, catalog, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return written.getvalue().decode("utf-8")


def template_path() -> Path:
    """Return where the list of all messages is kept."""
    return PACKAGE / "locale" / "sitegen.pot"


def unknown(lang: str, path: str) -> Finding:
    """Return the finding about a tag that is no language."""
    message = f"'{lang}' is no language that Babel knows; use a tag such as 'fr' or 'pt-BR'"
    return Finding(path, 1, "language/unknown", message)


def catalogue_path(lang: str) -> Path:
    """Return where the catalogue of `lang` is kept."""
    return PACKAGE / "locale" / lang / "LC_MESSAGES" / "sitegen.po"


def source(lang: str) -> str:
    """Return what a catalogue says, whatever its state; nothing where there is none."""
    path = catalogue_path(lang)
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def shown(lang: str) -> str:
    """Return the path of a catalogue as findings show it."""
    return catalogue_path(lang).relative_to(PACKAGE.parent.parent).as_posix()


def _read(lang: str) -> Catalog:
    path = shown(lang)
    try:
        content = boundary.read(catalogue_path(lang))
        text = pofile.checked(boundary.decoded(content))
        catalog = read_po(text.split("\n"), locale=Locale.parse(lang, sep="-"), domain="sitegen", abort_invalid=True)
    except pofile.DamagedError as error:
        raise ContentError([Finding(path, error.line, "interface/unreadable", str(error))]) from None
    except UnicodeDecodeError as error:
        line, message = content.count(b"\n", 0, error.start) + 1, "this file is not UTF-8; save it again as UTF-8"
        raise ContentError([Finding(path, line, "interface/unreadable", message)]) from None
    except OSError as error:
        message = f"this file cannot be read: {boundary.refusal(error)}"
        raise ContentError([Finding(path, 1, "interface/unreadable", message)]) from None
    except PoFileError as error:
        raise ContentError([Finding(path, error.lineno + 1, "interface/unreadable", _FORMS)]) from None
    catalog.charset = "utf-8"
    for entry in catalog:
        if isinstance(entry.string, tuple) and not all(entry.string):
            entry.string = ""  # one form of several would leave readers without the others
    return catalog


def _compile(catalog: Catalog) -> Translations:
    """Return a catalogue ready for use."""
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled, domain="sitegen")


def read(lang: str) -> Catalog:
    """Return the catalogue of `lang`, not to be changed; raises `ContentError` where it is damaged."""
    return _known(lang, catalogue_path(lang))[0]


def translations(lang: str, source: str | None = None) -> Translations:
    """Return the translations of `lang`; what it lacks is said in the `source` language.

    Raises `ContentError` where a catalogue is damaged, or both are missing.
    """
    if source in (None, lang):
        return _known(lang, catalogue_path(lang))[1]
    return _lent(lang, str(source), catalogue_path(lang), catalogue_path(str(source)))


def untranslated(lang: str, source: str) -> list[Message]:
    """Return the messages of the `source` language's catalogue that another one lacks.

    Raises `ContentError` where a catalogue is damaged.
    """
    known = read(lang) if catalogue_path(lang).exists() else Catalog()
    found = ((message, known.get(message.id, message.context)) for message in read(source) if message.id)
    return [wanted for wanted, told in found if told is None or not told.string or told.fuzzy]


@cache
def _known(lang: str, _: Path) -> tuple[Catalog, Translations]:
    catalog = _read(lang)
    return catalog, _compile(catalog)


@cache
def _lent(lang: str, source: str, path: Path, lender: Path) -> Translations:
    lent = _known(source, lender)[1]
    if not path.exists():
        return lent
    own = _compile(_known(lang, path)[0])
    own.add_fallback(lent)
    return own
