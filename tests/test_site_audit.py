"""The audit of the built site: each measure notices its fault in a small site, and what was not measured is not met."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from builtsite import Site
from golden import cases
from siteaudit import markup, metadata, speed, statement
from siteaudit.look import Seen
from siteaudit.measure import Measure, faults, missing, table
from sitegen.kinds.accessibility.shape import Audit, Name

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://x.example/"
LANGUAGES = ("fr", "en")


def lay_out(root: Path) -> Site:
    """Write a small site in which nothing is wrong."""
    entries = ""
    for place in ("", "a/"):
        links = "".join(f'<x:link hreflang="{lang}" href="{URL}{lang}/{place}"/>' for lang in LANGUAGES)
        for lang in LANGUAGES:
            name, address = f"{lang} {place.strip('/')}".strip(), f"{URL}{lang}/{place}"
            said = f"{name}: what this page says to all who look for it in a list"
            shared = dict.fromkeys(metadata.SHARED, said) | {"og:image": f"{URL}card.png"}
            head = "".join(f'<meta property="{key}" content="{value}">' for key, value in shared.items())
            page = root / lang / place / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(
                f'<html lang="{lang}"><title>{name}</title><meta name="description" content="{said}">{head}'
                f'<link rel="canonical" href="{address}"><h1>{name}</h1>',
                encoding="utf-8",
            )
            entries += f"<url><loc>{address}</loc>{links}</url>"
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:x="http://www.w3.org/1999/xhtml"'
    (root / "sitemap.xml").write_text(f"<urlset {spaces}>{entries}</urlset>", encoding="utf-8")
    (root / "card.png").write_bytes(b"")
    pack(root / "fr" / "copy.zip", {"index.html": "<h1>a</h1>"})
    return Site(root, URL, root, LANGUAGES, "")


def pack(path: Path, files: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)


def test_all_is_met_where_nothing_is_wrong(tmp_path: Path) -> None:
    site = lay_out(tmp_path)
    assert [measure.name for take in metadata.MEASURES if not (measure := take(site)).met] == []


@pytest.mark.parametrize("case", cases("site_audit", "metadata"))
def test_a_fault_in_metadata_is_noticed(tmp_path: Path, case: dict[str, Any]) -> None:
    site = lay_out(tmp_path)
    file = tmp_path / case["file"]
    before = file.read_text(encoding="utf-8")
    assert case["find"] in before
    file.write_text(before.replace(case["find"], case["put"]), encoding="utf-8")
    found = [take(site) for take in metadata.MEASURES]
    assert {measure.name: measure.figure for measure in found if not measure.met} == case["notices"]


@pytest.mark.parametrize("case", cases("site_audit", "zips"))
def test_a_fault_in_a_copy_is_noticed(tmp_path: Path, case: dict[str, Any]) -> None:
    pack(tmp_path / "copy.zip", case["files"])
    assert metadata.zips(Site(tmp_path, URL, tmp_path, (), "")).figure == case["figure"]


def test_a_copy_that_is_no_zip_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "copy.zip").write_text("a", encoding="utf-8")
    assert metadata.zips(Site(tmp_path, URL, tmp_path, (), "")).figure == 1


@pytest.mark.parametrize("case", cases("site_audit", "nu"))
def test_errors_and_warnings_are_counted_but_for_the_exceptions(case: dict[str, Any]) -> None:
    assert [measure.figure for measure in markup.judged(case["said"], 1)] == case["figures"]


def test_what_cannot_be_run_is_not_measured(tmp_path: Path) -> None:
    taken = [
        *markup.nu(tmp_path, ["a.html"], tmp_path),
        markup.html_validate(tmp_path, ["a.html"], tmp_path),
        *speed.lighthouse("http://127.0.0.1/", ["a/"], "chromium", tmp_path),
        metadata.zips(Site(tmp_path, URL, tmp_path, (), "")),
        metadata.sitemap(Site(tmp_path, URL, tmp_path, (), "")),
    ]
    assert len(taken) == 9
    assert [measure.name for measure in taken if measure.measured or measure.met or not measure.why] == []


@pytest.mark.parametrize(
    ("measure", "met"),
    [
        (faults("axe", [], 3), True),
        (faults("axe", ["a"], 3), False),
        (faults("axe", [], 0), False),
        (missing("axe", "why"), False),
        (Measure("shift", 0.02, 0.02, looked_at=1), True),
        (Measure("lighthouse_seo", 99, 100, looked_at=1, least=True), False),
        (Measure("lighthouse_seo", 100, 100, looked_at=1, least=True), True),
    ],
)
def test_a_goal_is_met_by_what_was_measured_alone(measure: Measure, met: bool) -> None:
    assert measure.met == met
    taken = Audit.model_validate(yaml.safe_load(statement.write("2026-01-31", {}, [measure], []))).measures[0]
    assert taken.met == met


def test_lighthouse_gives_the_least_median() -> None:
    measure = speed.scored("seo", {"a": [100, 90, 95], "b": [100, 100, 10]})
    assert (measure.figure, measure.looked_at, measure.places) == (95, 2, ("a: 95",))
    assert speed.scored("seo", {"a": [100]}, "it gave up").figure is None


def test_the_table_has_a_line_for_each_measure_and_the_places_of_what_is_not_met() -> None:
    lines = table(
        [faults("axe", [], 3), faults("reflow", [f"place {n}" for n in range(25)], 3), missing("nu_errors", "no Java")]
    )
    assert [line.split()[0] for line in lines[1:4]] == ["axe", "reflow", "nu_errors"]
    assert "no Java" in lines[3]
    assert len([line for line in lines if line.startswith("reflow: place")]) == 20


def test_criteria_are_those_of_the_rules_that_were_tested() -> None:
    assert statement.criteria([]) == {"wcag": [], "rgaa": []}
    seen = [
        Seen("a", tags={"wcag111", "RGAA-1.1.1", "RGAAv4"}),
        Seen("b", tags={"wcag2aa", "wcag1412", "wcag146", "EN-9.1.1.1"}),
    ]
    found = statement.criteria(seen)
    assert {"1.1.1", "1.4.12"} <= set(found["wcag"])
    assert "1.4.6" not in found["wcag"]  # level AAA
    assert set(found["rgaa"]) - set(statement.BY_LOOKING["rgaa"]) == {"1.1"}


def test_the_file_of_the_statement_is_what_the_statement_reads() -> None:
    measures = [missing(name, "why") for name in Name.__args__]  # type: ignore[attr-defined]
    text = statement.write("2026-01-31", {"axe-core": "4"}, measures, [Seen("a", undecided={"b"}, tags={"wcag111"})])
    audit = Audit.model_validate(yaml.safe_load(text))
    assert [one.id for one in audit.measures] == [measure.name for measure in measures]
    assert (audit.day, audit.undecided, audit.tools[0].name) == ("2026-01-31", ("b",), "axe-core")


def test_what_html_validate_does_not_count_has_its_reason() -> None:
    config = json.loads((markup.Path(markup.__file__).parent / "htmlvalidate.json").read_text(encoding="utf-8"))
    told = (markup.TOOLS.parent.parent / "adr" / "042-an-audit-of-the-built-site.md").read_text(encoding="utf-8")
    assert [rule for rule in config["rules"] if f"`{rule}`" not in told] == []
