"""What `make engines` compares; the engines themselves are installed and run by it alone."""

from __future__ import annotations

import io
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import engines
import pytest
import yaml
from courses import PROJECT
from golden import cases

if TYPE_CHECKING:
    from pathlib import Path

CASES = PROJECT / "tests" / "cases" / "engines.yml"
PAGE: str = yaml.safe_load(CASES.read_text(encoding="utf-8"))["page"]


def _zip(page: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("index.html", page)
    return packed.getvalue()


@pytest.mark.parametrize("case", cases("engines", "differences"))
def test_what_is_a_difference(case: dict[str, Any]) -> None:
    page = PAGE
    for text, other in case.get("html", {}).items():
        assert text in page
        page = page.replace(text, other)
    site = {"sitemap.xml": b"x", "assets/styles/site.0123abcd.css": b"x", "en/a/index.html": PAGE.encode()}
    built = site | {"en/a/index.html": page.encode()}
    if case.get("zip"):
        site, built = {"en/course.zip": _zip(PAGE)}, {"en/course.zip": _zip(page)}
    built |= {path: (content or "").encode() for path, content in case.get("files", {}).items()}
    built = {path: content for path, content in built.items() if content}
    found = list(engines.differences(site, built))
    wanted = case.get("found", [])
    assert len(found) == len(wanted), found
    for (path, what), (where, said) in zip(found, wanted, strict=True):
        assert path == where
        assert said in what


def test_what_stands_in_many_places_is_told_once() -> None:
    assert engines.report([("a", "x"), ("b", "y"), ("c", "y")]) == ["b: y (and 1 more)", "a: x"]


def test_a_folder_is_read_as_it_is_published(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "index.html").write_text("x", encoding="utf-8")
    assert engines.read(tmp_path) == {"en/index.html": b"x"}


def _make(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ("make", "--dry-run", "--no-print-directory", "-o", ".venv/.site", *arguments)
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("name", "theme"), engines.THEMES.items())
def test_an_engine_is_chosen_by_its_name(name: str, theme: str) -> None:
    said = _make(f"ENGINE={name}", "site").stdout
    assert f".engines/{name}/bin/python hooks build --strict" in said
    assert ("THEME=materialx " in said) == (theme == "materialx")
    assert (PROJECT / "requirements" / f"{name}.txt").is_file()


def test_without_a_name_nothing_of_the_engines_is_used() -> None:
    assert ".engines" not in _make("ENGINE=", "site").stdout


def test_an_engine_that_there_is_not_is_refused() -> None:
    done = _make("ENGINE=hugo", "site")
    assert done.returncode != 0
    assert "properdocs" in done.stderr


@pytest.mark.parametrize(
    ("built", "code", "said"),
    [
        ({"mkdocs": "x", "properdocs": "x", "materialx": "x"}, 0, ["the same", "the same"]),
        ({"mkdocs": "x", "properdocs": "x", "materialx": "y"}, 1, ["the same", "1 differences"]),
        ({"mkdocs": "x", "materialx": "x"}, 1, ["does not build", "the same"]),
        ({"mkdocs": "x", "properdocs": "x", "materialx": "x", "kept": ""}, 1, ["1 differences", "1 differences"]),
    ],
)
def test_each_engine_is_told_of(
    built: dict[str, str],
    code: int,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def build(python: Path, theme: str, site: Path) -> float:
        if site.name not in built:
            raise subprocess.CalledProcessError(1, "build")
        if site.name in engines.THEMES:
            assert (python, theme) == (tmp_path / site.name / "bin" / "python", engines.THEMES[site.name])
        site.mkdir(parents=True)
        (site / "index.html").write_text(f"<p>{built[site.name]}", encoding="utf-8")
        return 1.0

    monkeypatch.setattr(engines, "FOLDER", tmp_path)
    monkeypatch.setattr(engines, "build", build)
    monkeypatch.setattr(engines, "keeps", lambda *_: "kept" not in built)
    assert engines.main() == code
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith(tuple(engines.THEMES))]
    assert [text in line for text, line in zip(said, lines, strict=True)] == [True, True]
