"""Signs that nobody sees: refused where nothing needs them, and let be in the scripts that do."""

from __future__ import annotations

import pytest
from sitegen.check import unseen
from sitegen.course import yamlfile


@pytest.mark.parametrize(
    ("lang", "text", "told"),
    [
        ("fr", "un pro\u00adspect", "'pro·spect'"),
        ("fr", "un pro\u200bspect", "'pro·spect'"),
        ("fr", "un \u200bprospect", "'·prospect'"),
        ("fr", "un pro\u200cspect, un pro\u200dspect", "'pro·spect,', 'pro·spect'"),
        ("fr", "un \u2060prospect", "'·prospect'"),
        ("fr", "un \ufeffprospect", "'·prospect'"),
        ("fr", "un pros\u202epect", "'pros·pect'"),
        ("fr", "un\U000e0041 prospect", "'un·'"),
        ("fr", "a\u00adb c\u00add e\u00adf g\u00adh", "and so on for 1 more"),
        ("fr", "un\u00a0prix\u202f: 5\u2011%", ""),
        ("fr", "\U0001f469\u200d\U0001f3eb et \U0001f3f4\U000e0067\U000e0062\U000e007f", ""),
        ("fa", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", ""),
        ("he", "\u05d0 \u2066abc\u2069", ""),
        ("he", "\u05d0 a\u00adb", "'a·b'"),
        ("en", "\u05d0 \u2066abc\u2069", "'·abc·'"),
        ("km", "\u1797\u17b6\u179f\u17b6\u200b\u1781\u17d2\u1798\u17c2\u179a", ""),
    ],
)
def test_signs_that_nobody_sees(lang: str, text: str, told: str) -> None:
    name = f"{lang}/glossary.yml"
    document = yamlfile.Document(name, {}, {}, f"first: line\n{text}\n")
    found = [*unseen.check({lang: {}}, {name: document})]
    assert [finding.line for finding in found] == ([2] if told else [])
    assert all(told in finding.message for finding in found)
