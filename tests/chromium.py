"""Find Chromium for the tests, or install it, and print its path: `python tests/chromium.py`.

Tried in this order; the tests are never skipped for want of a browser:

1. `$CHROMIUM`, a path or a command; set but empty, it chooses Playwright's own browser;
2. Chromium or Chrome on the PATH, or among macOS's applications;
3. Playwright's own browser, if it was downloaded before;
4. Debian's package, installed where apt-get and root are at hand;
5. Playwright's own browser, downloaded now;
6. none of these: an error that says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
APT = ("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300")
APT_PACKAGES = ("chromium", "fonts-dejavu-core")  # a bare machine has no font for "é"


class NoChromiumError(Exception):
    """There is no browser to test with; the message says what to do."""


def find() -> str | None:
    """Return the path of a browser that is already here."""
    wanted = os.environ.get("CHROMIUM")
    if wanted:
        if path := shutil.which(wanted):
            return path
        raise NoChromiumError(f"CHROMIUM={wanted} is not a program; correct the path or unset CHROMIUM")
    if wanted is None:
        for candidate in (*COMMANDS, *MAC_APPLICATIONS):
            if path := shutil.which(candidate):
                return path
    return _playwright_browser()


def ensure() -> str:
    """Return the path of a browser, installing one if there is none."""
    if path := find():
        return path
    failures = []
    for install in (_apt_commands(), [[sys.executable, "-m", "playwright", "install", "chromium"]]):
        if failure := _run(install):
            failures.append(failure)
        elif path := find():
            return path
    raise NoChromiumError(
        "\n".join(failures)
        + "\nThe tests need a browser: install Chromium or Chrome (Debian: apt-get install chromium;"
        " macOS: brew install --cask chromium), or give its path: CHROMIUM=/path/to/chromium make test"
    )


def _playwright_browser() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:  # run before the dependencies are installed
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _apt_commands() -> list[list[str]]:
    if not shutil.which("apt-get") or os.geteuid() != 0 or os.environ.get("CHROMIUM") == "":
        return []
    return [[*APT, "update"], [*APT, "install", "--no-install-recommends", *APT_PACKAGES]]


def _run(commands: list[list[str]]) -> str | None:
    """Run the commands silently; return the story of the first that fails."""
    for command in commands:
        print("Chromium for the tests:", *command, file=sys.stderr, flush=True)
        result = subprocess.run(
            command,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if result.returncode:
            return f"{' '.join(command)} failed:\n{result.stdout}"
    return None


if __name__ == "__main__":
    try:
        print(ensure())
    except NoChromiumError as error:
        sys.exit(str(error))
