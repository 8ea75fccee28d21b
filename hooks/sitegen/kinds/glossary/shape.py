"""The shape of `glossary.yml`, which is wording alone."""

from __future__ import annotations

from pydantic import StrictBool

from sitegen.course.base import Markdown, Model, Text


class Term(Model):
    """One entry of `content/<lang>/glossary.yml`; all but `term` are Markdown."""

    term: Text
    """The term, as it is listed."""
    definition: Markdown
    """What it means, in a sentence or two."""
    avoid: Markdown | None = None
    """What it must not be confused with, or called."""
    forms: tuple[Text, ...] = ()
    """Other wordings of the term that get its hint; plurals need not be named."""
    hint: StrictBool = True
    """Whether its first use on a page shows the definition; false for a word that often means something else."""
    variants: tuple[Text, ...] = ()
    """Wordings that are not to be used for it, unless as a quotation."""
    aliases: tuple[Text, ...] = ()
    """Other words by which readers may look for it; search finds it by its forms and variants anyway."""
