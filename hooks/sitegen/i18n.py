"""The interface in each language: gettext catalogues for words, Babel for names, lists and numbers."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.messages import Catalog
from babel.messages.catalog import TranslationError
from babel.messages.checkers import python_format
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations

from sitegen.findings import ContentError, Finding
from sitegen.typography import polish

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.course import Course

PACKAGE = Path(__file__).parent
COMMENT = ("{%#", "#%}")
"""Comment marks of the Markdown templates, whose `{#id}` is no comment."""

_METHODS = [("templates/**.j2", "jinja2"), ("**.py", "python")]
_OPTIONS = {
    "templates/**.j2": {
        "newstyle_gettext": "true",
        "silent": "false",
        "comment_start_string": COMMENT[0],
        "comment_end_string": COMMENT[1],
    }
}
_PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)")
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

_ENTRY = (
    "this catalogue cannot be read here, or just above ({reason}); an entry is a line 'msgid \"…\"' and a line "
    "'msgstr \"…\"', or 'msgid \"…\"', 'msgid_plural \"…\"', 'msgstr[0] \"…\"', 'msgstr[1] \"…\"' and so on"
)


class Interface:
    """Words and formats of one language."""

    def __init__(self, lang: str, locale: str | None = None) -> None:
        self.lang = lang
        self.tag = locale or lang
        """What `Intl` in a browser takes for the same lists and numbers."""
        self.locale = Locale.parse(self.tag, sep="-")
        self.translations = _translations(lang)

    def gettext(self, message: str) -> str:
        """Return the translation of an interface string, set in the language's typography."""
        return polish(str(self.translations.gettext(message)), self.lang)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the translation in the plural form that `number` takes."""
        return polish(str(self.translations.ngettext(singular, plural, number)), self.lang)

    def list(self, items: Iterable[str], *, either: bool = False) -> str:
        """Join `items` as in a sentence of the language, by "and", or by "or" where `either` is enough."""
        return str(format_list(list(items), style="or" if either else "standard", locale=self.locale))

    def number(self, value: float) -> str:
        """Write a number with the language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def percent(self, share: float) -> str:
        """Write a share in per cent, to the tenth."""
        return str(format_percent(round(share, 3), locale=self.locale, decimal_quantization=False))

    def name(self, lang: str | None = None) -> str:
        """Return the name of a language (this one by default) in this language."""
        return str(Locale.parse(lang or self.lang, sep="-").get_display_name(self.locale))


def check(languages: Iterable[str], course_file: str) -> list[Finding]:
    """Return what the catalogues of `languages` lack: a catalogue, a message, a placeholder, a plural form."""
    wanted = template()
    findings = []
    for lang in languages:
        if _locale(lang) is None:
            findings.append(_unknown(lang, course_file))
            continue
        path = catalogue_path(lang)
        if not path.exists():
            message = f"'{lang}' has no interface catalogue; begin one with 'make messages LANGUAGE={lang}'"
            findings.append(Finding(course_file, 1, "language/no-catalogue", message))
            continue
        findings.extend(_catalogue_findings(lang, wanted))
    return findings


def check_varieties(course: Course) -> list[Finding]:
    """Return the `locale` of each language that Babel does not know, or that is another language's."""
    findings = []
    for lang, words in course.wording.items():
        chosen, folder = words.course.locale, _locale(lang)
        if chosen and folder and getattr(_locale(chosen), "language", None) != folder.language:
            message = f"'{chosen}' is no variety of '{lang}'; use a tag such as 'en-GB' or 'fr-CA', or leave it out"
            findings.append(course.documents[f"{lang}/course.yml"].finding(("locale",), "language/variety", message))
    return findings


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _unknown(lang: str, path: str) -> Finding:
    message = f"'{lang}' is no language that Babel knows; use a tag such as 'fr' or 'pt-BR'"
    return Finding(path, 1, "language/unknown", message)


def template() -> Catalog:
    """Return all interface messages found in the templates and the code."""
    found = Catalog(domain="sitegen", charset="utf-8", fuzzy=False)
    for name, line, message, comments, context in extract_from_dir(
        PACKAGE,
        method_map=_METHODS,
        options_map=_OPTIONS,
        keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
    ):
        found.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def update(lang: str) -> Path:
    """Bring the catalogue of `lang` up to date with the code, or begin it; return its path.

    English is what the code is written in, so that its catalogue fills itself. Raises `ContentError` when Babel knows
    no such language, or when the catalogue is damaged.
    """
    path = catalogue_path(lang)
    locale = _locale(lang)
    if locale is None:
        raise ContentError([_unknown(lang, _shown(lang))])
    catalog = _read(lang) if path.exists() else Catalog(locale=locale, domain="sitegen", charset="utf-8", fuzzy=False)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if locale.language == "en":
        for message in catalog:
            if message.id and not any(message.string or ()):
                message.string = message.id
    written = BytesIO()
    write_po(written, catalog, width=100, omit_header=True, sort_output=True, include_lineno=False)
    header = _HEADER.format(name=locale.english_name, lang=lang, plurals=catalog.plural_forms)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + written.getvalue().decode("utf-8"), encoding="utf-8")
    _translations.cache_clear()
    return path


def catalogue_path(lang: str) -> Path:
    """Return where the catalogue of `lang` is kept."""
    return PACKAGE / "locale" / lang / "LC_MESSAGES" / "sitegen.po"


def _shown(lang: str) -> str:
    """Return the path of a catalogue as findings show it."""
    return catalogue_path(lang).relative_to(PACKAGE.parent.parent).as_posix()


class _Lines:
    """The lines of a catalogue, and how far they have been read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reached = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.path.read_bytes().split(b"\n"):
            self.reached += 1
            yield line.decode("utf-8")


def _read(lang: str) -> Catalog:
    """Return the catalogue of `lang`; raises `ContentError` where it is damaged."""
    lines = _Lines(catalogue_path(lang))
    try:
        catalog = read_po(lines, locale=Locale.parse(lang, sep="-"), domain="sitegen", abort_invalid=True)
        catalog.charset = "utf-8"
        _compile(catalog)
    except (PoFileError, ValueError, OSError) as error:
        line, message = _damage(error, lines.reached)
        raise ContentError([Finding(_shown(lang), line, "interface/unreadable", message)]) from error
    return catalog


def _damage(error: Exception, reached: int) -> tuple[int, str]:
    """Return where and why a catalogue cannot be read; `reached` is the last line that was."""
    if isinstance(error, UnicodeDecodeError):
        return reached, "this file is not UTF-8; save it again as UTF-8"
    if isinstance(error, OSError):
        return 1, f"this file cannot be read ({error.strerror})"
    line, reason = reached, str(error)
    if isinstance(error, PoFileError):
        line, reason = error.lineno + 1, reason.removesuffix(f" on {error.lineno}")
    return line, _ENTRY.format(reason=" ".join(reason.split()))


def _compile(catalog: Catalog) -> Translations:
    """Return a catalogue ready for use; raises `ValueError` when its header is damaged."""
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled, domain="sitegen")


@cache
def _translations(lang: str) -> Translations:
    return _compile(_read(lang))


def _catalogue_findings(lang: str, wanted: Catalog) -> Iterable[Finding]:
    try:
        catalog = _read(lang)
    except ContentError as error:
        yield from error.findings
        return
    path = _shown(lang)
    for message in wanted:
        if not message.id:
            continue
        translated = catalog.get(message.id, message.context)
        shown = message.id if isinstance(message.id, str) else message.id[0]
        strings = (
            translated.string
            if translated and isinstance(translated.string, tuple)
            else [translated and translated.string]
        )
        line = (translated and translated.lineno) or 1
        if not translated or not all(strings) or translated.fuzzy:
            yield Finding(path, line, "interface/missing", f"'{shown}' is not translated")
            continue
        if isinstance(message.id, str) and _placeholders(str(translated.string)) != _placeholders(message.id):
            yield Finding(
                path, line, "interface/placeholder", f"'{shown}': the translation needs the same placeholders"
            )
            continue
        try:
            python_format(catalog, translated)
        except TranslationError as error:
            yield Finding(path, line, "interface/placeholder", f"'{shown}': {error}")


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))
