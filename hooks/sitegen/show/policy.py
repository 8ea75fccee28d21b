"""The content policy of every page: what it may load, run and send."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def protect(html: str) -> str:
    """Let a page load and send nothing beyond its own site, and run no script and no style but those it is built with.

    Those inside the page are known by their hashes, so this must be the last change to it. Raises `ValueError` for a
    page without the place of the policy, `<meta charset="utf-8">`.
    """
    if _CHARSET not in html:
        raise ValueError(f"the page has no {_CHARSET}")
    scripts, styles = (_sources(pattern.findall(html)) for pattern in (_SCRIPT, _STYLE))
    policy = (
        f"default-src 'self'; script-src {scripts}; style-src {styles}; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; object-src 'none'"
    )
    return html.replace(_CHARSET, f'{_CHARSET}<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


_CHARSET = '<meta charset="utf-8">'
_SCRIPT = re.compile(r"<script(?![^>]*(?: src=|/json\"))[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def _sources(texts: Iterable[str]) -> str:
    hashes = {b64encode(sha256(text.encode()).digest()).decode() for text in texts}
    return " ".join(["'self'", *(f"'sha256-{each}'" for each in sorted(hashes))])
