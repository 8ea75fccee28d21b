"""What HTML from other sites is to be replaced by: a link, written out."""

from __future__ import annotations

import pytest
from sitegen.course import commonmark, elements

FILM = "https://www.youtube.com/watch?v=k9r-3xV_2Lw"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/k9r-3xV_2Lw?si=Qm4" title="A film"></iframe>',
            f"[A film]({FILM})",
        ),
        ('<iframe src="//www.youtube-nocookie.com/embed/k9r-3xV_2Lw"></iframe>', f"[What it shows]({FILM})"),
        ('<iframe src="https://player.vimeo.com/video/12?h=1"></iframe>', "[What it shows](https://vimeo.com/12)"),
        ('<embed src="https://a.example/b.pdf" title="The [plan] `b`">', "[The plan b](https://a.example/b.pdf)"),
        ('<object data="https://a.example/b_(1).pdf"></object>', "[What it shows](address)"),
        ('<iframe src="javascript:alert(1)"></iframe>', "[What it shows](address)"),
        (f'<iframe src="https://a.example/{"b" * 300}"></iframe>', "[What it shows](address)"),
        ("![A train](https://a.example/b.png)", "[A train](https://a.example/b.png)"),
        ('<img src="https://a.example/b.png" alt="A train">', "[A train](https://a.example/b.png)"),
    ],
)
def test_what_comes_from_another_site_is_told_with_a_link_instead(text: str, link: str) -> None:
    (finding,) = elements.refused(commonmark.read(text), "content/en/index.md")
    assert finding.rule == "html/foreign"
    assert link in finding.message
    assert ("docs/assets/" in finding.message) == ("png" in text)
