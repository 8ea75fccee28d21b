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
GRAPH, EXPLAIN, CLOSED, PROOFS = (core(f"{name}.py") for name in ("graph", "explain", "closed", "proofs"))
PUBLISHED, QUIZDATA, PICTURE = (core(f"{name}.py") for name in ("published", "quizdata", "picture"))
HTML, GATEWAY, HOST = (core(f"{name}.py") for name in ("html", "gateway", "host"))
READING, TERMS, CALCULATOR = (core(f"{name}.py") for name in ("reading", "terms", "calculator"))
FLOW_JS, CALCULATOR_JS = (found(PROJECT / "docs", f"{name}.js") for name in ("flow", "calculator"))

# What an author would do after a change: check the content and record its ids. A warning stops the build as well.
RECORD = ("-m", "sitegen", "quiz")
GOLDEN = pytest("test_flow.py")
ON_THE_SCRIPT = (
    "test_the_page_computes_the_same_golden_cases",
    "test_figures_are_read_as_the_language_writes_them",
    "test_the_page_and_the_generator_agree_on_generated_calculations",
)
"""What needs no built site."""
CHECKS = {
    QUIZ: [RECORD, GOLDEN],
    FR: [RECORD],
    EN: [RECORD],
    MESSAGES: [RECORD],
    GRAPH: [pytest("test_graph.py", "test_flow.py"), pytest("test_published.py", "test_proofs_full.py")],
    EXPLAIN: [pytest("test_explain.py")],
    CLOSED: [pytest("test_proofs.py", "test_proofs_full.py"), pytest("test_load.py")],
    PROOFS: [pytest("test_proofs.py", "test_proofs_full.py"), pytest("test_graph.py")],
    PUBLISHED: [pytest("test_published.py")],
    QUIZDATA: [pytest("test_quizdata.py")],
    PICTURE: [pytest("test_picture.py::test_picture_of_the_real_quiz", "test_picture.py::test_picture")],
    HTML: [pytest("test_html.py")],
    GATEWAY: [pytest("test_gateway.py")],
    HOST: [pytest("test_host.py")],
    READING: [pytest("test_reading.py"), defective("reading")],
    TERMS: [defective("term")],
    CALCULATOR: [pytest("test_calculator.py"), defective("calculator", "reference")],
    FLOW_JS: [pytest("browser/test_interpreters.py"), pytest("browser/test_address.py")],
    CALCULATOR_JS: [pytest(*(f"browser/test_calculator.py::{test}" for test in ON_THE_SCRIPT))],
}

# File -> what stands there once, and what a mutant makes of it.
MUTANTS: dict[str, list[tuple[str, str]]] = {
    QUIZ: [
        # retarget
        ("start: engagement", "start: stop_pursued"),
        ("client: stop_client, begun", "client: stop_pursued, begun"),
        ("none: cause_open}}", "none: cause_closed}}"),
        (
            "stop_pursued: {ask: stop, goto: {not_asked: decision_pursued, asked: {outcome: let_go}",
            "stop_pursued: {ask: stop, goto: {not_asked: decision_pursued, asked: {outcome: debrief}",
        ),
        ("not_asked: decision_begun, asked: cause_closed", "not_asked: decision_begun, asked: cause_open"),
        (
            "silent: contacts_silent, drifting: {outcome: at_risk}",
            "silent: contacts_silent, drifting: {outcome: clear}",
        ),
        ("silent: contacts_silent", "silent: contacts_lost"),
        ("{none: reason_fresh, one_two: others_soft", "{none: reason_soft, one_two: others_soft"),
        ("one_two: others_soft, three_plus: others_hard", "one_two: others_hard, three_plus: others_hard"),
        (
            "others_soft: {ask: others, goto: {not_delayed: content_last, delayed: {outcome: double}",
            "others_soft: {ask: others, goto: {not_delayed: content_last, delayed: {outcome: win_back}",
        ),
        ("{same: reason_soft, price: reason_hard", "{same: reason_hard, price: reason_hard"),
        (
            "reason_dropped: {ask: reason, goto: {told: {outcome: clear}",
            "reason_dropped: {ask: reason, goto: {told: {outcome: debrief}",
        ),
        (
            "window_tried: {ask: window, goto: {open: {outcome: win_back}, closed: {outcome: let_go}",
            "window_tried: {ask: window, goto: {open: {outcome: win_back}, closed: {outcome: win_back}",
        ),
        (
            "window_missed: {ask: window, goto: {open: {outcome: at_risk}",
            "window_missed: {ask: window, goto: {open: {outcome: missed}",
        ),
        (
            "cause_closed: {ask: cause, goto: {unseen: {outcome: missed}",
            "cause_closed: {ask: cause, goto: {unseen: {outcome: clear}",
        ),
        # swap
        (
            "{open: {outcome: win_back}, closed: {outcome: clear}",
            "{open: {outcome: clear}, closed: {outcome: win_back}",
        ),
        (
            "goto: {told: change_hard, guessed: {outcome: let_go}",
            "goto: {guessed: change_hard, told: {outcome: let_go}",
        ),
        (
            "change_hard: {ask: change, goto: {theirs: window_tried, ours: {outcome: let_go}",
            "change_hard: {ask: change, goto: {ours: window_tried, theirs: {outcome: let_go}",
        ),
        (
            "others_silent: {ask: others, goto: {not_delayed: {outcome: let_go}, delayed: {outcome: double}",
            "others_silent: {ask: others, goto: {not_delayed: {outcome: double}, delayed: {outcome: let_go}",
        ),
        # drop
        (", unknown: {outcome: at_risk}}}\n  window_missed", "}}\n  window_missed"),
        ("  content_last: {ask: content, goto: {same: reason_soft, price: reason_hard, rebuilt: reason_hard}}\n", ""),
        (
            "  - {id: debrief, tone: constructive, side: chase, chapter: chase.md#win-back, "
            "decisive: {reason: [guessed, unknown]}, points: [S34]}\n",
            "",
        ),
        # name other answers as decisive
        ("content: [price, rebuilt], contacts: [three_plus]}", "content: [price, rebuilt]}"),
        ("decisive: {change: [theirs, ours]}", "decisive: {change: [theirs]}"),
        ("decisive: {others: [delayed]}", "decisive: {others: [not_delayed]}"),
        ("controllable: {guessed: [told], unknown: [told]}", "controllable: {guessed: [told], unknowing: [told]}"),
        ("options: [open, closed, unknown]", "options: [open, closed]"),
        ("    same_as: {rebuilt:", "    # same_as: {rebuilt:"),
        ("    after_unknown: three", "    # after_unknown: three"),
        # ask and offer something else
        ("contacts_silent: {ask: contacts", "contacts_silent: {ask: content"),
        ("window_silent: {ask: window", "window_silent: {ask: reason"),
        ("reason_dropped: {ask: reason", "reason_dropped: {ask: contacts"),
        ("options: [pursued, client, begun, none]", "options: [pursued, client, started, none]"),
        ("id: cause\n", "id: causes\n"),
        ("veto: [asked]", "veto: [yes]"),
        ("options: [told, guessed, unknown]", "options: [told, told, unknown]"),
        # lead in a circle, out of reach, and on for too long
        ("nothing: {outcome: clear}}}\n  change_soft", "nothing: reason_fresh}}\n  change_soft"),
        ("silent: cause_open, drifting", "silent: stop_begun, drifting"),
        ("told: change_soft, ", "told: change_hard, "),
        ("longest: 9", "longest: 8"),
        ("asked: {outcome: let_go}}}\n  stop_begun", "asked: others_silent}}\n  stop_begun"),
        # promise something else
        ("never: [win_back, at_risk, debrief, double]", "never: [win_back, at_risk, debrief, double, let_go]"),
        ("engagement: [pursued, client], stop", "engagement: [client], stop"),
        ("cause: [unseen, means]}}", "cause: [unseen]}}"),
        ("when: {window: [open, unknown]}, never: [missed]", "when: {window: [open, unknown]}, never: [at_risk]"),
        ("order: [none, one_two, three_plus]", "order: [three_plus, one_two, none]"),
        ("id: nobody_waits_for_a_win_back", "id: nobody_waits"),
        ("retired: []", "retired: [{outcome: let_go, now: clear}]"),
        ("retired: []", "retired: [{question: engaged, now: engagemant}]"),
        ("chapter: missed.md#causes", "chapter: missed.md#cause"),
    ],
    EN: [
        ("    hint: A spoken request or an unsubscribe counts as a yes.\n", ""),
        ("    error: Say whether this contact has asked you to stop.\n", ""),
        ('      asked: {label: "Yes", because: "this contact has asked you not to approach them again"}\n', ""),
        ("    line: Nothing has changed enough to reopen it, or you have been asked to stop.\n", ""),
        ("      - The discount comes before the question.\n", ""),
        ("  stop:\n    title:", "  stopp:\n    title:"),
        (
            "title: Has this contact asked you not to approach them again?",
            "titel: Has this contact asked you not to approach them again?",
        ),
        (
            "title: Has this contact asked you not to approach them again?",
            "title: Ce contact vous a-t-il demandé de ne plus le solliciter ?",
        ),
        (
            "scope: Pick one piece of business, or one market, and keep it in mind to the end.",
            "scope: Choisissez une seule affaire, ou un seul marché, et gardez-la en tête jusqu'au bout.",
        ),
        ("title: A deal to let go", 'title: ""'),
        ("slug: let-it-go", "slug: Let it go"),
        ('one_two: {label: "Once or twice", because:', 'one_two: {label: "Once or twice", becuase:'),
        ('one_two: {label: "Once or twice"', 'one_three: {label: "Once or twice"'),
        (
            "    actions:\n      - Stop sales contact today.",
            "    actions:\n      - Stop [sales contact](chasse.md) today.",
        ),
    ],
    FR: [
        ('      one_two: {label: "Une ou deux"', '      three_plus: {label: "Une ou deux"'),
        ("  insistence_never_helps: >-\n", "  insistence_helps: >-\n"),
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
            "option not in given:\n                continue",
            "option not in given and node.ask == quiz.nodes[quiz.start].ask:\n                continue",
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
        ("    if extra:\n", "    if len(extra) > 1:\n"),
    ],
    PUBLISHED: [
        ("        if name not in questions:", "        if not questions:"),
        ("name if name in questions else successors.get(name)", "name if name in questions else None"),
        ("for option in options if option not in questions[today]", "for option in options if not questions[today]"),
        ('{"question": today, "option": option}', '{"question": name, "option": option}'),
        ("        if name not in outcomes:", "        if not outcomes:"),
        ("        if line in lines[:index]:", "        if line in lines[: index - 1]:"),
        ("dict(earlier.questions)", "{}"),
        ("_joined(questions.get(name, ()), options)", "_joined(options, ())"),
        ("_joined(earlier.outcomes, (", "_joined((), ("),
        ("(course.published.questions or course.published.outcomes)", "course.published.questions"),
        ("record(quiz, published) != published", "record(quiz) != published"),
    ],
    QUIZDATA: [
        ("if entry.question and not entry.option}", "if entry.question}"),
        (
            "setdefault(entry.question, {})[entry.option] = entry.now",
            "setdefault(entry.question, {})[entry.now or entry.option] = entry.option",
        ),
        ("    if question.controllable:", "    if question.veto:"),
        ("for low, high in graph.remaining(quiz).values()}", "for low, high in [graph.remaining(quiz)[quiz.start]]}"),
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
        ("form-action 'self'; ", ""),
        ("base-uri 'none'; ", ""),
        ("if len(names) < _WIDE:", "if len(names) <= _WIDE:"),
        ('href="{escape(href)}#{match[2]}"', 'href="{href}#{match[2]}"'),
        ("labels[schemes.get(target, target)]", "labels[target if target in labels else 'default']"),
    ],
    GATEWAY: [
        ("{path: html.protect(content) for", "{path: content for"),
        ("reversed(permanent(course).items())", "permanent(course).items()"),
        ("urljoin(urlsplit(site_url).path, logo)", "f'/{logo}'"),
        ("if entry.outcome and entry.now:", "if entry.outcome:"),
        ("if gone.page and gone.now:", "if gone.page:"),
        ("course.file.chapters[:1]]", "course.file.chapters[1:]]"),
    ],
    HOST: [
        ('"section": Interface(other)', '"section": Interface(lang)'),
        ("urljoin(site_url, neutral)", "neutral"),
        ('"root": f"{home.rstrip(\'/\')}/../"', '"root": f"{home}/../"'),
        ("if neutral else None", "if neutral else {}"),
    ],
    READING: [
        ("len(words) < ENOUGH", "len(words) <= ENOUGH"),
        ("round(found.ease) < wanted", "round(found.ease) <= wanted"),
        ("math.ceil(", "math.floor("),
        ("left=1, right=1", "left=2, right=2"),
    ],
    TERMS: [
        ('" … " + "\\n" * quoted[0].count("\\n")', '" … "'),
        ('if loc[-1:] != ("slug",):', "if loc:"),
        ("if name.startswith", "if not name.endswith('course.yml') and name.startswith"),
        ('("term", "forms", "variants")', '("term", "variants")'),
        ("number != last + 1 or not line.strip()", "number != last + 1"),
        ("or list(_used(course, lang))", "+ list(_used(course, lang))"),
    ],
    CALCULATOR: [
        ("math.floor(value * scale + 0.5)", "round(value * scale)"),
        ("if low >= high:", "if low > high:"),
        ("later = name in rows[index:]", "later = name in rows[index + 1 :]"),
        ("entry.min > 0 or entry.max < 0", "entry.min > 0"),
        ("scale = 100 if entry.unit == PERCENT else 1\n    bounds", "scale = 1\n    bounds"),
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
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file}: {_short(self.old)} -> {_short(self.new) or 'nothing'}"


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
    every = [Mutant(file, old, new) for file, changes in MUTANTS.items() for old, new in changes]
    mutants = [m for m in every if not sys.argv[1:] or any(word in f"{m}" for word in sys.argv[1:])]
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(workers):
            copies.put(Path(shutil.copytree(PROJECT, Path(folder) / str(number), ignore=NOT_COPIED)))
        with ThreadPoolExecutor(workers) as pool:
            checks = {check for mutant in mutants for check in CHECKS[mutant.file]}
            print(f"{len(checks)} checks without a mutant", flush=True)
            sound = list(pool.map(lambda check: _borrow(copies, lambda copy: _notice(copy, check)), checks))
            if any(sound):
                print("Not without mutants already:", *filter(None, sound), sep="\n")
                return 1
            trials = []
            for trial in pool.map(lambda mutant: _borrow(copies, lambda copy: _try(copy, mutant)), mutants):
                trials.append(trial)
                print(f"{len(trials)} of {len(mutants)}  {trial}\n    {trial.noticed or ''}", flush=True)
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
    if originals[path].count(mutant.old) != 1:
        raise SystemExit(f"{mutant}: stands there {originals[path].count(mutant.old)} times; renew the mutant")
    path.write_text(originals[path].replace(mutant.old, mutant.new), encoding="utf-8")
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
