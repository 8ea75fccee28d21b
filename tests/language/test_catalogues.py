"""Interface strings: complete in every language, updated from the code, and formatted as each language does."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from courses import CORE
from golden import cases
from sitegen.check import interface
from sitegen.findings import ContentError
from sitegen.language import catalogues, i18n
from sitegen.language.typography import NARROW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

SHIPPED = sorted(path.name for path in (catalogues.PACKAGE / "locale").iterdir() if path.is_dir())


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the core whose catalogues may be changed."""
    copy = tmp_path / "hooks" / "sitegen"
    shutil.copytree(CORE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(catalogues, "PACKAGE", copy)
    catalogues._known.cache_clear()
    yield copy
    catalogues._known.cache_clear()


def test_languages_of_the_real_course_are_shipped() -> None:
    assert {"fr", "en"} <= set(SHIPPED)


@pytest.mark.parametrize("lang", SHIPPED)
def test_catalogue_is_complete(lang: str) -> None:
    assert interface.check([lang], lang, "content/course.yml") == []


@pytest.mark.parametrize("lang", SHIPPED)
def test_catalogue_is_up_to_date(lang: str, package: Path) -> None:
    before = catalogues.catalogue_path(lang).read_text(encoding="utf-8")
    assert catalogues.update(lang).read_text(encoding="utf-8") == before


@pytest.mark.parametrize("lang", [lang for lang in SHIPPED if not lang.startswith("en")])
def test_catalogue_is_translated(lang: str) -> None:
    catalogue = _catalogue(lang)
    same = [message.id for message in catalogue if message.id and message.id == message.string]
    assert len(same) < len(catalogue) / 10, same


def test_messages_come_from_templates_and_code() -> None:
    found = {message.id: {name for name, _ in message.locations} for message in catalogues.extract() if message.id}
    assert found["Back"] == {"kinds/quiz/templates/quiz_text.json.j2"}
    assert any(name.endswith(".py") for names in found.values() for name in names)
    assert ("%(count)s question to go", "%(count)s questions to go") in found


def test_list_of_messages_is_up_to_date(package: Path) -> None:
    before = catalogues.template_path().read_text(encoding="utf-8")
    assert catalogues.list_messages().read_text(encoding="utf-8") == before


def test_new_language_begins_with_everything_untranslated(package: Path) -> None:
    path = catalogues.update("pl")
    findings = interface.check(["pl"], "pl", "content/course.yml")
    assert {(f.path, f.rule) for f in findings} == {
        ("hooks/sitegen/locale/pl/LC_MESSAGES/sitegen.po", "interface/missing")
    }
    assert len(findings) == len(catalogues.template())
    assert "nplurals=3" in path.read_text(encoding="utf-8")


def test_english_fills_itself(package: Path) -> None:
    catalogues.update("en-GB")
    assert interface.check(["en-GB"], "en-GB", "content/course.yml") == []
    assert i18n.Interface("en-GB").ngettext("%(count)s question to go", "%(count)s questions to go", 2) == (
        "%(count)s questions to go"
    )


def test_a_catalogue_that_is_not_complete_borrows_from_that_of_the_source(package: Path) -> None:
    path = catalogues.update("pl")
    text = path.read_text(encoding="utf-8")
    plural = 'msgid_plural "%(count)s questions to go"\nmsgstr[0] ""'
    assert text.count(plural) == 1
    text = text.replace(plural, plural[:-1] + 'jeszcze %(count)s pytanie"')
    path.write_text(text.replace('msgid "Back"\nmsgstr ""', 'msgid "Back"\nmsgstr "Wstecz"'), encoding="utf-8")
    catalogues._known.cache_clear()
    assert interface.check(["pl"], "fr", "content/course.yml") == []
    polish, french = i18n.Interface("pl", source="fr"), i18n.Interface("fr")
    words = ("%(count)s question to go", "%(count)s questions to go")  # one of three forms is no translation
    assert (polish.gettext("Back"), polish.gettext("Change")) == ("Wstecz", french.gettext("Change"))
    assert [polish.ngettext(*words, n) for n in (1, 2, 5)] == [french.ngettext(*words, n) for n in (1, 2, 5)]
    missing = {message.id for message in catalogues.untranslated("pl", "fr")}
    assert "Back" not in missing
    assert {"Change", words} <= missing
    assert french.gettext("Back") == "Retour"
    assert catalogues.untranslated("fr", "fr") == []


def test_a_language_without_a_catalogue_borrows_all_of_it() -> None:
    assert i18n.Interface("eo", source="fr").gettext("Back") == i18n.Interface("fr").gettext("Back")
    assert len(catalogues.untranslated("eo", "fr")) == sum(bool(message.id) for message in catalogues.read("fr"))


def test_update_keeps_translations_and_drops_what_the_code_no_longer_says(package: Path) -> None:
    path = catalogues.catalogue_path("fr")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\nmsgid "No longer said"\nmsgstr "Plus dit"\n', encoding="utf-8")
    assert catalogues.update("fr").read_text(encoding="utf-8") == text


def test_update_adds_what_the_code_says_now(package: Path) -> None:
    (package / "show" / "new.md.j2").write_text('{{ _("Said at last") }}', encoding="utf-8")
    catalogues.list_messages()
    catalogues.update("fr")
    catalogues._known.cache_clear()
    (finding,) = interface.check(["fr"], "fr", "content/course.yml")
    assert (finding.rule, finding.message) == ("interface/missing", "'Said at last' is not translated")


def test_unknown_languages_and_missing_catalogues() -> None:
    findings = interface.check(["fr", "xx", "not_a_tag", "eo"], "eo", "content/course.yml")
    assert [(finding.path, finding.rule) for finding in findings] == [
        ("content/course.yml", "language/unknown"),
        ("content/course.yml", "language/unknown"),
        ("content/course.yml", "language/no-catalogue"),
    ]


BACK = 'msgid "Back"\nmsgstr "Retour"\n'
PLURALS = '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'


@pytest.mark.parametrize(
    ("good", "damaged", "at", "says"),
    [
        pytest.param(BACK, 'msgid "Back"\nmsgstr[x] "Retour"\n', "msgstr[x]", "msgstr[0]", id="plural form"),
        pytest.param(BACK, 'msgid "Back"\n', 'msgid "Back"', "no 'msgstr'", id="no translation"),
        pytest.param(BACK, "<<<<<<< HEAD\n" + BACK, "<<<<<<<", "msgid", id="conflict of versions"),
        pytest.param(PLURALS, PLURALS.replace("1)", "1"), None, "plural form", id="header"),
        pytest.param(PLURALS, PLURALS.replace("=2", "=two"), None, "plural form", id="number of plurals"),
    ],
)
def test_damaged_catalogue_is_a_finding(
    package: Path, capsys: pytest.CaptureFixture[str], good: str, damaged: str, at: str | None, says: str
) -> None:
    path = catalogues.catalogue_path("fr")
    text = path.read_text(encoding="utf-8")
    assert text.count(good) == 1
    text = text.replace(good, damaged)
    path.write_text(text, encoding="utf-8")
    (finding,) = interface.check(["en", "fr"], "en", "content/course.yml")
    assert (finding.path, finding.rule) == ("hooks/sitegen/locale/fr/LC_MESSAGES/sitegen.po", "interface/unreadable")
    assert at is None or text.split("\n")[finding.line - 1].startswith(at)
    assert says in finding.message
    assert "\n" not in finding.message
    assert capsys.readouterr().out == ""
    _expect_refused("fr", "interface/unreadable")
    assert path.read_text(encoding="utf-8") == text


def test_catalogue_in_another_encoding_is_a_finding(package: Path) -> None:
    path = catalogues.catalogue_path("fr")
    text = path.read_text(encoding="utf-8").replace("’", "'").replace("œ", "oe")
    path.write_bytes(text.encode("latin-1", "replace"))
    (finding,) = interface.check(["fr"], "fr", "content/course.yml")
    first = next(number for number, line in enumerate(text.split("\n"), 1) if not line.isascii())
    assert (finding.line, finding.rule) == (first, "interface/unreadable")
    assert "UTF-8" in finding.message
    _expect_refused("fr", "interface/unreadable")


def test_folder_in_place_of_a_catalogue_is_a_finding(package: Path) -> None:
    catalogues.catalogue_path("fr").unlink()
    catalogues.catalogue_path("fr").mkdir()
    assert [finding.rule for finding in interface.check(["fr"], "fr", "content/course.yml")] == ["interface/unreadable"]


@pytest.mark.parametrize("tag", ["xx", "not_a_tag", "../../fr", "-"])
def test_unknown_language_gets_no_catalogue(package: Path, tag: str) -> None:
    before = sorted(package.parent.rglob("*"))
    _expect_refused(tag, "language/unknown")
    assert sorted(package.parent.rglob("*")) == before


def _expect_refused(lang: str, rule: str) -> None:
    with pytest.raises(ContentError) as caught:
        catalogues.update(lang)
    assert [finding.rule for finding in caught.value.findings] == [rule]


@pytest.mark.parametrize(("number", "form"), [(0, 0), (1, 0), (2, 1), (9, 1)])
def test_french_plural(number: int, form: int) -> None:
    singular, plural = "%(count)s question to go", "%(count)s questions to go"
    translated = _catalogue("fr").get(singular)
    assert translated
    assert i18n.Interface("fr").ngettext(singular, plural, number) == translated.string[form]


@pytest.mark.parametrize(("number", "form"), [(0, 1), (1, 0), (2, 1)])
def test_english_plural(number: int, form: int) -> None:
    words = ("%(count)s question to go", "%(count)s questions to go")
    assert i18n.Interface("en").ngettext(*words, number) == words[form]


def test_interface_has_the_typography_of_its_language() -> None:
    assert i18n.Interface("fr").gettext("Case from the source article") == "Cas de l’article d’origine"


@pytest.mark.parametrize("case", cases("i18n", "list"))
def test_list(case: dict[str, Any]) -> None:
    assert i18n.Interface(case["lang"], case.get("locale")).list(case["items"]) == case["result"]


@pytest.mark.parametrize("case", cases("i18n", "number"))
def test_number(case: dict[str, Any]) -> None:
    assert i18n.Interface(case["lang"]).number(case["value"]).replace(NARROW, " ") == case["result"]


@pytest.mark.parametrize("case", cases("i18n", "name"))
def test_name(case: dict[str, Any]) -> None:
    assert i18n.Interface(case["lang"]).name(case["other"]) == case["result"]


def _catalogue(lang: str) -> Any:
    with catalogues.catalogue_path(lang).open("rb") as file:
        return read_po(file)
