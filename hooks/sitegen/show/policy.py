"""The content policy of every page: what it may load, run and send; and what no page may hold at all."""

from __future__ import annotations

import re
import secrets
from base64 import b64encode
from collections import Counter
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from jinja2.ext import Extension
from selectolax.lexbor import LexborHTMLParser

from sitegen import kept
from sitegen.course.allowed import FINISHED, over, scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.course.allowed import Allowed

OWN = f' data-own="{secrets.token_hex(16)}"'
"""Marks scripts and styles that stand in the source of a template: no text can know what is drawn at each start."""


class OwnExtension(Extension):
    """Marks the scripts and styles of a template, which needs the variable `own` to be `OWN`."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - theirs
        """Return the source of a template with its marks; what is made into a part of a page runs nothing by itself."""
        return source if name is None or name.endswith(".md.j2") else _BEGINS.sub(r"<\1{{ own }}", source)


_BEGINS = re.compile(r"<(script|style)(?=[\s>])")


class NotAllowedError(Exception):
    """A page that holds what none may; `faults` are what it is, as HTML has it."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(self.faults))


def protect(html: str, *, served: bool = False) -> str:
    """Return a finished page that loads and sends nothing beyond its own site, and runs and styles nothing but its own.

    Its own scripts and styles are those that templates have, which are known by their marks; no text can bring one.
    This must be the last change to the page, since scripts are named by their hashes. One that is `served` while people
    write has no policy: the host adds a script to it. Raises `NotAllowedError` for a page with anything that is not on
    the list (`allowed.FINISHED`), and `ValueError` for one without the place of the policy, `<meta charset="utf-8">`.
    """
    if _CHARSET not in html:
        raise ValueError(f"the page has no {_CHARSET}")
    checked(html)
    scripts, styles = (_sources(pattern.findall(html)) for pattern in (_SCRIPT, _STYLE))
    policy = (
        f"default-src 'self'; script-src {scripts}; style-src {styles}; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; object-src 'none'"
    )
    said = "" if served else f'{_POLICY}{policy}">'
    return html.replace(OWN, "").replace(_CHARSET, f"{_CHARSET}{said}", 1)


def without_policy(page: bytes) -> bytes:
    """Return a page as if it were served: what a server adds to it may run."""
    before, found, after = page.partition(_POLICY.encode())
    return before + after.partition(b">")[2] if found else page


def protected(html: str, *, served: bool = False) -> str:
    """Do the same, and keep the result between runs: for pages of which nothing else is kept."""
    return kept.result("protected", (*html.split(OWN), served), lambda: protect(html, served=served))


def checked(html: str) -> str:
    """Return HTML of a finished page, or a part of one, as it is; raises `NotAllowedError` as `protect` does."""
    if found := list(faults(html, FINISHED)):
        raise NotAllowedError(found)
    return html


def faults(html: str, allowed: Allowed) -> Iterator[str]:
    """Yield what is not allowed in some HTML, as browsers read it: elements, attributes, and ids that stand twice."""
    ids: Counter[str] = Counter()
    for element in LexborHTMLParser(html, is_fragment=allowed is not FINISHED).css("*"):
        name, attributes = str(element.tag), element.attributes
        known = _over(name, tuple(attributes.items()), allowed)
        yield from (_shown(name, attribute, attributes) for attribute in known)
        if name in {"script", "style"} and not _is_own(element):
            yield f"<{name}>"
        if ident := attributes.get("id"):
            ids[ident] += 1
    yield from (f'id="{ident}"' for ident, count in ids.items() if count > 1)


@lru_cache(maxsize=16384)  # most elements of a page stand on others as well
def _over(name: str, attributes: tuple[tuple[str, str | None], ...], allowed: Allowed) -> tuple[str, ...]:
    return tuple(over(name, dict(attributes), allowed))


def _shown(name: str, fault: str, attributes: dict[str, str | None]) -> str:
    return f'{fault}="{attributes[fault] or ""}"' if fault in attributes else f"<{name}>"


def _is_own(element: LexborNode) -> bool:
    """Tell whether a script is a template's, or a widget's: a file of this site, or data that nothing runs."""
    attributes = element.attributes
    if f' data-own="{attributes.get("data-own")}"' == OWN:
        return True
    kind, source = attributes.get("type"), attributes.get("src")
    is_data = bool(kind and kind.endswith(("/json", "+json")))
    return element.tag == "script" and (is_data or bool(source and not scheme(source)))


_CHARSET = '<meta charset="utf-8">'
_POLICY = '<meta http-equiv="Content-Security-Policy" content="'
_SCRIPT = re.compile(rf'<script{OWN}(?![^>]*(?: src=|[/+]json"))[^>]*>(.*?)</script>', re.DOTALL)
_STYLE = re.compile(rf"<style{OWN}[^>]*>(.*?)</style>", re.DOTALL)


def _sources(texts: Iterable[str]) -> str:
    hashes = {b64encode(sha256(text.encode()).digest()).decode() for text in texts}
    return " ".join(["'self'", *(f"'sha256-{each}'" for each in sorted(hashes))])
