"""`make bench`: how fast the build, the proofs and the quiz are. Prints figures with their goals, asserts nothing.

With the sizes and rounds that it has unless asked for others, it is meant for five minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import gzip
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import builds
import yaml
from builds import Figure
from conftest import PROJECT, chromium_browser, serve_folder
from courses import findings_of
from flows import large_flow
from servers import served
from shapes import PLACES, put, shapes
from sitegen.course import yamlfile
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.quiz import QUIZ, graph, proofs
from sitegen.kinds.quiz.shape import QuizFile
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from servers import Server
    from sitegen.course.course import Course

CLICKS = 15
EDITS = 20
READING = 300
"""Milliseconds between two clicks, in which the page comes to rest as it does while a reader reads."""
FRAME = 1000 / 60
"""Milliseconds between two frames of a screen at 60 Hz."""
TIMES_EMPTY = 2.5
"""As much of what the browser alone takes may a step take, where this machine is too slow for a frame."""


def main() -> None:
    """Measure everything once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=builds.SIZES, help="pages a language of grown courses")
    parser.add_argument("--rounds", type=int, default=builds.ROUNDS, help="how often, and beyond 1 how thoroughly")
    asked = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "project" / "site"
        steps: dict[str, Iterator[Figure | str]] = {
            "build and check": builds.compared(Path(folder), asked.rounds),
            "growth": builds.growth(Path(folder), asked.sizes),
            "weights": _weights(site),
            "styles": _styles(site),
            "proofs": _proofs(),
            "shapes": _shapes(Path(folder), thorough=asked.rounds > 1),
            "clicks": _clicks(site),
            "serve": _serve(Path(folder) / "serve", site),
        }
        for number, (name, step) in enumerate(steps.items(), 1):
            print(f"== {number} of {len(steps)}: {name}", flush=True)
            started = time.perf_counter()
            for line in step:
                print(line, flush=True)
                figures += [line] if isinstance(line, Figure) else []
            print(f"== {name} took {time.perf_counter() - started:.0f} s")
    _print_table(figures)


def _print_table(figures: list[Figure]) -> None:
    width = max(len(figure.what) for figure in figures)
    print(f"\n{'figure':<{width}}{'found':>14}{'at most':>14}")
    for figure in figures:
        found, goal = (f"{value:.2f}{figure.unit}" for value in (figure.found, figure.goal))
        print(f"{figure.what:<{width}}{found:>14}{goal:>14}  {figure.reached}")
    reached = sum(figure.reached == "reached" for figure in figures)
    print(f"{reached} of {len(figures)} goals are reached.")


def _weights(site: Path) -> Iterator[str]:
    for lang in load(PROJECT / "content", PROJECT / "docs").languages:
        script = _published(site, lang, "assets/quiz/quiz.js")
        page = next(path for path in (site / lang).rglob("index.html") if 'id="quiz-data"' in path.read_text("utf-8"))
        data = page.read_text("utf-8").partition('id="quiz-data">')[2].partition("</script>")[0]
        weight = len(gzip.compress(script.read_bytes(), 9))
        yield f"{lang}: quiz script {weight} bytes gzip, data {len(gzip.compress(data.encode(), 9))} bytes gzip"


def _published(site: Path, lang: str, path: str) -> Path:
    """Return where a file lies: in the folder of its language, or once for all of them."""
    return found if (found := site / lang / path).exists() else site / path


def _styles(site: Path) -> Iterator[str]:
    """Yield of each kind of page, by the sheets that it loads, what these weigh."""
    root = site / load(PROJECT / "content", PROJECT / "docs").source
    kinds: dict[tuple[str, ...], list[str]] = {}
    for page in sorted(root.rglob("index.html")):
        sheets = re.findall(r'<link rel="stylesheet" href="[./]*(assets/styles/[^"]*)"', page.read_text("utf-8"))
        kinds.setdefault(tuple(sheets), []).append(page.parent.relative_to(root).as_posix())
    for sheets, pages in kinds.items():
        weight = sum(len(gzip.compress(_published(site, root.name, sheet).read_bytes(), 9)) for sheet in sheets)
        others = f" and {len(pages) - 1} more" if pages[1:] else ""
        yield f"{pages[0]}{others}: {len(sheets)} style sheets of ours, {weight} bytes gzip"


def _proofs() -> Iterator[str]:
    text = yaml.safe_dump(large_flow(questions=40, nodes=400))
    started = time.perf_counter()
    document = yamlfile.parse(text, "quiz.yml")
    quiz: QuizFile = yamlfile.read(document, QuizFile)
    read = time.perf_counter()
    proofs.check(quiz, document)
    done = time.perf_counter()
    yield (
        f"proofs: {len(quiz.questions)} questions, {len(quiz.nodes)} nodes, {graph.figures(quiz).paths:.1e} paths: "
        f"read in {read - started:.2f} s, checked in {done - read:.2f} s"
    )


def _shapes(folder: Path, *, thorough: bool) -> Iterator[str]:
    """Check texts that would take a reader who backtracks for ever, in every place where texts stand.

    A `thorough` check takes all that are known, and longer ones.
    """
    size = 100_000 if thorough else 10_000
    chosen = [shape for shape in shapes() if thorough or shape.counted]
    for number, place in enumerate(PLACES):
        took = {}
        for shape in chosen:
            content = put(folder / f"{number}" / shape.name, place, shape.text(size))
            started = time.process_time()
            findings_of(content)
            took[shape.name] = time.process_time() - started
        slowest = sorted(took, key=lambda name: -took[name])[:3]
        told = ", ".join(f"{took[name]:.2f} s for '{name}'" for name in slowest)
        mean = sum(took.values()) / len(took)
        yield f"{place}: {len(took)} shapes of {size // 1000} kB, {mean:.2f} s each; slowest: {told}"


def _serve(folder: Path, site: Path) -> Iterator[Figure]:
    """Time from the end of a write to the new words in an open tab, and what the processes of the server take for it.

    No build runs beside.
    """
    project = folder / "project"
    project.mkdir(parents=True)
    for name in ("content", "docs", "hooks", "overrides"):
        shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "mkdocs.yml", project)
    course = load(project / "content", project / "docs")
    with chromium_browser() as browser:
        started = time.perf_counter()
        with served(folder) as server:
            server.wait_until(lambda: server.shows("", "<html"))
            first = time.perf_counter() - started
            found = {name: _edits(browser, server, course, *edit) for name, edit in _editable(course).items()}
        shutil.copytree(site, project / "site")
        started = time.perf_counter()
        with served(folder) as server:
            server.wait_until(lambda: server.shows("", "<html"))
            again = time.perf_counter() - started
    for name, (shown, used) in found.items():
        yield Figure(f"serve: {name}, write to tab", shown, 75, " ms")
        yield Figure(f"serve: {name}, CPU of the server", used, 60, " ms")
    yield Figure("serve: first page, without a site from before", first * 1000, 2000, " ms")
    yield Figure("serve: first page, with one", again * 1000, 2000, " ms")


def _editable(course: Course) -> dict[str, tuple[str, str, str]]:
    """Return what is edited -> its file, words of it, and the page that shows them first, all in the source language.

    They are a sentence in the midst of a chapter, the first question of the quiz, and the sign of the first example.
    """
    lang, chapter, quiz = course.source, course.file.chapters[1].page, QUIZ.of(course)
    assert quiz
    words, example = QUIZ.words(course, lang), EXAMPLES.of(course)[0]
    assert words
    told = EXAMPLES.words(course, lang)[example.id].sides.values()
    text = course.pages[lang][chapter].text
    return {
        "sentence": (chapter, next(line for line in text.split("\n## ")[1].split("\n")[1:] if line), chapter),
        "question": ("quiz.yml", words.questions[quiz.nodes[quiz.start].ask].title, str(course.place_of("quiz"))),
        "example": ("examples.yml", next(iter(told)).telltale, f"examples/{example.id}.md"),
    }


def _edits(browser: Browser, server: Server, course: Course, name: str, words: str, path: str) -> list[float]:
    """Return the median milliseconds until an edit is seen, and those of the processors; the build is held back."""
    file, tab = server.project / "content" / course.source / name, browser.new_page()
    tab.add_init_script(_SEEN)
    tab.goto(f"{server.url}{course.source}/{course.address(course.source, path)}")
    server.rest()
    good, waiting = file.read_text(encoding="utf-8"), server.said.count(_WAITING)
    texts = [good.replace(words, f"{words[:-1]} {number}-{number}{words[-1]}") for number in range(EDITS + 1)]
    with server.held():
        _edit(tab, server, file, texts[0], 0)
        server.wait_until(lambda: server.said.count(_WAITING) > waiting)
        took = [_edit(tab, server, file, text, number) for number, text in enumerate(texts[1:], 1)]
    file.write_text(good, encoding="utf-8")
    server.rest()
    tab.close()
    return [statistics.median(each) for each in zip(*took, strict=True)]


_WAITING = "Another build is running"
"""What the server says when the build has come to where it is held back."""


def _edit(tab: Page, server: Server, file: Path, text: str, number: int) -> tuple[float, float]:
    tab.evaluate("(said) => { window.name = said; }", f"{number}-{number}")
    before = _used(server.process.pid)
    file.write_text(text, encoding="utf-8")
    written = time.time()
    seen = float(tab.wait_for_function("window.name === '' && window.seen").json_value())
    tab.wait_for_timeout(100)
    return seen - 1000 * written, _used(server.process.pid) - before


def _used(pid: int) -> float:
    """Return the milliseconds that the threads of a process, and those of its children, have used of the processors."""
    mine = sum(int(Path(task, "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir())
    below = Path(f"/proc/{pid}/task").glob("*/children")
    return mine / 1e6 + sum(_used(int(child)) for file in below for child in file.read_text().split())


_SEEN = """new MutationObserver(() => {
  if (!window.name) return;
  const shown = document.querySelector("#quiz-app") ?? document.querySelector("article");
  if (!shown?.textContent.includes(window.name)) return;
  window.seen = performance.timeOrigin + performance.now();
  window.name = "";
}).observe(document, { childList: true, subtree: true, characterData: true });"""
"""Notes when a tab shows what its name is; the name outlives the page."""


def _clicks(site: Path) -> Iterator[Figure | str]:
    """Time from a step in each widget to the next view, laid out, at a processor slowed down four times.

    Beside it, what the browser alone takes for a click that changes address, title and focus in an empty page, which
    tells how fast this machine is now. The quiz writes its entry in the history after the frame, and so not in this
    time (adr/047).
    """
    course = load(PROJECT / "content", PROJECT / "docs")
    with chromium_browser() as browser, serve_folder(site) as base:
        empty = browser.new_page()
        empty.goto(f"{base}{course.source}/404.html")
        empty.set_content("<!doctype html><title>Empty</title><h2 tabindex=-1>Title</h2><button>Continue</button>")
        alone = statistics.median(_times(empty, "0", _EMPTY_CLICK))
        yield f"clicks at 4x; the browser alone, in an empty page: median {alone:.1f} ms; one frame is {FRAME:.1f} ms"
        for name, (begin, click) in _STEPS.items():
            page = browser.new_page()
            page.goto(f"{base}{course.source}/{course.address(course.source, course.place_of(name) or 'index.md')}")
            times = _times(page, begin, click)
            median = statistics.median(times)
            more = f"{median / alone:.1f} times the empty page's, from {min(times):.1f} to {max(times):.1f} ms"
            yield Figure(f"{name}: a step", median, max(FRAME, TIMES_EMPTY * alone), " ms", more)


def _times(page: Page, begin: str, click: str) -> list[float]:
    """Return what `click` takes, in milliseconds, each time after `begin` and a pause."""
    page.bring_to_front()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    times = []
    for _ in range(CLICKS):
        page.evaluate(begin)
        page.wait_for_timeout(READING)
        times.append(page.evaluate(click))
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return times


_STEP = """() => {
  %s
  const started = performance.now();
  %s;
  document.body.offsetHeight;
  return performance.now() - started;
}"""
_NEW_ROUND = """{
  const left = "#sorting-app form:not([hidden], [data-result])";
  if (!document.querySelector(left)) document.querySelector("[data-action=renew]").click();
}"""
_CHOICE = """() => new Promise((chosen) => {
  location.hash = "";
  setTimeout(() => chosen(document.querySelector("#quiz-app input[type=radio]").click()), 100);
})"""
"""The first question again, with an answer: the view after it is made by then (adr/056)."""
_STEPS = {
    "quiz": (
        _CHOICE,
        _STEP % ("", "document.querySelector('#quiz-app form button').click()"),
    ),
    "sorting": (
        _NEW_ROUND,
        _STEP
        % (
            "const form = document.querySelector('#sorting-app form:not([hidden], [data-result])');"
            "form.querySelector('input').checked = true;",
            "form.querySelector('button').click()",
        ),
    ),
    "calculator": (
        "0",
        _STEP
        % (
            "const slider = document.querySelector('#calculator-app input[type=range]');"
            "slider.value = slider.value === slider.max ? slider.min : slider.max;",
            "slider.dispatchEvent(new Event('input', { bubbles: true }))",
        ),
    ),
}
"""Widget -> what comes before a step, untimed, and the step."""

_EMPTY_CLICK = """() => {
  const [title, button] = document.body.children;
  button.onclick = () => {
    history.pushState({}, "", `#step-${history.length}`);
    document.title = `Step ${history.length}`;
    title.focus({ preventScroll: true });
  };
  const started = performance.now();
  button.click();
  document.body.offsetHeight;
  return performance.now() - started;
}"""


if __name__ == "__main__":
    main()
