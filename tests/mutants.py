"""`make mutants`: break the project in one place at a time; does a build proof or a test notice?

Each mutant changes a copy of the project and runs the cheapest checks that should notice, until one does. Sentences
that still say something are no mutants: only people notice those. Prints a table; exits 1 when a mutant survives.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, TypeVar

from courses import CORE, PROJECT, TESTS, defects
from faults import graph_faults, wording_faults

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

NOT_COPIED = shutil.ignore_patterns(".*", "site", "node_modules", "__pycache__")
TOO_MUCH = 180
"""Seconds of computing after which a check that does not come to an end has noticed, on a busy machine too; …"""
TOO_LONG = 3600
"""… and of waiting."""
LIMITED = ("sh", "-c", f'ulimit -t {TOO_MUCH}; exec "$@"', "sh")

SLOWEST = 5
"""Mutants that the end names, by the time that they took."""


def found(folder: Path, name: str) -> str:
    """Return where the one file of this name lies in a folder, in whatever room, from the project's root.

    What runs in a browser is named with its folder.
    """
    paths = [path.relative_to(PROJECT).as_posix() for path in folder.rglob(name)]
    paths = [path for path in paths if ("/browser/" in path) == name.startswith("browser/")]
    if len(paths) != 1:
        raise SystemExit(f"{name} is found {len(paths)} times in {folder}; renew its name here")
    return paths[0]


def core(name: str) -> str:
    return found(CORE, name)


def pytest(*names: str) -> tuple[str, ...]:
    """Return the command that runs these tests, one after the other."""
    parted = [name.partition("::") for name in names]
    tests = [found(TESTS, file) + separator + test for file, separator, test in parted]
    return ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *tests)


def defective(*kinds: str) -> tuple[str, ...]:
    """Return the command that loads the courses with a defect of these kinds."""
    names = [defect.name for defect in defects() if defect.name.startswith(kinds)]
    return pytest(*(f"test_load.py::test_defect_gives_its_findings[{name}]" for name in names))


QUIZ = "content/quiz.yml"
FR, EN = "content/fr/quiz.yml", "content/en/quiz.yml"
MESSAGES = core("en/LC_MESSAGES/sitegen.po")
GRAPH, EXPLAIN, CLOSED, PROOFS, IDS, DATA, PICTURE = (
    core(f"quiz/{name}.py") for name in ("graph", "explain", "closed", "proofs", "ids", "data", "picture")
)
KIND, ANSWERS = core("quiz/__init__.py"), core("quiz/answers.py")
PUBLISHED, LEDGER, SUCCESSORS = (core(f"check/{name}.py") for name in ("published", "ledger", "successors"))
PERMANENT, LINKS, LANDING = (core(f"course/{name}.py") for name in ("permanent", "links", "landing"))
HTML, POLICY, NEUTRAL, MOVED, AROUND = (
    core(f"show/{name}.py") for name in ("html", "policy", "neutral", "moved", "around")
)
BAR, EDIT, REPOSITORY = core("show/bar.py"), core("show/edit.py"), core("check/repository.py")
JSONSCHEMA, SCHEMAS, MODELINE = core("course/jsonschema.py"), core("schemas.py"), core("course/modeline.py")
REWRITE, PARTS, COMMONMARK, SLIPS = (core(f"course/{name}.py") for name in ("rewrite", "parts", "commonmark", "slips"))
ALLOWED, ELEMENTS = (core(f"course/{name}.py") for name in ("allowed", "elements"))
READ, ARTICLE, KEPT, APART = (core(name) for name in ("show/published.py", "show/article.py", "kept.py", "apart.py"))
TREE, NOT_FOUND_JS = core("course/tree.py"), core("templates/not_found.js")
EASE, READING, TERMS = core("language/ease.py"), core("check/reading.py"), core("glossary/terms.py")
BORROW, SECTIONS, BORROWED, MARKS, UNFINISHED = (
    core(name) for name in ("borrow.py", "sections.py", "borrowed.py", "marks.py", "unfinished.py")
)
SUMS, SHOWN, CALCULATOR = (core(f"calculator/{name}.py") for name in ("sums", "shown", "check"))
FLOW_JS, CALCULATOR_JS = (found(PROJECT / "docs", name) for name in ("quiz/flow.js", "assets/calculator.js"))

# What an author would do after a change: check the content and record its ids. A warning stops the build as well.
RECORD = ("-m", "sitegen", "ledger")
FLOW = pytest("test_flow.py")
PASTED = "test_whole.py::test_what_is_pasted_is_published_whole_or_refused"
FINISHED = pytest("test_unfinished.py::test_finished_languages_have_everything")
ON_THE_SCRIPT = (
    "test_the_page_computes_the_same_golden_cases",
    "test_figures_are_read_as_the_language_writes_them",
    "test_the_page_and_the_generator_agree_on_generated_calculations",
)
"""What needs no built site."""
WHOLE = pytest(
    *(
        f"test_whole.py::test_{name}"
        for name in (
            "what_is_pasted_is_published_whole_or_refused",
            "what_is_something_else_is_told_apart",
            "pages_of_pasted_fragments_are_published_whole_or_refused",
            "fragments_keep_their_words_inside_lists_and_quotations",
            "whatever_is_accepted_is_published_as_commonmark_reads_it",
        )
    )
)
CHECKS = {
    QUIZ: [RECORD, FLOW],
    FR: [RECORD, FINISHED],
    EN: [RECORD, FINISHED],
    MESSAGES: [RECORD, FINISHED],
    GRAPH: [pytest("test_graph.py", "test_flow.py"), pytest("test_ids.py", "test_proofs_full.py")],
    EXPLAIN: [pytest("test_explain.py")],
    CLOSED: [pytest("test_proofs.py", "test_proofs_full.py"), pytest("test_load.py")],
    PROOFS: [pytest("test_proofs.py", "test_proofs_full.py"), pytest("test_graph.py")],
    IDS: [pytest("test_ids.py")],
    DATA: [pytest("test_data.py")],
    PICTURE: [pytest("test_picture.py::test_picture_of_the_real_quiz", "test_picture.py::test_picture")],
    ANSWERS: [defective("example")],
    PUBLISHED: [pytest("test_ids.py"), defective("link", "retired", "reference")],
    LEDGER: [pytest("test_ledger.py"), defective("link", "retired", "reference")],
    SUCCESSORS: [pytest("test_ledger.py")],
    LINKS: [pytest("test_neutral.py", "test_ledger.py")],
    LANDING: [pytest("test_ledger.py", "test_moved.py")],
    KIND: [pytest("test_ids.py", "test_neutral.py", "test_writer.py", "test_ledger.py"), defective("parity", "link")],
    HTML: [pytest("test_html.py")],
    POLICY: [pytest("test_html.py")],
    ALLOWED: [pytest("test_html.py", PASTED), defective("html", "link")],
    ELEMENTS: [pytest(PASTED), defective("html", "link")],
    NEUTRAL: [pytest("test_neutral.py", "test_moved.py")],
    AROUND: [pytest("test_around.py")],
    BAR: [pytest("test_bar.py")],
    EDIT: [pytest("test_edit.py")],
    REPOSITORY: [pytest("test_settings.py")],
    JSONSCHEMA: [pytest("test_schemas.py")],
    SCHEMAS: [pytest("test_schemas.py")],
    MODELINE: [pytest("test_schemas.py")],
    **{file: [WHOLE] for file in (REWRITE, PARTS, COMMONMARK, SLIPS, READ, ARTICLE)},
    KEPT: [pytest("test_kept.py")],
    APART: [pytest("test_apart.py")],
    TREE: [pytest("test_tree.py")],
    NOT_FOUND_JS: [pytest("browser/test_not_found.py::test_the_table")],
    MOVED: [pytest("test_moved.py")],
    PERMANENT: [pytest("test_neutral.py", "test_ledger.py")],
    EASE: [pytest("test_reading.py"), defective("reading")],
    READING: [pytest("test_reading.py"), defective("reading")],
    TERMS: [defective("term")],
    BORROW: [pytest("test_borrow.py")],
    SECTIONS: [pytest("test_sections.py")],
    BORROWED: [pytest("test_borrowed.py")],
    MARKS: [pytest("test_borrowed.py")],
    UNFINISHED: [pytest("test_unfinished.py::test_what_is_missing_is_counted_and_no_error")],
    SUMS: [pytest("test_calculator.py"), defective("calculator")],
    SHOWN: [pytest("test_calculator.py"), defective("calculator")],
    CALCULATOR: [pytest("test_calculator.py"), defective("calculator", "reference")],
    FLOW_JS: [pytest("browser/test_interpreters.py"), pytest("browser/test_address.py")],
    CALCULATOR_JS: [pytest(*(f"browser/test_calculator.py::{test}" for test in ON_THE_SCRIPT))],
}

# File -> what stands there once, and what a mutant makes of it.
MUTANTS: dict[str, list[tuple[str, str]]] = {
    REWRITE: [
        ('lines += [] if tight else [""]', "lines += []"),
        ('lines += [_NOTHING, ""] if _would_join(before.token, tree.token) else []', "pass"),
        ("if _BEGINS.match(line) else line for line in lines", "if False else line for line in lines"),
        ('return f"{_TAB}{line}" if line else ""', 'return f"   {line}" if line else ""'),
        ('written if begins else [_NOTHING, "", *written]', "written or ['']"),
        ('sign = f"{start + number}."', 'sign = f"{number + 1}."'),
        ('return match[0] if match[1] else r"\\|"', "return match[0]"),
        ("doubtful = max(levels, default=0) > 1 or any(", "doubtful = False and any("),
        ('return "&amp;"  # what follows', "return token.markup  # what follows"),
        ("{self.keep('<br />')}\\n", "\\n"),
    ],
    PARTS: [
        ('self._mark("<br>")', "self.flush()"),
        ("if want is None or got is None or want.text != got.text:", "if want and got and want.text != got.text:"),
        ('return [plain_target(attributes.get("href" if tag == "a" else "src", ""))]', "return []"),
        ('return [attributes.get("start", "1")]', "return []"),
        ('return [attributes.get("id", "")]', "return []"),
    ],
    COMMONMARK: [
        ('opening.meta["attributes"] = match[1]', "pass"),
        ("    _unlink(tokens)\n    references", "    references"),
        ("while after < end and (state.isEmpty(after) or", "while after < end and ("),
    ],
    SLIPS: [
        ("if cells > head:", "if cells < head:"),
        ('if label.startswith("^"):', "if False:"),
        ("if items and (len(items) > 1 or", "if items and (len(items) > 2 or"),
        ("if len(cells) > 1:", "if len(cells) > 2:"),
        ("if found.rule in leftovers.IN_HTML:", "if False:"),
    ],
    READ: [
        ('return _SIGN.sub(lambda match: chr(int(match[1])), text.replace(AMP_SUBSTITUTE, "&"))', "return text"),
        (
            'tag = "box" if element.tag == "details" or "admonition" in classes else str(element.tag)',
            "tag = str(element.tag)",
        ),
    ],
    ARTICLE: [
        ('    "sane_lists": {},\n', ""),
        ("md.ESCAPED_CHARS = list(string.punctuation)", "pass"),
    ],
    KEPT: [
        ("_generator(), name.encode(), content", "name.encode(), content"),
        ("_generator(), name.encode(), content", "_generator(), content"),
        ("if sealed[:_SEAL] == _seal(file.name, sealed[_SEAL:]):", "if True:"),
        ("        if fits(found):\n            return found\n", "        return found\n"),
        ("if file.name not in used and _function(file.name) in asked:", "if file.name not in used:"),
        ("if file.name not in used and _function(file.name) in asked:", "if _function(file.name) in asked:"),
        ("    used.clear()\n", ""),
    ],
    APART: [
        ("or threading.active_count() > 1", ""),
        ("        os.close(going_on)\n        threading", "        threading"),
        ("    kept.used.update(used)\n", ""),
        ("    except Exception:", "    except EOFError:"),
        ("record.exc_info = record.exc_text = record.stack_info = None", "pass"),
    ],
    MESSAGES: [
        ('msgstr "%(fewest)s to %(most)s questions to go"', 'msgstr "%(fewest)s to %(count)s questions to go"'),
        ('msgstr "Change the answer to: {question}"', 'msgstr "Change the answer to: {answer}"'),
        ('msgstr "Continue"', 'msgstr ""'),
    ],
    GRAPH: [
        ("if option is None or option not in node.goto:", "if option is None:"),
        (
            "for option in offered[node.ask]:\n            yield",
            "for option in reversed(offered[node.ask]):\n            yield",
        ),
        ("1 + min(low for low, _ in below)", "1 + max(low for low, _ in below)"),
        ("1 + max(high for _, high in below)", "max(high for _, high in below)"),
        ("share = Fraction(1, len(node.goto))", "share = Fraction(1, 3)"),
        ("get(outcome, 0) + count", "get(outcome, 0) + 1"),
        ("queue.popleft()\n        node = quiz.nodes[name]", "queue.pop()\n        node = quiz.nodes[name]"),
        ("asked == frozenset(met)", "asked <= frozenset(met)"),
        ("if (target.node, asked) in seen:", "if (target.node, frozenset()) in seen:"),
        ("key = below[0][1] if same else (node.ask, below)", "key = below[0][1] if same else below"),
        (
            "state = (left, right, frozenset((question, given[question]) for question in matters & given.keys()))",
            "state = (left, right, frozenset(matters))",
        ),
        ("[node.ask, {o: [t.node, t.outcome]", "[{o: [t.node, t.outcome]"),
        ("{o: [t.node, t.outcome] for", "{o: [t.node] for"),
    ],
    EXPLAIN: [
        (
            "if given is not None and option not in given:",
            "if given is not None and option not in given and node.ask == quiz.nodes[quiz.start].ask:",
        ),
        ("for size in range(len(free), -1, -1):", "for size in range(min(len(free), 1), -1, -1):"),
        ("combinations(reversed(free), size)", "combinations(free, size)"),
        ("if step.option in asked.veto:", "if step.option in ():"),
        ("if outcomes != (path.outcome,):", "if outcomes:"),
        ("group = (outcomes, at_once, option", "group = (outcomes, True, option"),
        ("option in asked.controllable.get(step.option, ())", "step.option in asked.controllable.get(option, ())"),
        ("option in asked.controllable.get(step.option, ())", "bool(asked.controllable)"),
        ("return (walked.outcome,), True", "return (walked.outcome,), False"),
        ("if change.at_once:", "if change.outcomes:"),
        ("and possible(quiz, wide) == {path.outcome}", "and path.outcome in possible(quiz, wide)"),
        (
            "possible(quiz, {question: (option,) for question, option in answers.items()}) == {outcome}",
            "outcome in possible(quiz, {question: (option,) for question, option in answers.items()})",
        ),
        ("return condition.keys() < other.keys() and", "return condition.keys() <= other.keys() or"),
        (
            "all(any(_meets(path, other) for other in others) for path in paths if _meets(path, condition))",
            "not paths",
        ),
        ("all(question not in answers or answers[question] in options", "all(answers.get(question) in options"),
    ],
    CLOSED: [
        ("            if option not in node.goto:", "            if option not in node.goto and False:"),
        ("if target in on_trail:", "if target == first:"),
        ("            if target not in done:", "            if False:"),
        ("        if question in below[name]:", "        if question in below[name] and name == quiz.start:"),
        ("        if name not in reached:", "        if name not in quiz.nodes:"),
        ("        if outcome.id not in ends:", "        if outcome.id is None:"),
        ("        if question.id in RESERVED:", '        if question.id == "d":'),
        ('{"d", "before"}', '{"d"}'),
        (
            "for option in (*question.veto, *((question.unknown,) if question.unknown else ())):",
            "for option in question.veto:",
        ),
        (
            "for option in (*question.veto, *((question.unknown,) if question.unknown else ())):",
            "for option in (question.unknown,) if question.unknown else ():",
        ),
    ],
    PROOFS: [
        ("        if outcome.decisive and path:", "        if path:"),
        ("_others(quiz, outcome.decisive))", "outcome.decisive)"),
        ("[o for o in options[question] if o not in named]", "[o for o in options[question] if o in named]"),
        ("most > quiz.longest", "most >= quiz.longest"),
        ('outcome.tone != "corrective" or outcome.after_unknown', 'outcome.tone != "corrective"'),
        ("graph.witness(quiz, [outcome.id], unknowing, [question])", "graph.witness(quiz, [outcome.id], unknowing)"),
        (
            "graph.witness(quiz, [outcome.id], unknowing, [question])",
            "graph.witness(quiz, [outcome.id], {}, [question])",
        ),
        ("SHORTEST_SHARE <= share <= LONGEST_SHARE", "SHORTEST_SHARE < share < LONGEST_SHARE"),
        ("MANY_PATHS = 20", "MANY_PATHS = 21"),
        ('((0, "first"), (-1, "last"))', '((0, "first"),)'),
        ("        elif old in known:", "        elif old in outcomes:"),
        ("entry.now is not None and entry.now not in known", "entry.now is not None and entry.now not in outcomes"),
        (
            "        if all(_all_same(quiz, name, comparison) for name in nodes):",
            "        if any(_all_same(quiz, name, comparison) for name in nodes):",
        ),
        ("            if declared and shown is not None:", "            if declared and shown is not None and False:"),
        ("            if not declared and shown is None:", "            if shown is None:"),
    ],
    ANSWERS: [
        ('remove {remove}" if extra else None', 'remove {remove}" if extra[1:] else None'),
    ],
    IDS: [
        ("        if name not in questions:", "        if not questions:"),
        ("name if name in questions else successors.get(name)", "name if name in questions else None"),
        ("for option in options if option not in questions[today]", "for option in options if not questions[today]"),
        ('{"question": today, "option": option}', '{"question": name, "option": option}'),
        ("        if name not in outcomes:", "        if not outcomes:"),
        ("dict(earlier.questions)", "{}"),
        ("joined(questions.get(name, ()), options)", "joined(options, ())"),
        ("joined(earlier.outcomes, (", "joined((), ("),
        ("record(quiz, published) != published", "record(quiz) != published"),
    ],
    PUBLISHED: [
        ("        if line in lines[:index]:", "        if line in lines[: index - 1]:"),
        ("dict.fromkeys([*earlier, *today])", "dict.fromkeys([*today, *earlier])"),
    ],
    LEDGER: [
        ("_inserted(earlier.get(path, ()), today.get(path, ()))", "today.get(path, ())"),
        ("place = found.index(each) + 1", "place = len(found)"),
        ("bool(page and ident in landing.ids[page])", "False"),
        ("page = landing.page(path) if sign else None", "page = path if sign and path in landing.ids else None"),
        ('in {entry.successor, str(entry.successor).partition("#")[0]}', "== entry.successor"),
        ("if wrong or course.published is None:", "if course.published is None:"),
        ('yield link if cause.endswith(".md") else cause', "yield link"),
    ],
    SUCCESSORS: [
        ("    if elsewhere:", "    if False:"),
        ('closest(gone, between) or next(iter(between), "")', "closest(gone, between)"),
        ("[each for each in today[above:below] if each not in before]", "today[above:below]"),
        ("    if same := landing.page(owner):", "    if same := None:"),
        ("shared[best] > len(sections) * _ALIKE", "False"),
        ("return permanent if _folder(permanent) == _folder(link) else None", "return permanent"),
    ],
    LINKS: [
        ("{**moved, **{entry.link: entry.successor for entry in course.file.retired}}", "dict(moved)"),
        ("if ident not in terms.get(path, ())", "if ident"),
        ("{**course.permanent, **gone}", "course.permanent"),
        ("sorted(parts, key=itemgetter(0))", "parts"),
    ],
    LANDING: [
        ("            if link in seen:", "            if len(seen) > 1:"),
        ("        if page != path:", "        if False:"),
        ('if address.startswith("c/") and address in self.retired)', 'if address.startswith("c/"))'),
        ("        for each in above:", "        for each in ():"),
        ("        if not above and ", "        if "),
        ("return same if same in self.live else place", "return place"),
        ("return same if same in self.live else place", "return same"),
        ("if ident in self.before.terms.get(path, ()):", "if False:"),
        ("if ident == old or ident.endswith(", "if ident.endswith("),
        ("if ident not in self.ids[path]}", "}"),
        ("if shown and place != shown:", "if shown:"),
    ],
    KIND: [
        ("(published.questions or published.outcomes)", "published.questions"),
        ("elif entry.question and not entry.option:", "elif entry.question:"),
        ('f"{OUTCOMES}{entry.now}.md" if entry.now else None', 'f"{OUTCOMES}{entry.now}.md"'),
        ("told.why is None and not outcome.situations", "told.why is None and outcome.situations"),
        ("sorted(quiz.nodes, key=before.__getitem__)", "list(quiz.nodes)[::-1]"),
    ],
    DATA: [
        ("if entry.question and not entry.option}", "if entry.question}"),
        (
            "setdefault(entry.question, {})[entry.option] = entry.now",
            "setdefault(entry.question, {})[entry.now or entry.option] = entry.option",
        ),
        ("    if question.controllable:", "    if question.veto:"),
        ("bounds = graph.remaining(quiz).values()", "bounds = [graph.remaining(quiz)[quiz.start]]"),
        ("    if fewest == most:", "    if most == 1:"),
    ],
    PICTURE: [
        ("y += boxes[name].height + SPACE", "y += SPACE"),
        ("max(column[target.node], column[name] + 1)", "max(column[target.node], column[name])"),
        (
            "lines.append((box.x + BOX, row.y + ROW // 2, to.x, to.y + ROW))",
            "lines.append((box.x + BOX, box.y + ROW // 2, to.x, to.y + ROW))",
        ),
        ("height=max(box.y + box.height for box", "height=max(box.y for box"),
        ("groups.setdefault((target.node, target.outcome), [])", "groups.setdefault((target.node, None), [])"),
    ],
    FLOW_JS: [
        (
            "if (!option || !next) return { steps, node: target.node, outcome: null };",
            "if (!option || !next) return { steps, node: quiz.start, outcome: null };",
        ),
        ("const option = own(answers, question);", "const option = answers[question] ?? Object.keys(goto)[0];"),
        ("1 + Math.min(...fewest)", "1 + Math.max(...fewest)"),
        ("1 + Math.max(...most)", "Math.max(...most)"),
        ("if (given && given !== option) continue;", "if (given && given !== option) break;"),
        ("Object.keys(quiz.outcomes).filter((outcome) => found.has(outcome))", "[...found]"),
        ("possible(quiz, answers).length === 1", "possible(quiz, answers).length <= 2"),
        ("for (let size = free.length; size > 0", "for (let size = Math.min(free.length, 1); size > 0"),
        ("forces(without([step]))).reverse();", "forces(without([step])));"),
        ("if (veto.includes(given)) continue;", ""),
        ("if (String(outcomes) === path.outcome) continue;", "if (option === given) continue;"),
        ("atOnce: walk(quiz, answers).outcome !== null", "atOnce: outcomes.length === 1"),
        ('["question", "outcomes", "atOnce", "controllable"]', '["question", "outcomes", "controllable"]'),
        ('"atOnce", "controllable"]', '"atOnce"]'),
        ("Boolean(own(controllable, given)?.includes(option))", "Boolean(own(controllable, option)?.includes(given))"),
        ("combinations(items.slice(index + 1), size - 1)", "combinations(items.slice(index), size - 1)"),
        ("if (!given || own(answers, asked)) return", "if (!given) return"),
        ("own(known, id) ? id : own(retired, id)", "own(known, id) ? id : undefined"),
        ("if (asked !== question || given !== option) report.mapped.push(part);", ""),
        ("own(retired.options, asked), option)", "own(retired.options, question), option)"),
        ("  report.dropped.push(run);\n", ""),
        ("if (run) parts.push(`before=${run}`);", ""),
        ("[`d=${quiz.fingerprint}`, ...parts]", "parts"),
        ("return record && Object.hasOwn(record, key) ? record[key] : undefined;", "return record?.[key];"),
        ("    return decodeURIComponent(text);\n", "    return text;\n"),
    ],
    HTML: [
        ("if len(names) < _WIDE:", "if len(names) <= _WIDE:"),
        ('href="{escape(href)}#{ident}"', 'href="#{ident}"'),
        ("re.compile(r'<h([23])(?=", "re.compile(r'<h([2-6])(?="),
        ('href="{escape(href)}#{match[2]}"', 'href="{href}#{match[2]}"'),
        ("labels[schemes.get(target, target)]", "labels[target if target in labels else 'default']"),
    ],
    POLICY: [
        ("form-action 'self'; ", ""),
        ("base-uri 'none'; ", ""),
        ("if found := list(faults(html, FINISHED)):", "if found := []:"),
        ('html.replace(OWN, "")', "html"),
        ('if name in {"script", "style"} and not _is_own(element):', "if False:"),
        ("bool(source and not scheme(source))", "bool(source)"),
        ("if count > 1)", "if count > 2)"),
        ('said = "" if served else', 'said = "" if not served else'),
    ],
    ALLOWED: [
        ('address.strip("".join(map(chr, range(33))))', "address"),
        ('_BLANK.sub("", ', "str("),
        ('.replace("\\\\", "/") == "//"', ' == "//"'),
        ('return value in {"Content-Security-Policy", "refresh"}', "return True"),
        ("return not found or found in LINKED", "return True"),
        ("return _RESERVED.fullmatch(value) is not None", "return False"),
        ('return name == "class" and not all', "return False and not all"),
    ],
    ELEMENTS: [
        ("yield from _in_html(token.content, line)", "yield from ()"),
        ("yield from _in_html(each.content, line)", "yield from ()"),
        ("if listed := each.meta", "if listed := {} and each.meta"),
        ("_START.sub(_PREFIX, html), is_fragment", "html, is_fragment"),
        ("if _DECLARED.match(html):", "if False:"),
        ("opened[tag.name].pop()", "pass"),
    ],
    BAR: [
        ("failed = not problems[0].warning", "failed = True"),
        ("key=lambda problem: problem.warning", "key=lambda problem: 0"),
        ("if more > 0", "if more > 99"),
        ("(?:content: )?", ""),
        ("{escape(message)}", "{message}"),
        ("{escape(problem.place)}", "{problem.place}"),
        ("{problem.message[:_LONGEST]}…", "{problem.message}"),
        ("lines[-2:] if any", "lines if any"),
        ("page.rpartition(b", "page.partition(b"),
    ],
    EDIT: [
        ("self.address.rstrip('/')", "self.address"),
        ("self.uri.rstrip('/')", "self.uri"),
        ("quote(source.file)}", "source.file}"),
        ('start = self.address if found.startswith(("?", "#")) else root', "start = root"),
        ('and "#" not in found', ""),
        ("format(quote(self), form)", "str(self)"),
        ('safe="")', ")"),
        ("if not page.generated:", "if True:"),
        ("(lang, course.source)", "(course.source,)"),
        ("(loc in each.lines or each is documents[-1])", "True"),
    ],
    REPOSITORY: [
        ('"INHERIT" in nodes or', ""),
        ('nodes[_REPOSITORY][1].tag.startswith("!")', "False"),
        ("begun or _is_address(said[name])", "begun"),
        ("said.keys() >= {_URI, _TEMPLATE}", "False"),
        ('parts.scheme == "https" and', ""),
        ('text.startswith("/") or', ""),
        ('":" in text.split("/")[0] or', ""),
        ("bool(gaps) and", ""),
        ("gaps <= _GAPS and", ""),
        ("not any(form for *_, form, _ in parts) and", ""),
        ("and _leads_on(_without_gaps(parts))", ""),
    ],
    JSONSCHEMA: [
        ("_without(made, _COMPULSORY) if begun else made", "made"),
        ('found["properties"][name]["description"] = said', "pass"),
        ('{**found, "additionalProperties": False} if', "found if"),
        ('{**found, "pattern": r"\\S"} if', "found if"),
        ('{**found, "items": entries[0]} if entries', "found if entries"),
    ],
    SCHEMAS: [
        ("_WORDING if lang == course.source else _TRANSLATION", "_WORDING"),
        ("begun=True", "begun=False"),
        ("lang and name != FILE", "lang"),
        ("path.count('/') + 1", "path.count('/')"),
    ],
    MODELINE: [
        ("text.removeprefix(of(text))", "text"),
        ('found[0] if found else ""', '""'),
    ],
    NEUTRAL: [
        ("{path: policy.protect(directed(content, course.languages), served=served) for", "{path: content for"),
        ('urlsplit(site_url).path or "/", mark)', '"/", mark)'),
        ("alternates=alternates if known else {}", "alternates=alternates"),
        ("known = address == neutral_address(course, path)", "known = True"),
        ('address if address == "" or known else moved.successor(course, place)', "address"),
        ("| course.landing.anchors(path)", ""),
        ('[] if "#" in place else _sections(course, address, path)', "_sections(course, address, path)"),
        ("course.file.chapters[:1]]", "course.file.chapters[1:]]"),
    ],
    TREE: [("|#.*#|", "|#.*|"), (" and not _is_passed_over(name)", ""), ('name.startswith(".") or ', "")],
    NOT_FOUND_JS: [
        ("const ALIKE = 0.6", "const ALIKE = 0.3"),
        ("const BEHIND = 0.2", "const BEHIND = 0.9"),
        ("? 1 : 0.98", "? 1 : 1"),
        ("0.9 * last", "0 * last"),
        ("0.94 * spelling", "0 * spelling"),
        ("if (swapped)", "if (false)"),
        ("turn < 4", "turn < 1"),
        ("inside && (begins(known.length) || first < 0)", "inside"),
        ("found[0].score === 1 ?", "true ?"),
        ("own && own !== lang && score >= 0.95", "false"),
        ('.normalize("NFKD")', ""),
        ("wanted.lang || (found", "(found"),
    ],
    MOVED: [
        ("if _language(course, address) == lang", "if address.startswith(lang or '')"),
        ("root = urlsplit(site_url).path", 'root = "/"'),
        (r'id="{re.escape(section)}"', r'id="{re.escape(section)}'),
        ('if known == place and link.startswith("c/"))', "if known == place)"),
        ("{**_neutral(course), **course.redirects}", "course.redirects"),
        ("course.landing.address(known, place)", "course.landing.address(lang, place)"),
    ],
    PERMANENT: [
        ("        return kept[0]", "        return kept[-1]"),
        ("and address not in retired]", "]"),
        ("(_same_page(course, path) is None, path)", "path"),
        ("for old in (path, *known)", "for old in (path,)"),
        ("if page.generated}", "}"),
    ],
    AROUND: [
        ('"section": course.interface(other)', '"section": course.interface(lang)'),
        ("urljoin(site_url, neutral)", "neutral"),
        ('"root": f"{home.rstrip(\'/\')}/../"', '"root": f"{home}/../"'),
        ("if neutral else None", "if neutral else {}"),
    ],
    EASE: [
        ("len(prose) < ENOUGH", "len(prose) <= ENOUGH"),
        ("math.ceil(", "math.floor("),
        ("left=1, right=1", "left=2, right=2"),
    ],
    BORROW: [
        ("SAME_TEXT_WORDS = 4", "SAME_TEXT_WORDS = 5"),
        ("_OWN.isdisjoint(loc[-2:-1]) and ", ""),
        ('and loc != ("locale",))', ")"),
        ("if at >= len(ours)]", "if at > len(ours)]"),
        ("*ours[len(theirs) :], ", ""),
        ("key not in _OWN and (*loc", "(*loc"),
        (" and any(True for _ in texts(value))", ""),
        ("for key, below in value.items() if key not in _OWN}", "for key, below in value.items()}"),
        ("        lacking.add(loc)\n", "        pass\n"),
        ("theirs.get(loc) == text and loc[-1] != ", "theirs.get(loc) == text or loc[-1] == "),
        ("if translated and not begun and not long:", "if translated and not long:"),
        ("or loc[:-1] not in translated}", "or translated}"),
    ],
    SECTIONS: [
        ("SENTENCE_WORDS, SAME_SENTENCES = 8, 0.25", "SENTENCE_WORDS, SAME_SENTENCES = 9, 0.25"),
        ("SENTENCE_WORDS, SAME_SENTENCES = 8, 0.25", "SENTENCE_WORDS, SAME_SENTENCES = 8, 0.24"),
        ("SENTENCE_WORDS, SAME_SENTENCES = 8, 0.25", "SENTENCE_WORDS, SAME_SENTENCES = 8, 0.5"),
        ("list(ours) == [key for key in theirs if key in ours]", "True"),
        ('opened.count("") == opened.count("/")', "True"),
        ("        return False\n    opened", "        pass\n    opened"),
        ("lines=[], links=()", "lines=source.lines, links=source.links"),
        ("number not in starts[at + 1 : at + 2]", "True"),
        ("match[1].lower() not in known", "match[1].lower() in known"),
        ("same is None and in_doubt", "same is None"),
        ("or (same is None and in_doubt)", ""),
        ("    if ours.text.strip() != theirs.text.strip():\n        return False\n", ""),
    ],
    BORROWED: [
        ("ENOUGH = 3", "ENOUGH = 2"),
        ("ENOUGH = 3", "ENOUGH = 5"),
        ("words in self.whole or ", ""),
        ('yield from line.split("|") if "|" in line else ()', "yield from ()"),
        ("if direct != direction(lang) else", "if direct == direction(lang) else"),
        (".casefold()", ""),
    ],
    MARKS: [
        ('html.rpartition("<body")', '("", "", html)'),
        ('_TIP.sub("", "".join(parts[first + 1 : last]))', '"".join(parts[first + 1 : last])'),
        ("before=at > texts[0]", "before=False"),
        ("at not in done and not drawn[at]", "at not in done"),
        ("at not in done and not drawn[at]", "not drawn[at]"),
        ('if " lang=" in tag else', "if False else"),
        ("if data == given and not found:", "if data == given:"),
        ("if data == given and not found:", "if not found:"),
        ("if self._is_inline(value) else", "if False else"),
        ("if first == innermost else []", "if first else []"),
        ("            return self._polished(value)\n", "            return value\n"),
    ],
    UNFINISHED: [
        ("self.total - len(self.missing)", "self.total"),
        ("100 * self.translated // max(self.total, 1)", "round(100 * self.translated / max(self.total, 1))"),
        ("borrowed = course.wording[lang]", "borrowed = course.wording[course.source]"),
    ],
    READING: [
        ("round(found.ease) < wanted", "round(found.ease) <= wanted"),
    ],
    TERMS: [
        ('" … " + "\\n" * quoted[0].count("\\n")', '" … "'),
        ('if loc[-1:] != ("slug",):', "if loc:"),
        ("if name.startswith", "if not name.endswith('course.yml') and name.startswith"),
        ('("term", "forms", "variants")', '("term", "variants")'),
        ("number != last + 1 or not line.strip()", "number != last + 1"),
        ("or list(_used(course, lang, glossary))", "+ list(_used(course, lang, glossary))"),
    ],
    SUMS: [
        ("math.floor(value * scale + 0.5)", "round(value * scale)"),
    ],
    SHOWN: [
        ("scale = 100 if entry.unit == PERCENT else 1\n    bounds", "scale = 1\n    bounds"),
    ],
    CALCULATOR: [
        ("if low >= high:", "if low > high:"),
        ("later = name in rows[index:]", "later = name in rows[index + 1 :]"),
        ("entry.min > 0 or entry.max < 0", "entry.min > 0"),
    ],
    CALCULATOR_JS: [
        ("Math.floor(value * scale + 0.5)", "Math.trunc(value * scale + 0.5)"),
        ('unit === "percent" ? 1000 : 100', "100"),
        ("[1-9]\\\\d{0,2}", "\\\\d{1,3}"),
    ],
}


@dataclass(frozen=True)
class Mutant:
    """One change in one place."""

    file: str
    what: str
    text: str
    """The file with it."""

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


def mutants() -> list[Mutant]:
    """Return all mutants: of the content, whatever it says today, and of the code, where it says so."""
    read = {file: (PROJECT / file).read_text(encoding="utf-8") for file in CHECKS}
    made = [Mutant(QUIZ, what, text) for what, text in graph_faults(read[QUIZ])]
    for file, other in ((EN, FR), (FR, EN)):
        made += [Mutant(file, what, text) for what, text in wording_faults(read[file], read[other])]
    for file, changes in MUTANTS.items():
        for old, new in changes:
            what = f"{_short(old)} -> {_short(new) or 'nothing'}"
            if read[file].count(old) != 1:
                raise SystemExit(f"{file}: {what}: stands there {read[file].count(old)} times; renew the mutant")
            made.append(Mutant(file, what, read[file].replace(old, new)))
    return made


@dataclass(frozen=True)
class Trial:
    """What became of a mutant."""

    mutant: Mutant
    noticed: str | None
    """What noticed it; None when nothing did."""
    seconds: float

    def __str__(self) -> str:
        return f"{'killed' if self.noticed else 'SURVIVED'} in {self.seconds:.0f} s: {self.mutant}"


def main() -> int:
    """Try all mutants; those whose file or text contains an argument, when there are some."""
    started = time.monotonic()
    chosen = [m for m in mutants() if not sys.argv[1:] or any(word in f"{m}" for word in sys.argv[1:])]
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(workers):
            copies.put(Path(shutil.copytree(PROJECT, Path(folder) / str(number), ignore=NOT_COPIED)))
        with ThreadPoolExecutor(workers) as pool:
            checks = {check for mutant in chosen for check in CHECKS[mutant.file]}
            print(f"{len(checks)} checks without a mutant", flush=True)
            sound = list(pool.map(lambda check: _borrow(copies, lambda copy: _notice(copy, check)), checks))
            if any(sound):
                print("Not without mutants already:", *filter(None, sound), sep="\n")
                return 1
            trials = []
            for trial in pool.map(lambda mutant: _borrow(copies, lambda copy: _try(copy, mutant)), chosen):
                trials.append(trial)
                print(f"{len(trials)} of {len(chosen)}  {trial}\n    {trial.noticed or ''}", flush=True)
    survived = [trial for trial in trials if trial.noticed is None]
    print("\nWhat took longest:", *sorted(trials, key=lambda trial: -trial.seconds)[:SLOWEST], sep="\n")
    print(f"\n{len(trials)} mutants, {len(survived)} survived, {time.monotonic() - started:.0f} s", *survived, sep="\n")
    return 1 if survived else 0


def _borrow(copies: Queue[Path], work: Callable[[Path], T]) -> T:
    copy = copies.get()
    try:
        return work(copy)
    finally:
        copies.put(copy)


def _try(copy: Path, mutant: Mutant) -> Trial:
    """Make a mutant, and run one check after the other until one notices."""
    started = time.monotonic()
    path = copy / mutant.file
    record = copy / "content" / "published.yml"
    originals = {path: path.read_text(encoding="utf-8"), record: record.read_text(encoding="utf-8")}
    path.write_text(mutant.text, encoding="utf-8")
    try:
        noticed = next(filter(None, (_notice(copy, check) for check in CHECKS[mutant.file])), None)
    finally:
        for original, text in originals.items():
            original.write_text(text, encoding="utf-8")
    return Trial(mutant, noticed, time.monotonic() - started)


def _notice(copy: Path, check: tuple[str, ...]) -> str | None:
    """Run one check in a copy; return its complaint, if it has one."""
    try:
        done = subprocess.run(
            [*LIMITED, sys.executable, *check],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": "hooks", "PYTHONDONTWRITEBYTECODE": "1", "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TOO_LONG,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{check[-1]}: no end"
    said = f"{done.stdout}\n{done.stderr}"
    if check == RECORD:
        rules = set(re.findall(r":\d+: ([a-z]+/[a-z-]+):", said))
        return ", ".join(sorted(rules)) or (said.strip() or "no end" if done.returncode else None)
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
    return (failed[1] if failed else said[-2000:].strip() or "no end") if done.returncode else None


def _short(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:70]


if __name__ == "__main__":
    sys.exit(main())
