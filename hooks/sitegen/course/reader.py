"""Reads the files of a content folder, each once, and collects what is wrong instead of stopping at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sitegen.course import page, slips, tree, yamlfile
from sitegen.findings import ContentError, Finding

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

T = TypeVar("T")


class Reader:
    """Reads content files below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.documents: dict[str, yamlfile.Document] = {}
        self.read: set[str] = set()
        self.written: dict[str, dict[str, page.Page]] = {}
        """Language -> the pages that its own folder holds, by path."""
        self.sound = True
        """Whether every file of data read so far was fit to use."""

    def shown(self, path: str) -> str:
        """Return the path as findings show it."""
        return f"{self.root.name}/{path}"

    def has(self, path: str) -> bool:
        """Tell whether there is such a file."""
        return tree.real(self.root, path).exists()

    def yaml(self, path: str, shape: Any, default: T) -> T:
        """Return the file in the given shape, or `default` when it is missing or wrong."""
        text = self.text(path)
        left_over = list(slips.conflicts(list(enumerate((text or "").split("\n"), 1)), self.shown(path)))
        self.findings += left_over
        if text is not None and not left_over:
            try:
                document = self.documents[path] = yamlfile.parse(text, self.shown(path))
                value: T = yamlfile.read(document, shape)
            except ContentError as error:
                self.findings.extend(error.findings)
            else:
                return value
        self.sound = False
        return default

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
            return tree.composed(tree.real(self.root, path).read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            self.findings.append(Finding(self.shown(path), 1, "file/missing", "this file is missing"))
        except UnicodeDecodeError:
            message = "this file is not UTF-8; save it again as UTF-8"
            self.findings.append(Finding(self.shown(path), 1, "file/encoding", message))
        except OSError as error:
            message = f"this file cannot be read ({error.strerror})"
            self.findings.append(Finding(self.shown(path), 1, "file/unreadable", message))
        return None
