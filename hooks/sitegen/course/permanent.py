"""Permanent addresses: `/c/<id>/` for chapters and other pages, `/c/<folder>/<id>/` for generated ones.

They lead to the page in the reader's language. Whether one that was published is gone is asked in `check.permanent`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.course.course import Course


def addresses(course: Course, moved: Mapping[str, str]) -> dict[str, str]:
    """Return language-neutral address -> path of the page, what was retired last.

    `course` has its generated pages; `moved` are the addresses of entries that were retired -> the page that stands
    for them now.
    """
    named = course.file.addressed
    found = {f"c/{ident}/": path for ident, path in named.items()}
    for path, page in course.pages[course.source].items():
        if page.generated and not page.meta.unlisted:
            found[f"c/{path.removesuffix('.md')}/"] = path
    found |= moved
    return found | {f"c/{gone.page}/": named[gone.now] for gone in course.file.retired if gone.page and gone.now}
