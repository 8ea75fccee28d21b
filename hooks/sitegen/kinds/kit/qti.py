"""QTI 2.1: a zip with a file for each question, which testing systems take.

The rules that score are written out: the template that stands for them is unknown to some readers, which then score 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kinds.kit.format import Format
from sitegen.kinds.kit.lom import lom
from sitegen.kinds.kit.xml import document, element, text
from sitegen.show.zipped import zipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sitegen.kinds.kit.about import About
    from sitegen.kinds.kit.items import Choice, Item

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ABOUT = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_SCHEMAS = (
    f"{_PACKAGE} http://www.imsglobal.org/xsd/imscp_v1p1.xsd "
    f"{_ABOUT} http://www.imsglobal.org/xsd/imsmd_v1p2p4.xsd "
    f"{_QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
)
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def write(items: Sequence[Item], about: About) -> bytes:
    """Return the zip."""
    files = {_file(item): document(_item(item, about.lang)) for item in items}
    files["test.xml"] = document(_test(items, about))
    files["imsmanifest.xml"] = document(_manifest(items, about))
    files["README.txt"] = "\n".join((about.title, *about.lines, "")).encode()
    return zipped(files)


def _file(item: Item) -> str:
    return f"items/{item.id}.xml"


def _item(item: Item, lang: str) -> str:
    return element(
        "assessmentItem",
        element(
            "responseDeclaration",
            element("correctResponse", element("value", item.right.id)),
            identifier="RESPONSE",
            cardinality="single",
            baseType="identifier",
        ),
        element(
            "outcomeDeclaration",
            element("defaultValue", element("value", "0")),
            identifier="SCORE",
            cardinality="single",
            baseType="float",
        ),
        element("outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier"),
        element("itemBody", *_paragraphs(item.stem), _interaction(item)),
        _scoring(item.right),
        *(_feedback(choice, item.reason) for choice in item.choices),
        xmlns=_QTI,
        identifier=item.id,
        title=item.title,
        adaptive="false",
        timeDependent="false",
        xml_lang=lang,
    )


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [element("p", text(each)) for each in texts]


def _interaction(item: Item) -> str:
    return element(
        "choiceInteraction",
        element("prompt", text(item.question)),
        *(element("simpleChoice", text(choice.text), identifier=choice.id) for choice in item.choices),
        responseIdentifier="RESPONSE",
        shuffle="false",
        maxChoices="1",
    )


def _scoring(right: Choice) -> str:
    given = element("variable", identifier="RESPONSE")
    wanted = element("baseValue", right.id, baseType="identifier")
    return element(
        "responseProcessing",
        element("setOutcomeValue", given, identifier="FEEDBACK"),
        element(
            "responseCondition",
            element("responseIf", element("match", given, wanted), _score("1")),
            element("responseElse", _score("0")),
        ),
    )


def _score(value: str) -> str:
    return element("setOutcomeValue", element("baseValue", value, baseType="float"), identifier="SCORE")


def _feedback(choice: Choice, reason: Iterable[str]) -> str:
    return element(
        "modalFeedback",
        *_paragraphs((choice.feedback, *reason)),
        outcomeIdentifier="FEEDBACK",
        identifier=choice.id,
        showHide="show",
    )


def _test(items: Sequence[Item], about: About) -> str:
    sets = dict.fromkeys(item.set for item in items)
    sections = [
        element(
            "assessmentSection",
            *(element("assessmentItemRef", identifier=item.id, href=_file(item)) for item in items if item.set == name),
            identifier=f"set{number}",
            title=name,
            visible="true",
        )
        for number, name in enumerate(sets, 1)
    ]
    part = element("testPart", *sections, identifier="part", navigationMode="nonlinear", submissionMode="individual")
    return element("assessmentTest", part, xmlns=_QTI, identifier="test", title=about.title)


def _manifest(items: Sequence[Item], about: About) -> str:
    resources = [_resource(item.id, "imsqti_item_xmlv2p1", _file(item)) for item in items]
    needed = [element("dependency", identifierref=item.id) for item in items]
    return element(
        "manifest",
        element("metadata", element("schema", "QTIv2.1 Package"), element("schemaversion", "1.0.0"), lom(about)),
        element("organizations"),
        element("resources", _resource("test", "imsqti_test_xmlv2p1", "test.xml", *needed), *resources),
        identifier=about.name,
        xmlns=_PACKAGE,
        xmlns_imsmd=_ABOUT,
        xmlns_xsi=_INSTANCE,
        xsi_schemaLocation=_SCHEMAS,
    )


def _resource(ident: str, kind: str, file: str, *needed: str) -> str:
    return element("resource", element("file", href=file), *needed, identifier=ident, type_=kind, href=file)


QTI = Format(
    "qti",
    "-qti.zip",
    lambda interface: interface.gettext("Questions for a testing system (QTI 2.1)"),
    write,
)
