"""The script that may write to a repository: what it publishes, what it leaves alone, and when it refuses."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from courses import PROJECT
from runner import Runner

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workflows run on Linux")

SCRIPT = PROJECT / ".github" / "scripts" / "pages.py"


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script, run in a checkout whose origin is `bare.git`, beside a `gh` that notes what it is asked."""
    spec = importlib.util.spec_from_file_location("pages", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    machine = Runner(tmp_path / "machine", tmp_path / "bare.git", {})
    for name, said in {
        "PATH": machine.path,
        "FAKE_GH": str(machine.gh),
        "GITHUB_REPOSITORY": "owner/course",
        "GIT_CONFIG_NOSYSTEM": "1",
        "HOME": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, said)
    _git(tmp_path, "init", "--quiet", "--bare", "bare.git")
    _git(tmp_path, "init", "--quiet", "work")
    _git(tmp_path / "work", "remote", "add", "origin", str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "work")
    return module


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def _names(tmp_path: Path) -> set[str]:
    return set(_git(tmp_path / "bare.git", "ls-tree", "-r", "--name-only", "gh-pages").split())


def _site(folder: Path, *names: str) -> str:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return str(folder)


def test_a_site_replaces_the_site_and_keeps_previews(pages: Any, tmp_path: Path) -> None:
    pages.publish(_site(tmp_path / "one", "index.html", "old/index.html"))
    pages.publish(_site(tmp_path / "preview", "index.html"), "preview/12")
    pages.publish(_site(tmp_path / "two", "index.html", "new/index.html"))
    assert _names(tmp_path) == {".nojekyll", "index.html", "new/index.html", "preview/12/index.html"}
    pages.remove("preview/12")
    assert _names(tmp_path) == {".nojekyll", "index.html", "new/index.html"}


@pytest.mark.parametrize("outcome", ["new", "as it was", "refused"])
def test_the_ledger_is_recorded_where_it_has_changed(
    pages: Any, tmp_path: Path, outcome: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    work, ledger = tmp_path / "work", tmp_path / "work" / "content" / "published.yml"
    ledger.parent.mkdir()
    ledger.write_text("addresses: {}\n", encoding="utf-8")
    _git(work, "add", "--all")
    _git(work, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "Begin")
    _git(work, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    monkeypatch.setenv("GITHUB_REF_NAME", "no such..name" if outcome == "refused" else "main")
    (work / "other.txt").write_text("left by a build", encoding="utf-8")
    if outcome != "as it was":
        ledger.write_text("addresses: {a.md: [c/a/]}\n", encoding="utf-8")
    if outcome == "refused":
        with pytest.raises(SystemExit, match="make ledger"):
            pages.record()
        return
    pages.record()
    commit = _git(tmp_path / "bare.git", "rev-parse", "main").strip()
    assert capsys.readouterr().out == f"commit={commit}\n"
    assert _git(tmp_path / "bare.git", "rev-list", "--count", "main").strip() == ("2" if outcome == "new" else "1")
    assert "other.txt" not in _git(tmp_path / "bare.git", "ls-tree", "-r", "--name-only", "main")


def test_what_is_published_already_makes_no_commit(pages: Any, tmp_path: Path) -> None:
    site = _site(tmp_path / "one", "index.html")
    pages.publish(site)
    pages.publish(site)
    pages.remove("preview/3")
    assert _git(tmp_path / "bare.git", "rev-list", "--count", "gh-pages").strip() == "1"
    calls = json.loads((tmp_path / "machine" / "gh-state" / "calls.json").read_text(encoding="utf-8"))
    assert [call["arguments"][3] for call in calls if call["arguments"][0] == "api"] == [
        "repos/owner/course/pages/builds"
    ]


def test_hidden_files_and_links_are_not_published(pages: Any, tmp_path: Path) -> None:
    site = _site(tmp_path / "one", "index.html", ".git/config", ".github/workflows/a.yml", "a/.env")
    (tmp_path / "one" / "a" / "link").symlink_to("/etc/passwd")
    (tmp_path / "one" / "all").symlink_to("/etc")
    pages.publish(site, "preview/12")
    assert _names(tmp_path) == {".nojekyll", "preview/12/index.html"}


@pytest.mark.parametrize(
    "folder", ["preview", "preview/", "preview/0", "preview/1/../..", "fr", "../x", "/tmp", "preview/1\n"]
)
def test_no_other_folder_is_replaced_or_removed(pages: Any, tmp_path: Path, folder: str) -> None:
    site = _site(tmp_path / "one", "index.html")
    pages.publish(site)
    for attempt in (lambda: pages.publish(site, folder), lambda: pages.remove(folder), lambda: pages.where(folder)):
        (tmp_path / "machine" / "gh-state" / "pages.json").write_text(
            json.dumps(
                {"build_type": "legacy", "source": {"branch": "gh-pages", "path": "/"}, "html_url": "https://x/"}
            )
        )
        with pytest.raises(SystemExit):
            attempt()
    assert _names(tmp_path) == {".nojekyll", "index.html"}


@pytest.mark.parametrize(("refusals", "published"), [(1, True), (9, False)])
def test_a_push_that_comes_second_is_tried_again(pages: Any, tmp_path: Path, refusals: int, published: bool) -> None:
    hook, count = tmp_path / "bare.git" / "hooks" / "pre-receive", tmp_path / "count"
    hook.write_text(f'#!/bin/sh\necho x >> {count}\n[ "$(wc -l < {count})" -gt {refusals} ]\n', encoding="utf-8")
    hook.chmod(0o755)
    site = _site(tmp_path / "one", "index.html")
    if published:
        pages.publish(site)
        assert "index.html" in _names(tmp_path)
    else:
        with pytest.raises(SystemExit, match="run the job again"):
            pages.publish(site)


@pytest.mark.parametrize(
    ("answer", "outputs"),
    [
        (None, {"source": "", "site": "", "url": ""}),
        (
            {"build_type": "workflow", "source": {"branch": "main", "path": "/"}, "html_url": "https://x.example/a"},
            {"source": "workflow", "site": "https://x.example/a/", "url": ""},
        ),
        (
            {"build_type": "legacy", "source": {"branch": "gh-pages", "path": "/"}, "html_url": "https://x.example/a/"},
            {"source": "branch", "site": "https://x.example/a/", "url": "https://x.example/a/preview/12/"},
        ),
        (
            {"build_type": "legacy", "source": {"branch": "main", "path": "/docs"}, "html_url": "https://x.example/"},
            {"source": "", "site": "", "url": ""},
        ),
    ],
)
def test_where_says_how_the_site_is_served(
    pages: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], answer: Any, outputs: dict[str, str]
) -> None:
    (tmp_path / "machine" / "gh-state" / "pages.json").write_text(json.dumps(answer), encoding="utf-8")
    pages.where("preview/12")
    assert dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines()) == outputs


def test_a_comment_is_no_longer_than_github_takes(pages: Any, tmp_path: Path) -> None:
    (tmp_path / "review.md").write_text("é" * 100_000, encoding="utf-8")
    pages.comment("7", str(tmp_path / "review.md"))
    (told,) = json.loads((tmp_path / "machine" / "gh-state" / "comments.json").read_text(encoding="utf-8"))
    assert len(told["body"]) < 65_536
