"""What can be wrong with cards and their table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.cards.shape import CardsFile


def check(file: CardsFile, document: Document) -> Iterator[Finding]:
    """Yield names that stand twice, and cells that the table does not have."""
    named = {"rows": file.rows, "columns": file.columns, "cards": tuple(card.id for card in file.cards)}
    for part, ids in named.items():
        for index, ident in enumerate(ids):
            if ident in ids[:index]:
                message = f"'{ident}' stands here a second time; each id is unique"
                yield document.finding((part, index), "reference/duplicate", message)
    for index, card in enumerate(file.cards):
        for part, name, known in (("row", card.row, file.rows), ("column", card.column, file.columns)):
            if name is not None and name not in known:
                message = f"the table has no {part} '{name}'{choices(name, known)}"
                yield document.finding(("cards", index, part), "reference/unknown", message)
