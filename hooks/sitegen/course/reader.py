"""Reads the files of a content folder, each once, and collects what is wrong instead of stopping at it."""

from __future__ import annotations

import errno
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from sitegen import boundary
from sitegen.course import borrow, bounds, page, slips, tree, yamlfile
from sitegen.course.base import ID
from sitegen.findings import ContentError, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from sitegen.course.shapes import Loc

T = TypeVar("T")


class Reader:
    """Reads content files below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.documents: dict[str, yamlfile.Document] = {}
        self.read: set[str] = set()
        self.fit: set[str] = set()
        """Files of data that have their shape."""
        self.written: dict[str, dict[str, page.Page]] = {}
        """Language -> the pages that its own folder holds, by path."""
        self.unfit: set[str] = set()
        """Files of data that are missing, or not fit to use."""

    @property
    def sound(self) -> bool:
        """Whether every file of data read so far was fit to use."""
        return not self.unfit

    def shown(self, path: str) -> str:
        """Return the path as findings show it."""
        return f"{self.root.name}/{path}"

    def has(self, path: str) -> bool:
        """Tell whether there is such a file."""
        return tree.real(self.root, path).exists()

    def entries(self, folder: str) -> list[str]:
        """Return the ids that the YAML files of a folder, as `quizzes/`, have for names."""
        files = tree.files(self.root / folder) if folder and (self.root / folder).is_dir() else []
        named = [file.removesuffix(".yml") for file in files if file.endswith(".yml") and "/" not in file]
        for name in (name for name in named if not re.match(ID, name)):
            message = f"'{name}' is no id; name the file with small letters, digits and '_', as price.yml"
            self.findings.append(Finding(self.shown(f"{folder}{name}.yml"), 1, "entry/name", message))
            self.read.add(f"{folder}{name}.yml")
            self.unfit.add(f"{folder}{name}.yml")
        return [name for name in named if re.match(ID, name)]

    def yaml(self, path: str, shape: Any, default: T, complete: Callable[[Any], Any] | None = None) -> T:
        """Return the file, its data made complete, in the given shape, or `default` when it is missing or wrong."""
        text = self.text(path)
        left_over = list(slips.conflicts(list(enumerate((text or "").split("\n"), 1)), self.shown(path)))
        self.findings += left_over
        if text is not None and not left_over:
            try:
                document = self.documents[path] = yamlfile.parse(text, self.shown(path))
                lent = replace(document, data=complete(document.data)) if complete else document
                value: T = yamlfile.read(lent, shape)
            except ContentError as error:
                self.findings.extend(error.findings)
            else:
                self.fit.add(path)
                return value
        self.unfit.add(path)
        return default

    def wording(self, lang: str, name: str, shape: Any, default: T, source: str | None) -> tuple[T, frozenset[Loc]]:
        """Return `<lang>/<name>.yml` as `yaml` does, and the places of what it borrows from the `source` language."""
        path, lender = f"{lang}/{name}.yml", f"{source}/{name}.yml"
        if lender not in self.fit:
            return self.yaml(path, shape, default) if source is None or self.has(path) else default, frozenset()
        if not self.has(path):
            self.documents[path] = yamlfile.Document(self.shown(path), {}, {})
            data, borrowed = borrow.lend(self.documents[lender].data, {})
            return yamlfile.read(yamlfile.Document(self.shown(path), data, {}), shape), borrowed
        places: set[Loc] = set()

        def complete(ours: Any) -> Any:
            begun = ours is None and self.documents[path].source.strip()  # all that stands there are comments
            data, borrowed = borrow.lend(self.documents[lender].data, {} if begun else ours)
            places.update(borrowed)
            return data

        return self.yaml(path, shape, default, complete), frozenset(places)

    def pages(self, lang: str, names: Collection[str]) -> dict[str, page.Page]:
        """Return all pages written in a language, by path; `names` are those of all directives."""
        found = self.written[lang] = {}
        files = tree.files(self.root / lang)
        for path in (path for path in files if path.endswith(".md") and tree.published(path)):
            text = self.text(f"{lang}/{path}")
            if text is not None:
                found[path], findings = page.parse(text, path, self.shown(f"{lang}/{path}"), names)
                self.findings.extend(findings)
        return found

    def text(self, path: str) -> str | None:
        """Return what a file says; None when it cannot be read, which is a finding."""
        self.read.add(path)
        try:
            file = tree.real(self.root, path)
            if not (large := bounds.large(file.stat().st_size, path)):
                return tree.composed(boundary.text(file))
            self.findings.append(Finding(self.shown(path), 1, "file/too-large", large))
        except FileNotFoundError:
            self.findings.append(Finding(self.shown(path), 1, "file/missing", "this file is missing"))
        except OSError as error:
            rule = "file/encoding" if error.errno == errno.EILSEQ else "file/unreadable"
            message = f"this file cannot be read: {boundary.refusal(error)}"
            self.findings.append(Finding(self.shown(path), 1, rule, message))
        return None
