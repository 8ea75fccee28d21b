"""The shapes of `cards.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sitegen.course.base import Id, Markdown, Model, Text


class Card(Model):
    """One card, and its cell of the table."""

    id: Id
    """Name of the card."""
    row: Id | None = None
    """The row where it belongs; a card without one has no place in the table."""
    column: Id | None = None
    """The column where it belongs."""

    @model_validator(mode="after")
    def _one_cell(self) -> Card:
        if (self.row is None) != (self.column is None):
            raise ValueError("a row and a column, or neither for a card that has no place in the table")
        return self


class CardsFile(Model):
    """`content/cards.yml`: a table, and cards to put into it."""

    rows: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The rows of the table, in their order."""
    columns: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The columns of the table, in their order."""
    cards: Annotated[tuple[Card, ...], Field(min_length=1)]
    """The cards, in the order in which they are numbered."""


class CardWording(Model):
    """Words of one card."""

    text: Text
    """What stands on the card."""
    answer: Text
    """What it shows, in a few words."""
    because: Markdown
    """The fact that decides, as a sentence."""


class CardsWording(Model):
    """`content/<lang>/cards.yml`."""

    corner: Text
    """What the rows are, above the first column of the table."""
    outside: Text
    """What is said of a card that has no place in the table."""
    rows: dict[Id, Text]
    """Row -> its title."""
    columns: dict[Id, Text]
    """Column -> its title."""
    cards: dict[Id, CardWording]
    """Card -> its words."""
