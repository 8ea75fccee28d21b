"""How easily each written page reads, against what its language asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.course.prose import sentences
from sitegen.findings import Finding
from sitegen.language import ease

if TYPE_CHECKING:
    from sitegen.course.course import Course


@dataclass(frozen=True)
class Reading:
    """What was measured of one page."""

    path: str
    words: int
    ease: float | None
    """None where there are too few words for a score."""


def measure(course: Course, lang: str) -> list[Reading]:
    """Return what is measured of each written page of a language that has a scale."""
    if ease.scale(lang) is None:
        return []
    written = (page for page in course.pages[lang].values() if not page.generated and not page.borrowed)
    return [Reading(page.path, *ease.ease(list(sentences(page.body)), lang)) for page in written]


def check(course: Course) -> list[Finding]:
    """Return a warning for each page that reads less easily than its language's `reading_ease` asks."""
    return [
        Finding(
            course.pages[lang][found.path].file,
            1,
            "reading/hard",
            f"its reading ease is {found.ease:.0f}, and {course.documents[f'{lang}/course.yml'].path} asks for {wanted}"
            "; shorten sentences, or choose shorter words",
            warning=True,
        )
        for lang in course.languages
        if (wanted := course.wording[lang].course.reading_ease) is not None
        for found in measure(course, lang)
        if found.ease is not None and round(found.ease) < wanted
    ]
