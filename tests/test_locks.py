"""What is installed is locked: exact versions with hashes, from whatever index a machine knows, and maintained."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import releases
import yaml
from courses import PROJECT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path

LOCKED = re.compile(r"[\w.\[\],-]+==\S+ .*--hash=sha256:\w{64}")
LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
OLD = timedelta(days=3 * 365)

NODE: dict[str, dict[str, Any]] = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
AUDITED = PROJECT / "tests" / "siteaudit"
AUDIT: dict[str, dict[str, Any]] = json.loads((AUDITED / "package-lock.json").read_text(encoding="utf-8"))["packages"]
REASONS: dict[str, dict[str, str]] = yaml.safe_load((PROJECT / "requirements" / "reasons.yml").read_text("utf-8"))
RELEASES: dict[str, Any] = yaml.safe_load(releases.FILE.read_text(encoding="utf-8"))


def pins(name: str) -> dict[str, set[str]]:
    """Return package -> versions in one of the locks."""
    return releases.pins(PROJECT / "requirements" / f"{name}.txt")


def wanted() -> dict[str, list[Requirement]]:
    """Return lock -> what pyproject.toml asks for in it."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {name: [Requirement(text) for text in texts] for name, texts in project["dependency-groups"].items()}
    site = [Requirement(text) for text in project["project"]["dependencies"]]
    rest = [requirement for requirement in site if requirement.name != "mkdocs-material"]
    built = {"site": site, "properdocs": [*site, *groups["properdocs"]], "materialx": [*rest, *groups["materialx"]]}
    return groups | built | {"test": [*site, *groups["test"]]}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_python_packages_have_hashes_and_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    packages = [line for line in text.replace("\\\n", "").splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    assert [line for line in packages if not LOCKED.match(line)] == []
    assert "://" not in text
    assert len(packages) == sum(map(len, pins(path.stem).values()))


@pytest.mark.parametrize("lock", [NODE, AUDIT], ids=["project", "audit"])
def test_node_packages_have_hashes_and_no_address(lock: dict[str, dict[str, Any]]) -> None:
    packages = {name: package for name, package in lock.items() if name}
    assert lock[""]["devDependencies"]
    assert [name for name, package in packages.items() if not package.get("integrity") or "resolved" in package] == []


def test_python_locks_are_those_that_the_project_asks_for() -> None:
    asked = wanted()
    assert asked.keys() == {path.stem for path in LOCKS}
    for name, requirements in asked.items():
        locked = pins(name)
        for requirement in requirements:
            versions = locked.get(canonicalize_name(requirement.name))
            assert versions, f"requirements/{name}.txt lacks {requirement}"
            found = [version in requirement.specifier for version in versions]
            right = any(found) if requirement.marker else all(found)  # one of several may be for other Pythons
            assert right, f"{name}.txt has {versions} for {requirement}"


@pytest.mark.parametrize("name", [path.stem for path in LOCKS])
def test_locks_agree_on_versions(name: str) -> None:
    """Those that are installed into one environment, after one another, change nothing of what is there."""
    tested = pins("test")
    assert {package for package, found in pins(name).items() if not found <= tested.get(package, found)} == set()


def test_all_that_the_site_needs_is_tested() -> None:
    assert pins("site").keys() <= pins("test").keys()


def test_no_lock_has_two_themes() -> None:
    """They would lie in one folder, `material`."""
    themes = {"mkdocs-material", "mkdocs-materialx"}
    assert {path.stem for path in LOCKS if themes <= pins(path.stem).keys()} == set()
    assert {path.stem for path in LOCKS if "mkdocs-materialx" in pins(path.stem)} == {"materialx"}


@pytest.mark.parametrize(("folder", "lock"), [(PROJECT, NODE), (AUDITED, AUDIT)], ids=["project", "audit"])
def test_node_lock_is_what_the_package_asks_for(folder: Path, lock: dict[str, dict[str, Any]]) -> None:
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert lock[""]["devDependencies"] == package["devDependencies"]
    assert {f"node_modules/{name}" for name in package["devDependencies"]} <= lock.keys()


def test_every_locked_package_has_the_day_of_its_last_release() -> None:
    assert RELEASES["released"].keys() == releases.pins().keys(), "run 'make lock'"


def test_what_nobody_maintains_has_a_reason() -> None:
    old = {name for name, day in RELEASES["released"].items() if RELEASES["renewed"] - day > OLD}
    assert (REASONS["old"] or {}).keys() == old
    given_up = {name.removeprefix("node_modules/") for name, package in NODE.items() if "deprecated" in package}
    assert given_up <= (REASONS["given_up"] or {}).keys()


def test_reasons_are_said_and_about_what_is_locked() -> None:
    known = releases.pins().keys() | {name.removeprefix("node_modules/") for name in NODE}
    for name in ("old", "given_up", "ends"):
        assert (REASONS[name] or {}).keys() <= known
    assert [ident for reasons in REASONS.values() for ident, reason in (reasons or {}).items() if not reason] == []
