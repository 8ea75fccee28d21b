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


def files(extra: Mapping[str, Any], site_url: str) -> dict[str, str]:
    """Return path -> content of the file that Netlify and Cloudflare Pages read headers from.

    Its rule holds below the path of `site_url`, as those of `_redirects` do.
    """
    lines = (f"  {name}: {value}" for name, value in headers(extra.get(SETTING) or ()).items())
    return {"_headers": "\n".join([f"{urlsplit(site_url).path or '/'}*", *lines, ""])}
