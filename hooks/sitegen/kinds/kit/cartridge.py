"""Common Cartridge 1.1, thin: no page, only links to the permanent addresses of those that trainers use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kinds.kit.format import Format
from sitegen.kinds.kit.xml import document, element, text
from sitegen.show.zipped import zipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.kinds.kit.about import About, Place
    from sitegen.kinds.kit.items import Item

_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_ABOUT = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_AT = "http://www.imsglobal.org/profile/cc/ccv1p1"
_SCHEMAS = (
    f"{_PACKAGE} {_AT}/ccv1p1_imscp_v1p2_v1p0.xsd {_ABOUT} {_AT}/LOM/ccv1p1_lommanifest_v1p0.xsd "
    f"{_LINK} {_AT}/ccv1p1_imswl_v1p1.xsd"
)


def write(items: Sequence[Item], about: About) -> bytes:
    """Return the package; it needs places, and no questions."""
    files = {_file(place): document(_link(place)) for place in about.places}
    files["imsmanifest.xml"] = document(_manifest(about))
    return zipped(files)


def _file(place: Place) -> str:
    return f"links/{place.id}.xml"


def _link(place: Place) -> str:
    return element(
        "webLink",
        element("title", text(place.title)),
        element("url", href=place.address, target="_blank"),
        xmlns=_LINK,
        xmlns_xsi=_INSTANCE,
        xsi_schemaLocation=f"{_LINK} {_AT}/ccv1p1_imswl_v1p1.xsd",
    )


def _manifest(about: About) -> str:
    shown = [
        element("item", element("title", text(place.title)), identifier=f"item_{place.id}", identifierref=place.id)
        for place in about.places
    ]
    module = element("item", element("title", text(about.title)), *shown, identifier="module")
    organization = element(
        "organization",
        element("item", module, identifier="root"),
        identifier="organization",
        structure="rooted-hierarchy",
    )
    resources = [
        element("resource", element("file", href=_file(place)), identifier=place.id, type_="imswl_xmlv1p1")
        for place in about.places
    ]
    return element(
        "manifest",
        element("metadata", element("schema", "IMS Common Cartridge"), element("schemaversion", "1.1.0"), _lom(about)),
        element("organizations", organization),
        element("resources", *resources),
        identifier=about.name,
        xmlns=_PACKAGE,
        xmlns_lomimscc=_ABOUT,
        xmlns_xsi=_INSTANCE,
        xsi_schemaLocation=_SCHEMAS,
    )


def _lom(about: About) -> str:
    def said(value: str) -> str:
        return element("lomimscc:string", text(value), language=about.lang)

    general = element(
        "lomimscc:general",
        element("lomimscc:title", said(about.title)),
        element("lomimscc:language", about.lang),
        element("lomimscc:description", said(" ".join(about.lines))),
    )
    rights = element(
        "lomimscc:rights",
        element("lomimscc:copyrightAndOtherRestrictions", element("lomimscc:value", "yes")),
        element("lomimscc:description", said(about.rights)),
    )
    return element("lomimscc:lom", general, rights)


CARTRIDGE = Format(
    "cartridge",
    ".imscc",
    lambda interface: interface.gettext("Links to the pages of the course (Common Cartridge 1.1)"),
    write,
    linked=True,
)
