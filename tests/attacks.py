"""What somebody may write to script, style, frame, load, send or lead away; and every text of a course as its place."""

from __future__ import annotations

import json
import re
import shutil
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import yaml
from babel.messages.pofile import read_po, write_po
from courses import PROJECT
from sitegen.check.embedded import texts
from sitegen.course.base import Markdown, Text
from sitegen.course.yamlfile import parse
from sitegen.language import catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sitegen.course.course import Course

ELEMENTS = (
    "script style iframe object embed link meta base form input button textarea select keygen isindex svg math img image "
    "video audio source track picture body html head frame frameset applet bgsound template slot noscript noembed "
    "noframes xmp plaintext listing title marquee details dialog table td a area map p div span custom-element portal"
).split()
HANDLERS = (
    "onload onerror onclick onfocus onmouseover onpageshow ontoggle onbegin onend onanimationstart onpointerenter "
    "onreadystatechange onhashchange onresize onscroll onbeforematch"
).split()
ADDRESSES = (
    "javascript:{run}", "JaVaScRiPt:{run}", " javascript:{run}", "java\tscript:{run}", "java&#10;script:{run}",
    "&#106;avascript:{run}", "&#x6A;avascript&colon;{run}", "javascript&#58;{run}", "\u0001javascript:{run}",
    "vbscript:{run}", "data:text/html,<script>{run}</script>", "data:text/html;base64,PHNjcmlwdD5wd24oMSk8L3NjcmlwdD4=",
    "data:image/svg+xml,<svg onload='{run}'/>", "blob:{run}", "view-source:{away}", "{away}", "//canary.example/{n}",
    "\\\\canary.example\\{n}", "/\\canary.example/{n}", "https:canary.example/{n}", "http&colon;//canary.example/{n}",
    "ftp://canary.example/{n}", "file:///etc/passwd", "about:blank", "ws://canary.example/{n}", "cid:{n}",
)  # fmt: skip
CARRIERS = (
    "<a href={q}{to}{q}>w{n}</a>", "<a\nhref\n=\n{q}{to}{q}\n>w{n}</a>", "<img src={q}{to}{q}>", "<iframe src={q}{to}{q}></iframe>",
    "<object data={q}{to}{q}></object>", "<embed src={q}{to}{q}>", "<form action={q}{to}{q}><input type=submit></form>",
    "<button formaction={q}{to}{q}>w</button>", "<svg><a xlink:href={q}{to}{q}><text>w</text></a></svg>", "<svg><use href={q}{to}{q} /></svg>",
    "<math href={q}{to}{q}>w</math>", "<meta http-equiv=refresh content={q}0;url={to}{q}>", "<base href={q}{to}{q}>",
    "<link rel=stylesheet href={q}{to}{q}>", "<link rel=prefetch href={q}{to}{q}>", "<script src={q}{to}{q}></script>",
    "<video poster={q}{to}{q}></video>", "<a ping={q}{to}{q} href=x>w{n}</a>", "<area href={q}{to}{q}>", "<body background={q}{to}{q}>",
    "<input type=image src={q}{to}{q}>", "<img srcset={q}{to} 2x{q}>", "[w{n}]({to})", "[w{n}](<{to}>)", "![w{n}]({to})", "<{to}>",
    "[w{n}][r{n}]\n\n[r{n}]: {to}", "[w{n}](page.md){{ href={q}{to}{q} }}", "*w{n}*{{: src={q}{to}{q} }}",
)  # fmt: skip
BREAKS = (
    '">', "'>", "`>", ">", '"/>', "</title>", "</textarea>", "</style>", "</script>", "</noscript>", "</template>", "-->", "--!>",
    "]]>", "*/", "?>", "</svg>", "</select>", "</table>", "</head>", "\\", "\\\\", "`", "``", "```\n", '" ', "' ", "&quot;>",
    "&#34;>", "&gt;", "\u003c/script\u003e", "<!--", "<!-->", "<!--->", "<![CDATA[", "<?x ", "<%", "<!x ", "\n\n", "    ", "|", "{{", "{%",
)  # fmt: skip
RUNS = (
    "<script>{run}</script>", "<SCRIPT\n>{run}</SCRIPT\n>", "<script/x>{run}</script>", "<<script>{run}//<</script>", "<img src=x onerror={run}>",
    "<svg/onload={run}>", "<svg><script>{run}</script></svg>", "<svg><animate onbegin={run} attributeName=x>", "<style>@import '{away}';</style>",
    "<style>*{{background:url({away})}}</style>", "<p style='background:url({away})'>w</p>", "<math><mtext><table><mglyph><style><img src=x onerror={run}>",
    "<template><img src=x onerror={run}></template>", "<noscript><p title='</noscript><img src=x onerror={run}>'>", "<details open ontoggle={run}>w</details>",
    "<input autofocus onfocus={run}>", "<iframe srcdoc='<script>parent.{run}</script>'></iframe>", "{{{{ {run} }}}}", "{{% raw %}}{run}", "${{{run}}}", "%(pwn)s %s",
    "<%= {run} %>", "&lt;script&gt;{run}&lt;/script&gt;", "&amp;lt;script&amp;gt;{run}", "\\u003cscript\\u003e{run}", "<p id=quiz-app>w</p>", "w {{ #quiz-data onclick={run} }}",
    "<form id=quiz-app><input name=id></form>", "<img name=getElementById>", "<a id=location href=x>w</a>", "<p class=mermaid>graph TD</p>", "<div class=md-overlay>w</div>",
)  # fmt: skip
"""Public kinds of attack: breaking out, handlers, schemes, elements that load, templates, clobbered names."""


def payloads(count: int = 2000) -> list[str]:
    """Return so many attacks, the same every time; number `n` calls `pwn(n)`, or loads `canary.example/n`."""
    forms = [
        *(f"<{element}{gap}{handler}={quote}{{run}}{quote}>w{{n}}" for (element, handler), (gap, quote) in zip(
            product(ELEMENTS, HANDLERS), _again([(" ", ""), (" ", '"'), ("/", "'"), ("\n", '"'), ("\t", ""), ("\f", "'"), (" x=1 ", "`")]),
            strict=False)),
        *(carrier.replace("{q}", quote).replace("{to}", to) for carrier, to, quote in product(CARRIERS, ADDRESSES, ("", '"', "'"))),
        *(f"{outside}{run}" for outside, run in product(BREAKS, RUNS)),
        *RUNS,
    ]  # fmt: skip
    chosen = [*RUNS, *Random(11).sample(forms, count - len(RUNS))]
    return [_filled(form, number) for number, form in enumerate(chosen)]


def _again(values: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    while True:
        yield from values


def _filled(form: str, number: int) -> str:
    known = {"{run}": f"pwn({number})", "{away}": f"https://canary.example/{number}", "{n}": str(number)}
    return (
        re.sub("|".join(map(re.escape, known)), lambda match: known[match[0]], form)
        .replace("{{", "{")
        .replace("}}", "}")
    )


BLOCKS = (
    "<!-- a comment: {line} -->",
    "Words {text} words.",
    "{text}",
    "- {text}\n- words",
    "> {text}",
    "| a | b |\n|---|---|\n| {line} | words |",
    "## Title {line} {{#attack-{n}}}",
    '!!! note "{line}"\n\n    Words.',
    "[{line}](index.md)",
    '[words](index.md "{line}")',
    "![{line}](assets/logo.svg)",
    "`{line}`",
    "```\n{text}\n```",
    'Words.\n{{: title="{line}" }}',
    '<span title="{line}">words</span>',
)
"""Places on a page; `line` has no line breaks."""


class Planting:
    """Writes attacks into every text of a project, and takes back those that are refused."""

    def __init__(self, course: Course, project: Path, attacks: list[str]) -> None:
        self.course, self.project = course, project
        self.places = [*self._wording(), *self._messages(), *self._pages()]
        Random(7).shuffle(attacks)
        self.attacks = {place: attacks[number % len(attacks)] for number, place in enumerate(self.places)}
        self.refused: dict[tuple[str, Any], str] = {}
        self.lines: dict[tuple[str, int], list[tuple[str, Any]]] = {}
        for name in ("content", "docs", "hooks", "overrides"):
            shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
        told = re.sub(
            r"^    (name|address|contact|director|host):$",
            lambda match: f"{match[0]} {ALWAYS}",
            settings,
            flags=re.MULTILINE,
        )
        (project / "mkdocs.yml").write_text(told, encoding="utf-8")
        self.write({file for file, _ in self.places})

    def _wording(self) -> Iterator[tuple[str, Any]]:
        for lang, words in self.course.wording.items():
            for name, value in {"course": words.course, **words.kinds}.items():
                for kind in (Text, Markdown):
                    yield from ((f"content/{lang}/{name}.yml", loc) for loc, _ in texts(value, kind))

    def _messages(self) -> Iterator[tuple[str, Any]]:
        for lang in self.course.languages:
            for message in catalogues.read(lang):
                if message.id:
                    yield catalogues.shown(lang), message.id

    def _pages(self) -> Iterator[tuple[str, Any]]:
        for pages in self.course.pages.values():
            for page in pages.values():
                if not page.generated:
                    yield page.file, "description"
                    yield from ((page.file, number) for number in range(len(BLOCKS)))

    def take_back(self, findings: list[tuple[str, int, str]]) -> None:
        """Put back what stood on the lines of some findings."""
        files = set()
        for file, line, rule in findings:
            places = self.lines.get((file, line), ())
            if not places:  # what another line has swallowed, perhaps in the other language
                name = re.sub(r"^content/\w+", "", file) if rule == "parity/headings" else file
                places = [place for place in self.attacks if place[0].endswith(name)]
            for place in self.attacks.keys() & set(places):
                self.refused[place] = self.attacks.pop(place)
                files.add(place[0])
        self.write(files)

    def write(self, files: set[str]) -> None:
        """Write some of the files, each text on a line of its own."""
        for file in files:
            path = self.project / file
            self.lines = {known: places for known, places in self.lines.items() if known[0] != file}
            if file.endswith(".md"):
                self._write_page(file, path)
            elif file.endswith(".po"):
                self._write_catalogue(file, path)
            else:
                self._write_data(file, path)

    def _write_data(self, file: str, path: Path) -> None:
        data = yaml.safe_load((PROJECT / file).read_text(encoding="utf-8"))
        for (other, loc), attack in self.attacks.items():
            if other == file:
                holder = data
                for part in loc[:-1]:
                    holder = holder[part]
                if not isinstance(holder, dict) or loc[-1] in holder:
                    holder[loc[-1]] = " ".join([attack, *_GAP.findall(holder[loc[-1]])])
        path.write_text(
            yaml.dump(data, Dumper=_Quoting, allow_unicode=True, width=10**9, sort_keys=False), encoding="utf-8"
        )
        document = parse(path.read_text(encoding="utf-8"), file)
        for place in self.attacks:
            if place[0] == file:
                self.lines.setdefault((file, document.line(*place[1])), []).append(place)

    def _write_catalogue(self, file: str, path: Path) -> None:
        with (PROJECT / file).open("rb") as original:
            catalogue = read_po(original)
        for message in catalogue:
            if attack := self.attacks.get((file, message.id)):
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                told = tuple(f"{attack.replace('%', '%%')} {' '.join(_GAP.findall(form))}" for form in forms)
                message.string = told if isinstance(message.string, tuple) else told[0]
        with path.open("wb") as made:
            write_po(made, catalogue, width=0)
        with path.open("rb") as made:
            for message in read_po(made):
                self.lines.setdefault((file, message.lineno or 0), []).append((file, message.id))

    def _write_page(self, file: str, path: Path) -> None:
        text = (PROJECT / file).read_text(encoding="utf-8").rstrip("\n")
        if attack := self.attacks.get((file, "description")):
            text = re.sub(
                r"(?m)^description: .*$", lambda _: f"description: {json.dumps(_line(attack))}", text, count=1
            )
            self.lines[file, text.split("\n").index(f"description: {json.dumps(_line(attack))}") + 1] = [
                (file, "description")
            ]
        for number, block in enumerate(BLOCKS):
            attack = self.attacks.get((file, number), "words")
            begin = text.count("\n") + 3
            text += "\n\n" + block.format(text=attack, line=_line(attack), n=number)
            for line in range(begin, text.count("\n") + 2):
                self.lines[file, line] = [(file, number)]
        path.write_text(f"{text}\n", encoding="utf-8")


ALWAYS = '"<img src=x onerror=pwn(-1)>\'> A < B & R&D <pain>"'
_GAP = re.compile(r"%\(\w+\)s|\{\w+\}")


def _line(text: str) -> str:
    return " ".join(text.split())


class _Quoting(yaml.SafeDumper):
    pass


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
