"""What a host should send with every page beside the policy in it, which cannot forbid frames, nor what else is here.

The policy in a page (`policy.protect`) says what it may load and run; nothing here says it again, since of two policies
browsers follow both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SETTING = "embedding"
"""Under `extra` in the host's settings: the sites that may show pages of this one inside their own."""

ORIGIN = re.compile(r"https://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]+)?")
"""A site, as the policy names it."""

KEPT = {"Content-Type": "text/plain; charset=utf-8", "Content-Disposition": "attachment"}
"""What is sent besides with a text that a browser would show, wherever the link to it stands."""

_REFUSED = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
"""What no page here asks for, and none that is put into one may."""


def headers(embedding: Iterable[object] = ()) -> dict[str, str]:
    """Return name -> value of what is sent with every file; `embedding` are the sites that may frame this one."""
    sites = [str(site) for site in embedding if ORIGIN.fullmatch(str(site))]
    return {
        "Content-Security-Policy": " ".join(["frame-ancestors", "'self'", *sites]),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _REFUSED),
    }


def files(extra: Mapping[str, Any], site_url: str, kept: Iterable[str] = ()) -> dict[str, str]:
    """Return path -> content of the file that Netlify and Cloudflare Pages read headers from.

    Its rules hold below the path of `site_url`, as those of `_redirects` do; `kept` are texts that readers keep.
    """
    root = urlsplit(site_url).path or "/"
    rules = {f"{root}*": headers(extra.get(SETTING) or ()), **{f"{root}{path}": KEPT for path in kept}}
    lines = [line for path, sent in rules.items() for line in (path, *(f"  {name}: {sent[name]}" for name in sent))]
    return {"_headers": "\n".join([*lines, ""])}
