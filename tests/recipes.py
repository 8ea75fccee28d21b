"""The recipes of CONTRIBUTING.md, followed as a script: each block goes where it says, in every language.

What an author chooses is chosen here by today's content: where a name in a block is gone, one that is there stands
for it, so that the recipes hold for any content.
"""

from __future__ import annotations

import re
import shutil
import sys
from copy import deepcopy
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

import yaml
from courses import PROJECT, findings_of, with_kind
from sitegen.check.published import write
from sitegen.kind import Stage
from sitegen.kinds.cases import CASES
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.examples.check import run_problem
from sitegen.kinds.quiz import QUIZ, graph
from sitegen.kinds.quiz.shape import Node, Question, Target
from sitegen.load import load, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile

_FENCE = re.compile(r"^( *)```(\w+) (\S+\.\w+)(?: (\w+))?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_LANGUAGE = "<language>"
_NEVER_TRANSLATED = {"slug", "id", "variants", "forms"}
_SHARED = ("docs", "hooks", "overrides", "node_modules", "requirements")
_COPIED = ("content", "tests", "adr", ".ci", ".github", "schemas")


@dataclass(frozen=True)
class Block:
    """One block of a recipe."""

    kind: str
    """What it is written in, as `yaml`."""
    path: str
    """The file it goes to, below the project; `<language>` stands for each of them."""
    place: str
    """The key at whose end it goes; empty for the end of the file."""
    text: str


def blocks(guide: str) -> list[Block]:
    """Return all blocks of a guide that say where they go."""
    return [Block(kind, path, place or "", dedent(text)) for _, kind, path, place, text in _FENCE.findall(guide)]


def lay_out(project: Path) -> Path:
    """Write a copy of the real project, tests included, into the new folder `project`; return its content folder."""
    project.mkdir(parents=True)
    for path in (path for path in PROJECT.iterdir() if path.is_file() and path.name != ".git"):
        shutil.copy(path, project)
    for name in (*_SHARED, *_COPIED):
        if name in _SHARED and (PROJECT / name).exists():
            (project / name).symlink_to(PROJECT / name)
        elif (PROJECT / name).exists():
            shutil.copytree(PROJECT / name, project / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    return project / "content"


def follow_all(project: Path) -> None:
    """Follow every recipe in a copy of the project, and record the links, as `make ledger` does."""
    course = load(project / "content", project / "docs")
    for block in blocks((project / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        _follow(block, project, course)
    _lead_to_question(project, course)
    _add_to_navigation(project)
    _write_chapter(project, course)
    _rename_page(project, course)
    _rename_term(project, course)
    _change_sentence(project, course)
    _record(project)


def _record(project: Path) -> None:
    course = load(project / "content", project / "docs")
    (project / "content" / "published.yml").write_text(write(record(course)), encoding="utf-8")


def _follow(block: Block, project: Path, course: Course) -> None:
    text = _fitted(block, course)
    if _LANGUAGE not in block.path:
        _insert(project / block.path, block.place, text)
        return
    for lang in course.languages:
        told = text if lang != course.source else _other_words(block, text)
        _insert(project / block.path.replace(_LANGUAGE, lang), block.place, told)


def _insert(file: Path, place: str, text: str) -> None:
    """Put a text at the end of a file, or of what stands under one of its keys."""
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    if not place:
        file.write_text(f"{written.rstrip()}\n\n{text}".lstrip() if written else text, encoding="utf-8")
        return
    found = re.search(rf"^{place}:.*\n(?:(?:[ #].*)?\n)*?(?=\n*(?:\#.*\n)*(?:\w|\Z))", written, re.MULTILINE)
    assert found, f"{file}: {place}"
    file.write_text(f"{written[: found.end()]}{indent(text, '  ')}{written[found.end() :]}", encoding="utf-8")


def _other_words(block: Block, text: str) -> str:
    """Return a block in words that are not those of the guide, for the language that it is not written in."""
    if block.kind == "yaml":
        return str(yaml.safe_dump(_otherwise(yaml.safe_load(text)), allow_unicode=True, sort_keys=False, width=1000))
    return re.sub(r"^(description: |#+ )?(?=[A-Z])", r"\1Autrement dit, ", text, flags=re.MULTILINE)


def _otherwise(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: below if key in _NEVER_TRANSLATED else _otherwise(below) for key, below in data.items()}
    if isinstance(data, list):
        return [_otherwise(below) for below in data]
    return f"autre {data}" if isinstance(data, str) else data


def _fitted(block: Block, course: Course) -> str:
    """Return the text of a block; what it names and today's content lacks is replaced."""
    quiz, data = QUIZ.of(course), yaml.safe_load(block.text) if block.kind == "yaml" else None
    fitted = deepcopy(data)
    for entry in fitted if isinstance(fitted, list) and quiz else ():
        if "points" in entry:
            entry["points"] = [point for point in entry["points"] if point in course.file.points]
        if block.path.endswith("examples.yml"):
            entry["quiz"] = {side: _run(quiz, **run) for side, run in entry["quiz"].items()}
        elif block.path.endswith("analogies.yml"):
            known = [outcome.id for outcome in quiz.outcomes]
            entry["outcomes"] = {side: out if out in known else known[0] for side, out in entry["outcomes"].items()}
        elif block.path.endswith("cases.yml"):
            entry |= _judged(quiz, entry)
    return block.text if fitted == data else str(yaml.safe_dump(fitted, sort_keys=False))


def _run(quiz: QuizFile, answers: graph.Answers, outcome: str) -> dict[str, Any]:
    if run_problem(quiz, answers, outcome) is None:
        return {"answers": answers, "outcome": outcome}
    first = quiz.outcomes[0].id
    return {"answers": _way(quiz, first).answers, "outcome": first}


def _way(quiz: QuizFile, outcome: str) -> graph.Path:
    return next(path for path in graph.paths(quiz) if path.outcome == outcome)


def _judged(quiz: QuizFile, case: dict[str, Any]) -> dict[str, Any]:
    given = CASES.structure.__args__[0].model_validate(case).given
    path = graph.walk(quiz, given)
    if path.outcome and path.answers == given and graph.first_action(quiz, path) in case["right"]:
        return {}
    path = _way(quiz, quiz.outcomes[0].id)
    action = graph.first_action(quiz, path)
    return {"readings": [path.answers] * 2, "best": action, "right": [action], "wrong": []}


def _lead_to_question(project: Path, course: Course) -> None:
    """Lead an option to the new node, and its own options where they may lead; the guide leaves that to the author."""
    file = project / "content" / "quiz.yml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    *_, name = data["nodes"]
    asked = data["nodes"][name]["ask"]
    options = data["questions"][-1]["options"]
    node, option, targets = next(_ways_in(course, asked, options, name))
    data["nodes"][node]["goto"][option] = name
    data["nodes"][name]["goto"] = {each: {"outcome": end} for each, end in zip(options, targets, strict=True)}
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")


def _ways_in(course: Course, asked: str, options: list[str], name: str) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Yield ends of the quiz that a new question may split, and its outcomes; no example or case meets them."""
    quiz = QUIZ.of(course)
    assert quiz
    met = {(step.node, step.option) for given in _given(course) for step in graph.walk(quiz, given).steps}
    question = Question(id=asked, options=tuple(options))
    ends = ((n, o, t.outcome) for n, node in quiz.nodes.items() for o, t in node.goto.items() if t.outcome)
    for (node, option, end), other in product(ends, quiz.outcomes):
        if (node, option) in met or other.id == end:
            continue
        goto = {options[0]: Target(outcome=end), options[1]: Target(outcome=other.id)}
        before = quiz.nodes[node]
        nodes = {
            **quiz.nodes,
            node: before.model_copy(update={"goto": {**before.goto, option: Target(node=name)}}),
            name: Node(ask=asked, goto=goto),
        }
        changed = quiz.model_copy(update={"questions": (*quiz.questions, question), "nodes": nodes})
        found = QUIZ.checks[Stage.STRUCTURE](with_kind(course, QUIZ, changed))
        if all(finding.rule == "link/unrecorded" for finding in found):
            yield node, option, (end, other.id)


def _given(course: Course) -> Iterator[graph.Answers]:
    for example in EXAMPLES.of(course):
        yield from (run.answers for run in example.quiz.values())
    for case in CASES.of(course):
        yield from case.readings or (case.given,)


def _add_to_navigation(project: Path, page: str = "questions.md") -> None:
    file = project / "mkdocs.yml"
    before, after = re.split(r"(?<=\.md)\]\n(?=\n)", file.read_text(encoding="utf-8"), maxsplit=1)
    file.write_text(f"{before}, {page}]\n{after}", encoding="utf-8")


def _write_chapter(project: Path, course: Course) -> None:
    """Write the page of the chapter that the guide adds, with what the last chapter before it has."""
    page = load_yaml(project / "content" / "course.yml")["chapters"][-1]["page"]
    for lang in course.languages:
        text = course.pages[lang][course.file.chapters[-1].page].text
        text = re.sub(r"^(slug: .*)", r"\1-more", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^description: (\"?)", r"description: \1X ", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^# .*?(?= \{#)", "# Other habits", text, count=1, flags=re.MULTILINE)
        text = text.replace("# Other habits", "# D'autres habitudes") if lang == course.source else text
        (project / "content" / lang / page).write_text(text, encoding="utf-8")
    _add_to_navigation(project, page)


def _rename_page(project: Path, course: Course) -> None:
    """Rename a page, its addresses and one of its sections, and paste the lines that the check gives."""
    content, source = project / "content", course.pages[course.source]
    named = {entry.page for entry in (*course.file.chapters, *course.file.pages)}
    old = next(
        path
        for path in source
        if path not in named
        and path != "index.md"
        and len(source[path].headings) > 1
        and not source[path].directives
        and not source[path].generated
        and not source[path].meta.unlisted
    )
    new, section = f"renamed-{old}", next(heading.id for heading in source[old].headings[1:] if heading.id)
    for lang in course.languages:
        (content / lang / old).rename(content / lang / new)
    for file in [project / "mkdocs.yml", *content.rglob("*.md"), *content.rglob("*.yml")]:
        if file.name in {"published.yml", "accepted.yml"}:
            continue
        text = file.read_text(encoding="utf-8")
        text = re.sub(rf"(?<![\w-]){re.escape(old)}#{section}\b", f"{new}#{section}-new", text)
        text = re.sub(rf"(?<![\w-]){re.escape(old)}\b", new, text)
        if file.name == new:
            text = text.replace(f"(#{section})", f"(#{section}-new)").replace(f"{{#{section}}}", f"{{#{section}-new}}")
            text = re.sub(r"^slug: ", "slug: renamed-", text, count=1, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
    _paste_retired(content, project / "docs")


def _rename_term(project: Path, course: Course) -> None:
    """Give the last term of the glossary that the guide found another id."""
    content = project / "content"
    ident = next(iter(load_yaml(content / course.source / "glossary.yml")))
    for lang in course.languages:
        file = content / lang / "glossary.yml"
        text = re.sub(rf"^{ident}:", f"{ident}_today:", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
    _replace_everywhere(content, f"glossary.md#{ident}", f"glossary.md#{ident}_today")
    _paste_retired(content, project / "docs")


def _replace_everywhere(content: Path, old: str, new: str) -> None:
    for file in (*content.rglob("*.md"), *content.rglob("*.yml")):
        if file.name not in {"published.yml", "accepted.yml"}:
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub(rf"{re.escape(old)}\b", new, text), encoding="utf-8")


def _paste_retired(content: Path, docs: Path) -> None:
    """Paste the lines that findings give under `retired`, as a reader of them would."""
    found = [finding.message for finding in findings_of(content, docs) if finding.rule == "link/killed"]
    lines = [line for message in found for line in re.findall(r"- \{[^}]+\}", message)]
    assert lines
    file = content / "course.yml"
    text = file.read_text(encoding="utf-8")
    begun = "" if re.search(r"^retired:", text, re.MULTILINE) else "\nretired:\n"
    file.write_text(f"{text.rstrip()}\n{begun}" + "".join(f"  {line}\n" for line in lines), encoding="utf-8")


def _change_sentence(project: Path, course: Course) -> None:
    """Say the first sentence of every page otherwise, in the source language alone."""
    for path, page in course.pages[course.source].items():
        file = project / "content" / course.source / path
        if not page.generated and file.exists():
            text = file.read_text(encoding="utf-8")
            changed = re.sub(r"^(?=[A-Z][a-z ]+ \w)", "Autrement dit, ", text, count=1, flags=re.MULTILINE)
            file.write_text(changed, encoding="utf-8")


def load_yaml(file: Path) -> Any:
    """Return the data of a YAML file."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    follow_all(lay_out(Path(sys.argv[1])).parent)
