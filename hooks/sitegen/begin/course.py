"""Another course: a folder with the generator, as it is here, and a small course to be changed into one's own."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import boundary, schemas
from sitegen.begin import language
from sitegen.course import yamlfile
from sitegen.findings import ContentError, Finding, did_you_mean
from sitegen.language import catalogues

if TYPE_CHECKING:
    from collections.abc import Sequence

STARTER = Path(__file__).parent / "starter"
"""A project without its generator; words stand in a folder for each language that they are written in."""

_COPIED = (
    "hooks",
    "overrides",
    "requirements/site.txt",
    "requirements/properdocs.txt",
    "requirements/materialx.txt",
    ".github/problem-matcher.json",
    ".github/scripts",
    ".github/workflows",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    ".vscode",
    "package.json",
    "package-lock.json",
    ".npmrc",
    ".editorconfig",
    ".gitattributes",
    ".gitignore",
)
"""What a course needs of the project that it comes from, where that has it."""
_LEFT_OUT = ("__pycache__", ".*", "engines.yml")
"""What of these folders it does not: the last is a workflow that runs tests of the generator."""
_ASSETS = ("*.js", "quiz/*.js", "search/*.js", "styles/*.css", "licenses.txt")
"""What of the published files is the generator's; pictures are a course's own."""
_SETTINGS = ("hooks", "watch", "extra_css", "extra_javascript", "plugins", "exclude_docs", "validation")
"""Keys of the host's settings that belong to the generator."""
_TESTED = re.compile(r"tests/|[:,]tests|requirements/(?!site\.txt)|\.venv/\.(?!site)")
"""What marks a rule of the Makefile that needs the generator's tests, or the tools by which it is developed."""
_TARGETS = re.compile(r"^([\w./ -]+):(?!=)", re.MULTILINE)
_PHONY = re.compile(r"^\.PHONY: help .*", re.MULTILINE)
_RUN = "\nrun ="
_TEST = """\
test: check site ## check the content, and build the site strictly

quick: check ## check the content"""


def written() -> list[str]:
    """Return the languages that the starter is written in."""
    return sorted(path.name for path in (STARTER / "content").iterdir() if path.is_dir())


def begin(folder: Path, languages: Sequence[str]) -> list[str]:
    """Write a course in these languages into a folder that is new or empty; return what to do next.

    All is written beside it first, and put in its place in one step. Raises `ContentError`, and `OSError` where the
    system refuses.
    """
    source = _source(languages)
    _expect_free(folder)
    unfinished = folder.resolve().with_name(f".{folder.resolve().name}.{os.getpid()}")
    try:
        _write(unfinished, languages, source)
        with suppress(FileNotFoundError):
            folder.rmdir()
        unfinished.rename(folder.resolve())
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    borrowed = [lang for lang in languages if lang not in written()]
    return [
        f"cd {folder}",
        "make serve: shows the site while you write, at http://127.0.0.1:8000/",
        "README.md: what to change, and in which order; make check after each change says what no longer fits",
        *(f"content/{lang}/: {lang} is shown in {source} until you translate it" for lang in borrowed),
    ]


def _source(languages: Sequence[str]) -> str:
    """Return the first of the languages that the starter is written in; raises `ContentError` for what cannot be."""
    wrong: list[Finding] = []
    for lang in languages:
        try:
            language.known(lang, (), "LANGUAGES")
        except ContentError as error:
            wrong += error.findings
    twice = [lang for lang in dict.fromkeys(languages) if languages.count(lang) > 1]
    wrong += [Finding("LANGUAGES", 1, "language/entry", f"'{lang}' stands here twice; name it once") for lang in twice]
    source = next((lang for lang in languages if lang in written()), "")
    if not source and not wrong:
        example = " ".join(["en", *languages])
        message = (
            f"a course begins in a language that it can be shown in at once: {', '.join(written())}; name one of "
            f'these too, which the others are to follow, as in LANGUAGES="{example}"'
        )
        wrong.append(Finding("LANGUAGES", 1, "language/entry", message))
    if wrong:
        raise ContentError(wrong)
    return source


def _expect_free(folder: Path) -> None:
    """Raise `ContentError` where a folder is not new or empty, or lies inside the project itself."""
    message = ""
    if folder.resolve().is_relative_to(_project()):
        message = "this lies inside the project that the course comes from; choose a folder beside it, as ../mine"
    elif folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        message = "something that is no folder has this name; choose another one"
    elif folder.is_dir() and any(folder.iterdir()):
        message = "this folder is not empty; choose a new one"
    elif not folder.resolve().parent.is_dir():
        parent = folder.resolve().parent
        siblings = [path.name for path in parent.parent.iterdir()] if parent.parent.is_dir() else []
        message = f"there is no folder {folder.parent} to put it into{did_you_mean(parent.name, siblings) or '.'}"
    if message:
        raise ContentError([Finding(str(folder), 1, "folder/taken", message)])


def _project() -> Path:
    return catalogues.PACKAGE.parent.parent


def _write(project: Path, languages: Sequence[str], source: str) -> None:
    _copy_generator(project)
    theirs = [lang for lang in languages if lang in written()]
    title = yamlfile.parse(boundary.text(STARTER / "content" / source / "course.yml"), "course.yml").data["title"]
    filled = {"{languages}": ", ".join(languages), "{source}": source, "{title}": title}
    for file in sorted(path for path in STARTER.rglob("*") if path.is_file()):
        path = file.relative_to(STARTER)
        if path.parts[0] == "content" and len(path.parts) > 2 and path.parts[1] not in theirs:
            continue
        text = boundary.text(file)
        for gap, value in filled.items():
            text = text.replace(gap, value)
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        boundary.write(project / path, text)
    settings = boundary.text(project / "mkdocs.yml")
    boundary.write(project / "mkdocs.yml", settings + _settings(boundary.text(_project() / "mkdocs.yml")))
    for lang in languages:
        if lang not in theirs:
            language.write_into(project, lang, source)
    schemas.write(project / "content")


def _copy_generator(project: Path) -> None:
    ours = _project()
    for name in _COPIED:
        if (ours / name).is_dir():
            shutil.copytree(ours / name, project / name, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        elif (ours / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ours / name, project / name)
    for file in (file for pattern in _ASSETS for file in (ours / "docs" / "assets").glob(pattern)):
        target = project / file.relative_to(ours)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    boundary.write(project / "Makefile", makefile(boundary.text(ours / "Makefile")))


def _settings(text: str) -> str:
    """Return the parts of the host's settings that belong to the generator, as they are written."""
    parts = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
    kept = [re.sub(r"\n#.*", "", part).rstrip() for part in parts if part.partition(":")[0] in _SETTINGS]
    return "\n" + "\n".join(kept) + "\n"


def makefile(text: str) -> str:
    """Return the Makefile of a project without tests: rules that need them are left out, and `test` checks and builds.

    A rule is what stands between two empty lines.
    """
    kept, dropped = [], set[str]()
    for rule in text.rstrip("\n").split("\n\n"):
        targets = {name for names in _TARGETS.findall(rule) for name in names.split()}
        if "test" in targets:
            kept.append(_TEST)
        elif _RUN in rule or (targets and _TESTED.search(rule)):
            dropped |= targets
        else:
            kept.append(rule)
    found = "\n\n".join(kept) + "\n"
    return _PHONY.sub(
        lambda line: " ".join(name for name in line[0].split(" ") if name not in dropped - {"quick"}), found
    )
