"""Runs the jobs of a workflow on this machine: their shell steps as they stand, in a checkout of a local repository.

Of the actions, those that check out and that keep or fetch an artefact are played; the others set up what is here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FAKE_GH = Path(__file__).with_name("fakegh.py")


@dataclass
class Runner:
    """A machine with a `python` and a `gh`, beside one repository."""

    folder: Path
    upstream: Path
    """The bare repository that is checked out."""
    context: dict[str, str]
    """Expression -> value, as `github.event.action`."""
    jobs_run: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    """What each step has said."""

    def __post_init__(self) -> None:
        self.gh = self.folder / "gh-state"
        tools = self.folder / "tools"
        for folder in (self.gh, tools, self.folder / "artifacts"):
            folder.mkdir(parents=True)
        _tool(tools / "python", sys.executable)
        _tool(tools / "gh", sys.executable, str(FAKE_GH))
        self.path = f"{tools}{os.pathsep}{os.environ['PATH']}"

    def run(self, workflow: Path, **context: str) -> dict[str, bool]:
        """Run all jobs whose conditions hold; return job -> whether it came to its end, of those that were run."""
        known = self.context | context
        done: dict[str, bool] = {}
        for name, job in yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].items():
            needed = job.get("needs")
            if needed and not done.get(needed):
                continue
            if "if" in job and not _truth(value(job["if"], known)):
                continue
            done[name] = self._job(name, job, known)
        return done

    def _job(self, name: str, job: dict[str, Any], known: dict[str, str]) -> bool:
        place = self.folder / f"job-{len(self.jobs_run)}-{name}"
        self.jobs_run.append(name)
        (place / "temp").mkdir(parents=True)
        known["runner.temp"] = str(place / "temp")
        for step in job["steps"]:
            if "if" in step and not _truth(value(step["if"], known)):
                continue
            if "uses" in step:
                self._action(step["uses"].partition("@")[0], _filled(step.get("with", {}), known), place)
            elif step["name"] == "Set up":
                _tool(place / "work" / ".venv" / "bin" / "python", sys.executable)
            elif not self._step(step, _filled({**job.get("env", {}), **step.get("env", {})}, known), place, known):
                return False
        for output, said in job.get("outputs", {}).items():
            known[f"needs.{name}.outputs.{output}"] = _filled({output: said}, known)[output]
        return True

    def _action(self, name: str, given: dict[str, str], place: Path) -> None:
        artifact = self.folder / "artifacts" / given.get("name", "none")
        if name == "actions/checkout":
            assert given["persist-credentials"] == "False"
            _git(place, "clone", "--quiet", "--branch", given.get("ref", "main"), str(self.upstream), "work")
        elif name == "actions/upload-artifact":
            shutil.rmtree(artifact, ignore_errors=True)
            shutil.copytree(given["path"], artifact, symlinks=False)
        elif name == "actions/download-artifact":
            shutil.copytree(artifact, given["path"])
        else:
            assert name.startswith("actions/setup-"), name

    def _step(self, step: dict[str, Any], env: dict[str, str], place: Path, known: dict[str, str]) -> bool:
        script, outputs = place / "step.sh", place / "outputs"
        script.write_text(step["run"], encoding="utf-8")
        outputs.write_text("", encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=place / "work",
            env={
                "PATH": self.path,
                "HOME": str(place),
                "LANG": "C.UTF-8",
                "FAKE_GH": str(self.gh),
                "GITHUB_OUTPUT": str(outputs),
                "GITHUB_REPOSITORY": "owner/course",
                "GITHUB_WORKSPACE": str(place / "work"),
                "RUNNER_TEMP": str(place / "temp"),
                **env,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        for line in outputs.read_text(encoding="utf-8").splitlines():
            name, _, said = line.partition("=")
            known[f"steps.{step['id']}.outputs.{name}"] = said
        self.said.append((step["name"], done.stdout + done.stderr))
        return done.returncode == 0


def value(expression: str, known: dict[str, str]) -> str:
    """Return what an expression of a workflow stands for, of the few forms that ours have."""
    text = expression.strip().removeprefix("${{").removesuffix("}}").strip()
    if " && " in text:
        parts = [value(part, known) for part in text.split(" && ")]
        return next((part for part in parts if not _truth(part)), parts[-1])
    if match := re.fullmatch(r"(.+?) (==|!=) '(.*)'", text):
        return str((value(match[1], known) == match[3]) == (match[2] == "==")).lower()
    if match := re.fullmatch(r"format\('(.*?)', (.*)\)", text):
        return match[1].format(*(value(part, known) for part in match[2].split(", ")))
    if text.startswith(("steps.", "needs.")):
        return known.get(text, "")
    return known[text]


def _truth(said: str) -> bool:
    return said not in ("", "false")


def _filled(given: dict[str, Any], known: dict[str, str]) -> dict[str, str]:
    return {
        name: re.sub(r"\$\{\{(.*?)\}\}", lambda match: value(match[1], known), str(said))
        for name, said in given.items()
    }


def _tool(file: Path, *command: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    quoted = " ".join(f"'{word}'" for word in command)
    file.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n', encoding="utf-8")
    file.chmod(0o755)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
