"""Code is not translated, wherever it stands in a page."""

from __future__ import annotations

import pytest
from sitegen.show.verbatim import verbatim


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p><code>a</code></p>", '<p><code translate="no">a</code></p>'),
        ('<pre class="x"><code>a</code></pre>', '<pre translate="no" class="x"><code translate="no">a</code></pre>'),
        ('<script type="application/json">{"a": "<code>a</code>"}</script>', None),
        ("<codes>a</codes> <precise>b</precise>", None),
        ('<script type="application/json">{"a": "\\u003ccode>"}</script>', None),
    ],
)
def test_code_is_marked(html: str, wanted: str | None) -> None:
    assert verbatim(html) == (wanted or html)
