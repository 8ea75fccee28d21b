"""The interface in each language: gettext catalogues for words, Babel for names, lists and numbers."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from sitegen.language.catalogues import translations
from sitegen.language.gaps import filled
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from collections.abc import Iterable


class Interface:
    """Words and formats of one language."""

    def __init__(self, lang: str, locale: str | None = None, source: str | None = None) -> None:
        """`source` is the language that lends the words that are missing."""
        self.lang = lang
        self.tag = locale or lang
        """What `Intl` in a browser takes for the same lists and numbers."""
        self.locale = Locale.parse(self.tag, sep="-")
        self.translations = translations(lang, source)

    def gettext(self, message: str, **values: Any) -> str:
        """Return the translation of an interface string, set in the language's typography, its gaps filled."""
        return filled(polish(str(self.translations.gettext(message)), self.lang), values)

    def ngettext(self, singular: str, plural: str, number: int, **values: Any) -> str:
        """Return the translation in the plural form that `number` takes, which fills the gap `num`."""
        told = polish(str(self.translations.ngettext(singular, plural, number)), self.lang)
        return filled(told, {"num": number, **values})

    def list(self, items: Iterable[str], *, either: bool = False) -> str:
        """Join `items` as in a sentence of the language, by "and", or by "or" where `either` is enough."""
        return str(format_list(list(items), style="or" if either else "standard", locale=self.locale))

    def number(self, value: float) -> str:
        """Write a number with the language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def percent(self, share: float) -> str:
        """Write a share in per cent, to the tenth."""
        return str(format_percent(round(share, 3), locale=self.locale, decimal_quantization=False))

    def megabytes(self, size: int) -> str:
        """Write a number of bytes in megabytes, to the tenth."""
        return str(format_unit(round(size / 1e6, 1), "digital-megabyte", "short", locale=self.locale))

    def kilobytes(self, size: int) -> str:
        """Write a number of bytes in kilobytes, at least one."""
        return str(format_unit(max(1, round(size / 1e3)), "digital-kilobyte", "short", locale=self.locale))

    def date(self, day: str) -> str:
        """Write a day, given as 2026-11-29, as the language does."""
        return str(format_date(date.fromisoformat(day), format="long", locale=self.locale))

    def name(self, lang: str | None = None) -> str:
        """Return the name of a language (this one by default) in this language."""
        return _name(lang or self.lang, self.locale)


@cache
def _name(lang: str, said_in: Locale) -> str:
    return str(Locale.parse(lang, sep="-").get_display_name(said_in))


def territorial(tag: str) -> str:
    """Return a tag with the territory where it is most likely spoken, as `fr_FR`: the form that Open Graph asks for."""
    found = Locale.parse(tag, sep="-")
    likely = get_global("likely_subtags").get(found.language, "").rpartition("_")[2]
    territory = found.territory or likely
    return f"{found.language}_{territory}" if territory else str(found.language)


@cache
def direction(lang: str) -> str:
    """Return in which direction a language is written, `ltr` or `rtl`."""
    return str(Locale.parse(lang, sep="-").text_direction)
