"""Which files are meant to be published: those of a list, by the ends of their names; whatever else lies there is not.

None of these can run anything in a browser but what stands in `docs/assets/`, which is the site's own.
"""

from __future__ import annotations

from pathlib import PurePosixPath

_ANYWHERE = {
    "pictures": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"),  # browsers show them on a page
    "documents": (".pdf", ".epub"),  # read as they are, on any machine
    "office documents": (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"),  # to fill in; the kinds without macros
    "data": (".csv", ".tsv", ".json", ".txt", ".ics"),  # for readers' own programs; browsers show their text
    "sound and film": (".mp3", ".m4a", ".ogg", ".opus", ".mp4", ".webm", ".vtt"),  # browsers play them
}
_OF_THE_SITE = {
    "style sheets": (".css",),  # named in mkdocs.yml
    "scripts": (".js",),  # named there, or loaded by one that is
    "fonts": (".woff2", ".woff", ".ttf", ".otf"),  # for style sheets
    "icons": (".ico",),  # older browsers' own form
}
_AT_THE_ROOT = {
    "CNAME": "files for hosts",  # GitHub and Codeberg read the domain from it
    "_headers": "files for hosts",  # Netlify and Cloudflare read headers from it
    "favicon.ico": "icons",  # browsers ask for it by themselves
    "site.webmanifest": "files for browsers",  # what a site that is kept on a telephone is called
    "manifest.webmanifest": "files for browsers",  # likewise
}
_TEMPLATES = {"templates": (".html",)}
"""What themes are changed with; not published themselves."""

ASSETS = "assets/"
"""Folder of `docs/` for what the site itself is made with."""


def beside_pages(path: str) -> str:
    """Return what a file in a language's folder is, in the plural; an empty text if nothing that is meant."""
    return _sort(path, _ANYWHERE)


def shared(path: str) -> str:
    """Return the same of a file in `docs/`."""
    if "/" not in path:
        return _AT_THE_ROOT.get(path) or _sort(path, _ANYWHERE)
    return _sort(path, _ANYWHERE | _OF_THE_SITE if path.startswith(ASSETS) else _ANYWHERE)


def in_theme(path: str) -> str:
    """Return the same of a file in the folder of templates."""
    return _sort(path, _ANYWHERE | _OF_THE_SITE | _TEMPLATES)


def right(path: str) -> str:
    """Say what to do with a file that is not meant where it is."""
    end = PurePosixPath(path).suffix.lower()
    if _sort(path, _OF_THE_SITE):
        return "style sheets, scripts and fonts belong in docs/assets/"
    return _RIGHT.get(end, f"remove it, or keep it elsewhere; what is published ends in {_KNOWN}")


_KNOWN = " ".join(end for ends in _ANYWHERE.values() for end in ends)
_RIGHT = {
    end: right
    for ends, right in {
        (".html", ".htm", ".xhtml", ".xht", ".shtml", ".xml", ".xsl", ".php", ".mjs", ".wasm", ".swf"): (
            "a browser would run what is in it, outside of all pages; write a page that ends in .md, or remove it"
        ),
        (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz"): (
            "nobody sees what is in it; put the files that readers shall have here, one by one"
        ),
        (".bmp", ".tif", ".tiff", ".heic", ".psd", ".eps", ".ai"): "save it as .png, .jpg or .webp",
        (".doc", ".docm", ".xls", ".xlsm", ".ppt", ".pptm", ".rtf", ".pages", ".numbers", ".key"): (
            "save it as .pdf, .docx, .xlsx or .pptx; if it is a key, remove it and have a new one made"
        ),
        (".pem", ".p12", ".pfx", ".jks", ".kdbx", ".ppk"): "it looks like a key; remove it and have a new one made",
    }.items()
    for end in ends
}


def _sort(path: str, sorts: dict[str, tuple[str, ...]]) -> str:
    end = PurePosixPath(path).suffix.lower()
    return next((name for name, ends in sorts.items() if end in ends), "")
