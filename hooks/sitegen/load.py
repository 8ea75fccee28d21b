"""From the content folder to a complete course, or to the list of everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from sitegen import (
    calculator,
    causes,
    coverage,
    directives,
    embedded,
    i18n,
    ids,
    illustration,
    links,
    navigation,
    page,
    parity,
    proofs,
    published,
    reading,
    sorting,
    terms,
    tree,
    unread,
    yamlfile,
)
from sitegen.course import Course, Wording
from sitegen.findings import ContentError, Finding
from sitegen.models import (
    Analogy,
    AnalogyWording,
    CalculatorFile,
    CalculatorWording,
    CourseFile,
    CourseWording,
    Example,
    ExampleWording,
    Group,
    GroupWording,
    Id,
    IllustrationWording,
    Published,
    QuizFile,
    QuizWording,
    Term,
)

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")

SETTINGS = "mkdocs.yml"
"""The host's settings, beside the content folder: they hold the navigation and the site's address."""


def load(root: Path, assets: Path | None = None) -> Course:
    """Read, check and complete the course under the folder `root`.

    `assets` is a folder whose files pages of every language may link to. Raises `ContentError` with the errors of all
    files at once; what is only worth a warning comes back as the course's `warnings`.
    """
    reader = Reader(root)
    file: CourseFile | None = reader.yaml("course.yml", CourseFile, None)
    if file is None:
        raise ContentError(reader.findings)
    file = reader.with_folders(file)
    course = _read(reader, file)
    reader.unread(course)
    findings = [
        *i18n.check(file.languages, reader.shown("course.yml")),
        *parity.check_pages(course),
        *coverage.check(course),
        *terms.check(course),
        *embedded.check(course),
        *reading.check(course),
        *directives.check(course, all_read=reader.sound),
    ]
    if reader.sound and file.source in file.languages:
        findings += [
            *parity.check_wording(course),
            *_quiz_findings(course),
            *published.check_addresses(course),
            *calculator.check(course),
            *sorting.check(course),
            *i18n.check_varieties(course),
            *illustration.check(course),
        ]
    rendered = reader.sound and not _errors(findings)
    if rendered:
        course, twice = ids.complete(course)
        findings += twice
    settings = _settings(root.parent / SETTINGS)
    findings += [
        *reader.findings,
        *navigation.check(settings, SETTINGS, course, rendered=rendered),
        *links.check(course, root, assets, rendered=rendered, site=navigation.site(settings)),
    ]
    findings = causes.first(findings, file.languages)
    if _errors(findings):
        raise ContentError(findings)
    return replace(course, warnings=tuple(sorted({*findings, *directives.unused(course)})))


class Reader:
    """Reads content files, collecting what is wrong instead of stopping at it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.documents: dict[str, yamlfile.Document] = {}
        self.read: set[str] = set()
        self.sound = True
        """Whether every YAML file read so far was fit to use."""

    def shown(self, path: str) -> str:
        """Return the path as findings show it."""
        return f"{self.root.name}/{path}"

    def yaml(self, path: str, shape: Any, default: T) -> T:
        """Return a YAML file as `shape`; `default`, with findings, when it is not fit."""
        text = self._text(path)
        if text is not None:
            try:
                document = self.documents[path] = yamlfile.parse(text, self.shown(path))
                value: T = yamlfile.read(document, shape)
            except ContentError as error:
                self.findings.extend(error.findings)
            else:
                return value
        self.sound = False
        return default

    def with_folders(self, file: CourseFile) -> CourseFile:
        """Return the file without the languages that have no folder."""
        lacking = [lang for lang in file.languages if not (self.root / lang).is_dir()]
        for lang in lacking:
            place = ("languages", file.languages.index(lang))
            message = f"there is no folder {self.shown(lang)}; write it, or take '{lang}' out of the languages"
            self.findings.append(self.documents["course.yml"].finding(place, "file/missing", message))
        if file.source in lacking:
            raise ContentError(self.findings)
        return file.model_copy(update={"languages": tuple(x for x in file.languages if x not in lacking)})

    def unread(self, course: Course) -> None:
        """Note the files that nobody has read or linked to; one of them may be data under a wrong name."""
        linked = {path for path in links.files(course) if not unread.is_text(path)}
        findings = unread.check(self.root, course.languages, _NAMES, self.read | linked)
        self.findings += findings
        self.sound = self.sound and not any(unread.is_text(finding.path) for finding in findings)

    def pages(self, lang: str) -> dict[str, page.Page]:
        """Return all pages written in a language, by path."""
        found = {}
        files = tree.files(self.root / lang)
        for path in (path for path in files if path.endswith(".md") and tree.published(path)):
            text = self._text(f"{lang}/{path}")
            if text is not None:
                found[path], findings = page.parse(text, path, self.shown(f"{lang}/{path}"))
                self.findings.extend(findings)
        return found

    def illustrations(self) -> tuple[illustration.Illustration, ...]:
        """Return all drawings, by name."""
        found = []
        for file in sorted((self.root / "illustrations").glob("[!.]*.svg")):
            path = f"illustrations/{file.name}"
            text = self._text(path)
            drawn, findings = illustration.parse(text or "", file.stem, self.shown(path))
            found.append(drawn)
            self.findings.extend(findings if text is not None else ())
            self.sound = self.sound and not findings
        return tuple(found)

    def _text(self, path: str) -> str | None:
        self.read.add(path)
        try:
            return (self.root / path).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.findings.append(Finding(self.shown(path), 1, "file/missing", "this file is missing"))
        except UnicodeDecodeError:
            message = "this file is not UTF-8; save it again as UTF-8"
            self.findings.append(Finding(self.shown(path), 1, "file/encoding", message))
        except OSError as error:
            message = f"this file cannot be read ({error.strerror})"
            self.findings.append(Finding(self.shown(path), 1, "file/unreadable", message))
        return None


def _settings(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _read(reader: Reader, file: CourseFile) -> Course:
    structure = {name: (reader.root / f"{name}.yml").exists() for name in _STRUCTURE}
    quiz: QuizFile | None = reader.yaml("quiz.yml", QuizFile, None) if structure["quiz"] else None
    recorded: Published | None = None
    if (reader.root / "published.yml").exists():
        recorded = reader.yaml("published.yml", Published, None)
    examples: list[Example] = reader.yaml("examples.yml", list[Example], []) if structure["examples"] else []
    analogies: list[Analogy] = reader.yaml("analogies.yml", list[Analogy], []) if structure["analogies"] else []
    illustrations = reader.illustrations()
    calculation: CalculatorFile | None = None
    if structure["calculator"]:
        calculation = reader.yaml("calculator.yml", CalculatorFile, None)
    groups: list[Group] = reader.yaml("sorting.yml", list[Group], []) if structure["sorting"] else []
    glossary = any((reader.root / lang / "glossary.yml").exists() for lang in file.languages)
    wording = {}
    for lang in file.languages:
        words: CourseWording = reader.yaml(f"{lang}/course.yml", CourseWording, _NO_WORDING)
        wording[lang] = Wording(
            words,
            reader.yaml(f"{lang}/quiz.yml", QuizWording, None) if structure["quiz"] else None,
            reader.yaml(f"{lang}/examples.yml", dict[Id, ExampleWording], {}) if structure["examples"] else {},
            reader.yaml(f"{lang}/analogies.yml", dict[Id, AnalogyWording], {}) if structure["analogies"] else {},
            reader.yaml(f"{lang}/glossary.yml", dict[Id, Term], {}) if glossary else {},
            reader.yaml(f"{lang}/illustrations.yml", dict[Id, IllustrationWording], {}) if illustrations else {},
            reader.yaml(f"{lang}/calculator.yml", CalculatorWording, None) if structure["calculator"] else None,
            reader.yaml(f"{lang}/sorting.yml", dict[Id, GroupWording], {}) if structure["sorting"] else {},
        )
    pages = {lang: reader.pages(lang) for lang in file.languages}
    return Course(
        file,
        quiz,
        recorded,
        tuple(examples),
        tuple(analogies),
        wording,
        pages,
        reader.documents,
        calculation,
        tuple(groups),
        illustrations=illustrations,
    )


_STRUCTURE = ("quiz", "examples", "analogies", "calculator", "sorting")
"""Files that a course may have; each comes with one of the same name in every language."""

_NAMES = [f"{name}.yml" for name in (*_STRUCTURE, "course", "glossary", "illustrations", "published")]
"""All YAML files that are read, in the content folder or in that of a language."""

_NO_WORDING = CourseWording(title="-", description="-")


def _quiz_findings(course: Course) -> list[Finding]:
    if course.quiz is None:
        return []
    document = course.documents["quiz.yml"]
    findings = proofs.check(course.quiz, document)
    if not _errors(findings) and "examples.yml" in course.documents:
        findings += proofs.check_examples(course.quiz, course.examples, document, course.documents["examples.yml"])
    if not _errors(findings) and course.published is not None:
        findings += published.check(course.quiz, course.published, document, course.documents["published.yml"])
    return findings


def _errors(findings: list[Finding]) -> bool:
    return any(not finding.warning for finding in findings)
