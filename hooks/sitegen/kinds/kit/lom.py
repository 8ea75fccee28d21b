"""What a manifest says of its package, in the words of IMS metadata 1.2: SCORM 1.2 and QTI 2.1 take the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kinds.kit.xml import element, text

if TYPE_CHECKING:
    from sitegen.kinds.kit.about import About


def lom(about: About) -> str:
    """Return the metadata, whose namespace the manifest calls `imsmd`: title, language, all else; last the rights."""

    def said(value: str) -> str:
        return element("imsmd:langstring", text(value), xml_lang=about.lang)

    def coded(value: str) -> str:
        return element("imsmd:langstring", value, xml_lang="x-none")

    general = element(
        "imsmd:general",
        element("imsmd:title", said(about.title)),
        element("imsmd:language", about.lang),
        element("imsmd:description", said(" ".join(about.lines))),
    )
    rights = element(
        "imsmd:rights",
        element(
            "imsmd:copyrightandotherrestrictions",
            element("imsmd:source", coded("LOMv1.0")),
            element("imsmd:value", coded("yes")),
        ),
        element("imsmd:description", said(about.rights)),
    )
    return element("imsmd:lom", general, rights)
