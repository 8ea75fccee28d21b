"""What programs that translate a page must leave as it is."""

from __future__ import annotations

import re


def verbatim(html: str) -> str:
    """Keep code in the body of a page from being translated; data of scripts stay as they are."""
    return _CODE.sub(lambda match: f'<{match[1]} translate="no"' if match[1] else match[0], html)


_CODE = re.compile(r"<script\b.*?</script>|<(code|pre)(?=[\s>])", re.DOTALL)
