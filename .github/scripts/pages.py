"""Where the site and its previews stand on GitHub, the record of its links, and the one comment on a pull request.

It needs nothing but Python, git and gh: it runs where it may write, and nothing that is only proposed runs there.

    pages.py where [FOLDER]           what GitHub Pages serves, as outputs of a step: `source` and `url`
    pages.py record                   commit the ledger where it has changed; the commit to publish, as an output
    pages.py unlisted SITE            ask search engines to pass a built site over
    pages.py publish SITE [FOLDER]    put a site, or a folder of it, in place of what the branch has
    pages.py remove FOLDER            take a folder out of the branch
    pages.py comment NUMBER FILE      make a text the one comment on a pull request
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

BRANCH = "gh-pages"
LEDGER = "content/published.yml"
PREVIEWS = "preview"
MARK = "<!-- sitegen-review -->"
LONGEST = 65_000
BOT = "github-actions[bot]"
TRIES = 5
_FOLDER = re.compile(rf"{PREVIEWS}/[1-9]\d{{0,9}}")


def where(folder: str = "") -> None:
    """Print how the site is served: from the branch, from a workflow, or not at all; and the address of a folder."""
    done = subprocess.run(["gh", "api", f"repos/{_repository()}/pages"], capture_output=True, text=True, check=False)
    said: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    served = said.get("build_type") == "legacy" and (said.get("source") or {}) == {"branch": BRANCH, "path": "/"}
    source = "branch" if served else "workflow" if said.get("build_type") == "workflow" else ""
    site = f"{said['html_url'].rstrip('/')}/" if source else ""
    shown = f"{site}{_inside(folder)}/" if folder and served else ""
    if not source:
        print(f"::notice::GitHub Pages serves neither a workflow's site nor the branch {BRANCH}", file=sys.stderr)
    print(f"source={source}\nsite={site}\nurl={shown if folder else site}")


def record() -> None:
    here = Path()
    if _git(here, "status", "--porcelain", "--", LEDGER):
        _git(here, "add", "--", LEDGER)
        _git(here, "commit", "--quiet", "--message", "Record new links", "--", LEDGER)
        if _run(here, "push", "--quiet", "origin", f"HEAD:refs/heads/{os.environ['GITHUB_REF_NAME']}").returncode:
            raise SystemExit(f"{LEDGER} could not be pushed: run `make ledger`, and commit what it writes")
    print(f"commit={_git(here, 'rev-parse', 'HEAD').strip()}")


def unlisted(site: str) -> None:
    for page in Path(site).rglob("*.html"):
        text = page.read_bytes()
        page.write_bytes(text.replace(b"<head>", b'<head><meta name="robots" content="noindex">', 1))


def publish(site: str, folder: str = "") -> None:
    def change(branch: Path) -> None:
        kept = {".git", PREVIEWS} if not folder else set()
        _empty(branch / _inside(folder) if folder else branch, kept)
        shutil.copytree(site, branch / folder, ignore=_not_published, dirs_exist_ok=True)

    _commit(change, f"Publish {folder or 'the site'}")


def remove(folder: str) -> None:
    _commit(lambda branch: _empty(branch / _inside(folder), set()), f"Remove {folder}")


def comment(number: str, file: str) -> None:
    text = f"{MARK}\n{Path(file).read_text(encoding='utf-8', errors='replace')[:LONGEST]}"
    issues = f"repos/{_repository()}/issues"
    mine = f'.[] | select(.user.login == "{BOT}" and (.body | startswith("{MARK}"))) | .id'
    found = _gh("api", "--paginate", f"{issues}/{int(number)}/comments?per_page=100", "--jq", mine).split()
    place = ("PATCH", f"{issues}/comments/{int(found[0])}") if found else ("POST", f"{issues}/{int(number)}/comments")
    _gh("api", "--method", place[0], place[1], "--input", "-", "--silent", given=json.dumps({"body": text}))


def _commit(change: Any, message: str) -> None:
    """Change the branch and push it, again from its newest state where another one was faster."""
    for _ in range(TRIES):
        with tempfile.TemporaryDirectory() as folder:
            branch = _branch(Path(folder))
            change(branch)
            (branch / ".nojekyll").touch()  # what is published is served as it is
            _git(branch, "add", "--all", "--force", ".")
            if not _git(branch, "status", "--porcelain"):
                return
            _git(branch, "commit", "--quiet", "--message", message)
            if _pushed(branch):
                _serve()
                return
    raise SystemExit(f"{BRANCH} has changed {TRIES} times while this was to be pushed; run the job again")


def _serve() -> None:
    """Ask for what is in the branch to be served: of pushes with the token of a workflow, Pages takes no notice."""
    asked = ["gh", "api", "--method", "POST", f"repos/{_repository()}/pages/builds", "--silent"]
    if subprocess.run(asked, check=False).returncode:
        print(f"::warning::{BRANCH} is pushed, but GitHub Pages does not serve it; see its settings")


def _branch(folder: Path) -> Path:
    """Return a folder with the newest state of the branch, or with a new one."""
    origin = _git(Path(), "remote", "get-url", "origin").strip()
    _git(folder, "init", "--quiet", "--initial-branch", BRANCH)
    _git(folder, "remote", "add", "origin", origin)
    if _git(folder, "ls-remote", "--heads", "origin", BRANCH):
        _git(folder, "fetch", "--quiet", "--depth=1", "origin", BRANCH)
        _git(folder, "reset", "--quiet", "--hard", "FETCH_HEAD")
    return folder


def _pushed(branch: Path) -> bool:
    return _run(branch, "push", "--quiet", "origin", f"HEAD:refs/heads/{BRANCH}").returncode == 0


def _empty(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _not_published(folder: str, names: list[str]) -> list[str]:
    """Return the names that are left out: hidden ones, and links."""
    return [name for name in names if name.startswith(".") or Path(folder, name).is_symlink()]


def _inside(folder: str) -> str:
    """Return the folder of a preview; there is no other that is replaced or removed by name."""
    if not _FOLDER.fullmatch(folder):
        raise SystemExit(f"'{folder}' is no folder of a preview, such as {PREVIEWS}/12")
    return folder


def _repository() -> str:
    return os.environ["GITHUB_REPOSITORY"]


def _gh(*arguments: str, given: str | None = None) -> str:
    return subprocess.run(["gh", *arguments], input=given, stdout=subprocess.PIPE, text=True, check=True).stdout


def _git(folder: Path, *arguments: str) -> str:
    done = _run(folder, *arguments)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git with the token of gh, as this job's own author, whatever the machine is set to."""
    options = {
        "credential.helper": "!gh auth git-credential",
        "core.hooksPath": os.devnull,
        "core.autocrlf": "false",
        "user.name": BOT,
        "user.email": f"41898282+{BOT}@users.noreply.github.com",
    }
    given = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    return subprocess.run(["git", *given, *arguments], cwd=folder, capture_output=True, text=True, check=False)


COMMANDS = {each.__name__: each for each in (where, record, unlisted, publish, remove, comment)}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
