"""The workflow that answers pull requests, run in a sandbox: what a fork proposes is shown, and nothing of it runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from courses import PROJECT, TESTS
from runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workflows run on Linux")

WORKFLOW = PROJECT / ".github" / "workflows" / "preview.yml"
COURSE = TESTS / "fixtures" / "other_course"
BRANCH_SERVED = {
    "build_type": "legacy",
    "source": {"branch": "gh-pages", "path": "/"},
    "html_url": "https://owner.example/course/",
}
MARK = "<!-- sitegen-review -->"
SENTENCE = "Dieser Satz ist neu."


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True, env=_alone()
    )
    return done.stdout


def _alone() -> dict[str, str]:
    """Return an environment in which git knows nothing of this machine."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository with another course, our code, and a site that is published in gh-pages."""
    folder = tmp_path_factory.mktemp("upstream")
    main, pages = folder / "main", folder / "pages"
    shutil.copytree(COURSE, main)
    settings = (COURSE / "mkdocs.yml").read_text(encoding="utf-8").replace("../../../", "")
    (main / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for name in ("docs", "hooks", "overrides", ".github"):
        shutil.copytree(PROJECT / name, main / name, ignore=shutil.ignore_patterns("__pycache__"))
    (main / "Makefile").write_text("site:\n\ttrue\n", encoding="utf-8")
    pages.mkdir()
    (pages / "index.html").write_text("the site", encoding="utf-8")
    bare = folder / "bare.git"
    git(folder, "init", "--quiet", "--bare", str(bare))
    for place, branch in ((main, "main"), (pages, "gh-pages")):
        git(place, "init", "--quiet", "--initial-branch", branch)
        git(place, "add", "--all")
        git(place, "commit", "--quiet", "--message", "Begin")
        git(place, "push", "--quiet", str(bare), branch)
    return bare


class Fork:
    """A fork with a pull request, number 7, and the machine that answers it."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.upstream, self.work = folder / "bare.git", folder / "fork"
        shutil.copytree(template, self.upstream)
        git(folder, "clone", "--quiet", "--branch", "main", str(self.upstream), str(self.work))
        self.runner = Runner(
            folder / "runner",
            self.upstream,
            {
                "github.token": "t0ken",
                "github.server_url": "https://github.example",
                "github.repository": "owner/course",
                "github.run_id": "42",
                "github.event.repository.default_branch": "main",
                "github.event.pull_request.number": "7",
            },
        )
        self.serve(BRANCH_SERVED)

    def serve(self, pages: dict[str, Any]) -> None:
        (self.runner.gh / "pages.json").write_text(json.dumps(pages), encoding="utf-8")

    def push(self) -> None:
        git(self.work, "add", "--all")
        git(self.work, "commit", "--quiet", "--message", "Propose")
        git(self.work, "push", "--quiet", "--force", "origin", "HEAD:refs/pull/7/head")

    def answer(self, action: str = "synchronize") -> dict[str, bool]:
        return self.runner.run(WORKFLOW, **{"github.event.action": action})

    def published(self) -> dict[str, str]:
        """Return path -> text of what gh-pages holds."""
        names = git(self.upstream, "ls-tree", "-r", "-z", "--name-only", "gh-pages").split("\0")
        return {
            name: git(self.upstream, "show", f"gh-pages:{name}") for name in names if name.endswith((".html", ".js"))
        }

    def names(self) -> set[str]:
        return set(git(self.upstream, "ls-tree", "-r", "-z", "--name-only", "gh-pages").split("\0"))

    def comments(self) -> list[dict[str, Any]]:
        file = self.runner.gh / "comments.json"
        found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
        return found

    def say(self, path: str, text: str) -> None:
        """Write a text at the end of a file."""
        with (self.work / path).open("a", encoding="utf-8") as file:
            file.write(text)


@pytest.fixture
def fork(tmp_path: Path, template: Path) -> Fork:
    return Fork(tmp_path, template)


def test_a_change_of_content_gets_a_preview_and_one_comment_that_follows_it(fork: Fork) -> None:
    forged = {"id": 1, "login": "mallory", "body": f"{MARK}\nmine"}
    (fork.runner.gh / "comments.json").write_text(json.dumps([forged]), encoding="utf-8")
    fork.say("content/de/repotting.md", f"\n{SENTENCE}\n")
    fork.push()
    assert fork.answer("opened") == {"build": True, "comment": True, "publish": True}
    shown = fork.published()
    pages = [path for path, text in shown.items() if SENTENCE in text and path.endswith("index.html")]
    (page,) = (path for path in pages if "/slides/" not in path)
    assert page.startswith("preview/7/de/")
    assert all(
        '<meta name="robots" content="noindex">' in text
        for path, text in shown.items()
        if "preview/7/" in path and path.endswith(".html")
    )
    assert shown["index.html"] == "the site"
    assert ".nojekyll" in fork.names()
    theirs, told = fork.comments()
    assert theirs == forged
    assert told["place"] == "repos/owner/course/issues/7/comments"
    assert told["body"].startswith(MARK)
    assert f"(https://owner.example/course/{page.removesuffix('index.html')})" in told["body"]

    fork.say("content/de/repotting.md", "\n<script>alert(1)</script>\n")
    fork.push()
    assert fork.answer() == {"build": True, "comment": True}
    assert len(fork.comments()) == 2
    assert "**`content/de/repotting.md`**" in fork.comments()[1]["body"]
    assert "preview/7/" not in fork.comments()[1]["body"]
    assert not any("alert(1)" in text for text in fork.published().values())

    assert fork.answer("closed") == {"remove": True}
    assert {name for name in fork.names() if name} == {"index.html", ".nojekyll"}


CANARY = "this-was-run"


def _hostile_code(fork: Fork) -> None:
    run = f"from pathlib import Path\nPath({str(fork.runner.folder / CANARY)!r}).touch()\n"
    for path in ("hooks/languages.py", "hooks/__main__.py", "hooks/sitegen/load.py", ".github/scripts/pages.py"):
        (fork.work / path).write_text(run, encoding="utf-8")
    (fork.work / ".github" / "scripts" / "overlay.py").write_text(run, encoding="utf-8")
    (fork.work / "Makefile").write_text(f"site .venv/.site:\n\ttouch {fork.runner.folder / CANARY}\n", encoding="utf-8")
    (fork.work / "sitecustomize.py").write_text(run, encoding="utf-8")
    (fork.work / "content" / "yaml.py").write_text(run, encoding="utf-8")
    (fork.work / "overrides" / "main.html").write_text("EVIL", encoding="utf-8")


def _hostile_files(fork: Fork) -> None:
    (fork.work / "content" / "de" / "secret.txt").symlink_to("/etc/passwd")
    (fork.work / "docs" / "all").symlink_to("/etc")
    for path in ("docs/evil.html", "docs/assets/evil.js", "docs/.well-known", "docs/assets/site.js", "docs/CNAME"):
        (fork.work / path).write_text("EVIL", encoding="utf-8")
    (fork.work / ".gitattributes").write_text("* filter=evil export-subst\n", encoding="utf-8")


def _hostile_settings(fork: Fork) -> None:
    file = fork.work / "mkdocs.yml"
    text = file.read_text(encoding="utf-8").replace(
        "hooks: [hooks/languages.py", "hooks: [content/yaml.py, hooks/languages.py"
    )
    text = text.replace("umtopfen.example", "evil.example").replace("- start: index.md", "- start: [index.md]")
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("attack", [_hostile_code, _hostile_files, _hostile_settings])
def test_nothing_hostile_is_run_or_published(fork: Fork, attack: Callable[[Fork], None]) -> None:
    fork.say("content/de/repotting.md", f"\n{SENTENCE}\n")
    attack(fork)
    fork.push()
    assert fork.answer() == {"build": True, "comment": True} | (
        {"publish": True} if attack is not _hostile_code else {}
    )
    assert not (fork.runner.folder / CANARY).exists()
    names, shown = fork.names(), fork.published()
    assert not any("EVIL" in text or "evil.example" in text or "root:x:" in text for text in shown.values())
    assert not any(re.search(r"evil|secret|passwd|well-known|CNAME|yaml\.py", name) for name in names)
    if attack is _hostile_code:  # what lies among the content, and is none, is told
        assert "`content/yaml.py`" in fork.comments()[0]["body"]
    else:
        assert any(SENTENCE in text for text in shown.values())
    assert all(
        call["token"] in ("", "t0ken") for call in json.loads((fork.runner.gh / "calls.json").read_text("utf-8"))
    )


def test_settings_that_cannot_be_read_build_nothing_and_are_told(fork: Fork) -> None:
    fork.say("mkdocs.yml", "\nhooks: [content/x.py\r# \nnav: [\n")
    fork.push()
    assert fork.answer() == {"build": True, "comment": True}
    assert "**`mkdocs.yml`**" in fork.comments()[0]["body"]
    (after,) = fork.runner.folder.glob("job-*/temp/after")
    assert not (after / "hooks").exists()


def test_without_a_branch_that_is_served_the_comment_says_where_to_download(fork: Fork) -> None:
    fork.serve({"build_type": "workflow", "html_url": "https://owner.example/course/"})
    fork.say("content/de/repotting.md", f"\n{SENTENCE}\n")
    fork.push()
    assert fork.answer() == {"build": True, "comment": True}
    (told,) = fork.comments()
    assert "(https://github.example/owner/course/actions/runs/42)" in told["body"]
    assert "(https://owner.example/course/de/" in told["body"]
    artifact = fork.runner.folder / "artifacts" / "preview"
    assert any(SENTENCE in page.read_text(encoding="utf-8") for page in artifact.rglob("*.html"))


def test_what_main_has_changed_meanwhile_is_not_told_as_theirs(fork: Fork, tmp_path: Path) -> None:
    fork.say("content/de/repotting.md", f"\n{SENTENCE}\n")
    fork.push()
    main = tmp_path / "main"
    git(tmp_path, "clone", "--quiet", "--branch", "main", str(fork.upstream), str(main))
    with (main / "content" / "de" / "index.md").open("a", encoding="utf-8") as file:
        file.write("\nEin anderer Satz.\n")
    git(main, "commit", "--quiet", "--all", "--message", "Go on")
    git(main, "push", "--quiet", "origin", "main")
    assert fork.answer()["comment"]
    (told,) = fork.comments()
    assert "`repotting.md`" in told["body"]
    assert "`index.md`" not in told["body"]
