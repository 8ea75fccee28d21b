"""The registry: the one place that names all kinds of content. A new kind is a folder here and a line below."""

from __future__ import annotations

from sitegen.kinds.accessibility import ACCESSIBILITY
from sitegen.kinds.analogies import ANALOGIES
from sitegen.kinds.before_after import BEFORE_AFTER
from sitegen.kinds.calculator import CALCULATOR
from sitegen.kinds.cards import CARDS
from sitegen.kinds.cases import CASES
from sitegen.kinds.changes import CHANGES
from sitegen.kinds.copies import COPIES
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.glossary import GLOSSARY
from sitegen.kinds.illustrations import ILLUSTRATIONS
from sitegen.kinds.kit import KIT
from sitegen.kinds.license import LICENSE
from sitegen.kinds.publisher import PUBLISHER
from sitegen.kinds.quiz import QUIZ
from sitegen.kinds.room import ROOM
from sitegen.kinds.sessions import SESSIONS
from sitegen.kinds.sheets import SHEETS
from sitegen.kinds.sorting import SORTING
from sitegen.kinds.translations import TRANSLATIONS

KINDS = (
    QUIZ,
    ANALOGIES,
    EXAMPLES,
    CASES,
    GLOSSARY,
    ILLUSTRATIONS,
    CALCULATOR,
    SORTING,
    BEFORE_AFTER,
    PUBLISHER,
    LICENSE,
    TRANSLATIONS,
    COPIES,
    KIT,
    ROOM,
    CHANGES,
    ACCESSIBILITY,
    CARDS,
    SESSIONS,
    SHEETS,
)
