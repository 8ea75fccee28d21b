"""SVG pictures: those that only show something are let in, and nothing that runs, loads or leads elsewhere."""

from __future__ import annotations

import time

import pytest
from courses import PROJECT
from sitegen.course import inert

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
PHOTOGRAPH = "data:image/png;base64,iVBORw0KGgo="

INERT = [
    "",
    '<path d="M0 0h9"/><g style="fill: url(#a); stroke: url(\'#b\')" fill="url( #a )"/>',
    '<style>.a { fill: red } .b { mask: url("#m") }</style>',
    '<use href="#a"/><use xlink:href=" #a"/>',
    f'<image href="{PHOTOGRAPH}" xlink:href="{PHOTOGRAPH}"/>',
    "<text>on click: url(http://x), @import, C:\\x, javascript:x</text><title>&lt;script&gt;</title>",
    '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:about=""/></metadata>',
    '<s:namedview xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" s:docname="C:\\a.svg" s:once="1"/>',
]

LIVE = [
    "<script/>",
    "<script>alert(1)</script>",
    '<script href="x.js"/>',
    '<a href="https://x.example"/>',
    '<a xlink:href="javascript:alert(1)"><path/></a>',
    '<set attributeName="onload" to="alert(1)"/>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    "<foreignObject/>",
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="x.html"/>',
    '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/>',
    '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    '<metadata><script xmlns="http://www.w3.org/2000/svg">alert(1)</script></metadata>',
    '<path onclick="alert(1)"/>',
    '<path ONCLICK="alert(1)"/>',
    '<use href="other.svg#a"/>',
    '<use href="data:image/svg+xml;base64,PHN2Zz4="/>',
    '<use xlink:href="&#106;avascript:alert(1)"/>',
    '<image href="https://x.example/a.png"/>',
    '<image href="data:text/html,x"/>',
    '<feImage href="a.png"/>',
    '<g xml:base="https://x.example/"/>',
    '<path style="fill: url(https://x.example)"/>',
    "<path fill=\"url( 'https://x.example')\"/>",
    '<path style="fill: u\\72l(x)"/>',
    "<path cursor=\"image-set('x' 1x)\"/>",
    "<style>@import 'x.css';</style>",
    "<style>@im<!-- -->port 'x.css';</style>",
    "<style><![CDATA[a { mask: url(x) }]]></style>",
    "<style>@font-face { src: url(x) }</style>",
    "<?xml-stylesheet href='x.xsl' type='text/xsl'?>",
    "<handler/>",
    "<video/>",
    "<path>",
    "&undefined;",
]

ABOVE = [
    ('<?xml version="1.0" encoding="utf-8"?>', True),
    ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">', True),
    ("<!-- Drawn by hand -->", True),
    ("\ufeff", True),
    ('<?xml version="1.0" encoding="UTF-7"?>', False),
    ('<?xml version="1.0" encoding="ISO-2022-JP"?>', False),
    ("<?xml-stylesheet href='x.css'?>", False),
    ('<!DOCTYPE svg [<!ENTITY a "b">]>', False),
    ('<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>', False),
]


@pytest.mark.parametrize("inside", INERT)
def test_what_is_only_seen_is_let_in(inside: str) -> None:
    assert inert.problem(PLAIN.format("", inside).encode()) == ""


@pytest.mark.parametrize("inside", LIVE)
def test_what_does_more_is_not(inside: str) -> None:
    assert inert.problem(PLAIN.format("", inside).encode())
    assert inert.problem(PLAIN.format("", f"<g><path/>{inside}</g>").encode())


@pytest.mark.parametrize(("above", "right"), ABOVE)
def test_what_stands_above_a_picture(above: str, right: bool) -> None:
    assert (inert.problem((above + PLAIN.format("", "")).encode()) == "") is right


@pytest.mark.parametrize("attribute", ['onload="alert(1)"', "onload='x'", 'xml:base="x"'])
def test_the_picture_as_a_whole_is_looked_at(attribute: str) -> None:
    assert inert.problem(PLAIN.format(attribute, "").encode())


@pytest.mark.parametrize("data", [b"\xff\xfe<\x00s\x00", b"\x1f\x8b\x08", b"<", b"\x00<", PLAIN.encode("utf-16")])
def test_what_cannot_be_read_is_not_let_in(data: bytes) -> None:
    assert inert.problem(data)


@pytest.mark.parametrize("data", [b"", b"\x00", "é > &".encode()])
def test_what_has_no_element_does_nothing(data: bytes) -> None:
    assert inert.problem(data) == ""


def test_a_declared_version_is_no_way_round() -> None:
    """Browsers read on where others stop."""
    assert inert.problem(('<?xml version="1.1"?>' + PLAIN.format("", "<script/>")).encode())


@pytest.mark.parametrize("one", ["<g>", "<style>", "<!-- -->", "a", "<path style='fill: url('/>", "<g a='url(url('>"])
def test_a_large_one_is_read_in_no_time(one: str) -> None:
    start = time.monotonic()
    inert.problem(PLAIN.format("", one * 20_000).encode())
    assert time.monotonic() - start < 2


def test_the_pictures_of_the_site_only_show_something() -> None:
    pictures = [*PROJECT.glob("docs/**/*.svg"), *PROJECT.glob("content/**/*.svg")]
    assert len(pictures) > 2
    assert [picture for picture in pictures if inert.problem(picture.read_bytes())] == []
