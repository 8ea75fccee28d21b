"""The bar that a page carries while it is served, as long as there is something to be said; nothing of it is published.

It stands below the page and sticks to the lower edge of the window, with colours of its own for every page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ID = "to-correct"
"""Id of the bar, and of its place."""

_MOST = 4
_LONGEST = 300
_FINDING = re.compile(r"(?:content: )?([^:\n]++):(\d++): ([a-z]++/[a-z-]++): (.++)")


class Said(NamedTuple):
    """What a build said of something wrong."""

    text: str
    """One or more findings, a line each; or any other message."""
    warning: bool
    """Whether it stops only a strict build."""


class _Problem(NamedTuple):
    place: str
    rule: str
    message: str
    warning: bool


def bar(said: Iterable[Said]) -> str:
    """Return what a page shows of all that is to be corrected: a few, and how many more; nothing if all is well."""
    problems = sorted((each for one in said for each in _problems(one)), key=lambda problem: problem.warning)
    if not problems:
        return ""
    failed = not problems[0].warning
    more = len(problems) - _MOST
    rest = f"<p>and {more} more, in the window where the server runs</p>" if more > 0 else ""
    return _bar(
        "alert" if failed else "status",
        _headline(len(problems), failed=failed),
        f'<div role="group" tabindex="0" aria-label="What is to be corrected"><ul>'
        f"{''.join(map(_entry, problems[:_MOST]))}</ul>{rest}</div>",
    )


def before_it_is_built() -> str:
    """Return the bar of a site that was built at another time, while the present one is being built."""
    return _bar("status", "This is the site as it was built last. The present one is being built, and comes by itself.")


def _bar(role: str, headline: str, more: str = "") -> str:
    return (
        f'<div id="{ID}" role="{role}" lang="en" dir="ltr" translate="no">'
        f"<style>{_STYLE}</style><p><strong>{headline}</strong></p>{more}</div>"
    )


def without(said: Iterable[Said], file: str) -> list[Said]:
    """Return what was said without the findings of one file that is mended; warnings stay until the next build."""
    left = []
    for one in said:
        lines = one.text.split("\n")
        kept = [line for line in lines if not (found := _FINDING.fullmatch(line.strip())) or found[1] != file]
        if one.warning or len(kept) == len(lines):
            left.append(one)
        elif any(_FINDING.fullmatch(line.strip()) for line in kept):
            left.append(Said("\n".join(kept), warning=False))
    return left


def inserted(page: bytes, added: str) -> bytes:
    """Return a page with something added at its end."""
    before, end, after = page.rpartition(b"</body>")
    return b"".join([before, added.encode(), end, after]) if end else page + added.encode()


def waiting() -> str:
    """Return the page for every address of a site of which nothing is built yet."""
    return _page("Not built yet", "The site is shown here as soon as it is built.")


def left_out(command: str) -> str:
    """Return the page for what only another command makes."""
    return _page("Not made here", f"This is not made while you write; for it, run <code>{escape(command)}</code>.")


def _page(title: str, text: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>'
        f'<body style="font:1rem/1.5 system-ui;margin:0"><p style="padding:1rem">{text}</p></body></html>'
    )


def _headline(count: int, *, failed: bool) -> str:
    if failed:
        return f"Not built: {count} to correct. The page is the last version that could be built."
    return (
        f"Built, but {count} warning{'s' if count > 1 else ''} would stop a strict build, as <code>make site</code> is."
    )


def _problems(said: Said) -> Iterator[_Problem]:
    """Yield the findings in what was said, or that itself, shortened."""
    found = [match.groups() for line in said.text.split("\n") if (match := _FINDING.fullmatch(line.strip()))]
    for path, line, rule, message in found:
        yield _Problem(f"{path}:{line}", rule, message, said.warning)
    if not found:
        yield _Problem("", "", _shortened(said.text.removeprefix("content: ")), said.warning)


def _shortened(text: str) -> str:
    """Return a message that is no finding; of a traceback, what it ends with."""
    lines = [line for line in text.split("\n") if line.strip()]
    return "\n".join(lines[-2:] if any(line.startswith("Traceback") for line in lines) else lines)


def _entry(problem: _Problem) -> str:
    message = problem.message if len(problem.message) <= _LONGEST else f"{problem.message[:_LONGEST]}…"
    place = f"<code>{escape(problem.place)}</code> <b>{escape(problem.rule)}</b> " if problem.place else ""
    return f"<li>{place}{escape(message)}{' (warning)' if problem.warning else ''}</li>"


_STYLE = f"""
#{ID}{{background:#6b1410;border-top:3px solid #ffb4ab;bottom:0;box-sizing:border-box;color:#fff;\
font:14px/1.45 system-ui,sans-serif;max-height:45vh;overflow-wrap:anywhere;padding:8px 16px;position:sticky;\
display:flex;flex-direction:column;text-align:start;width:100%;z-index:3}}
#{ID}[role=status]{{background:#4a3200;border-color:#ffd27a}}
#{ID} p{{margin:0 0 4px}}
#{ID} [role=group]{{overflow:auto}}
#{ID} [role=group]:focus-visible{{outline:2px solid #fff}}
#{ID} ul{{list-style:disc;margin:0;padding:0 0 0 18px}}
#{ID} li{{margin:0 0 4px;white-space:pre-line}}
#{ID} code{{background:none;color:inherit;font:13px/1.45 ui-monospace,monospace;font-weight:700}}
html:has(#{ID}){{scroll-padding-bottom:45vh}}
@media print{{#{ID}{{display:none}}}}
"""
