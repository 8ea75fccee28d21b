"""Scripts joined with the modules that they import, as node runs them."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from courses import PROJECT
from sitegen.course import scripts

MODULES = {
    "a/one.js": 'import { two, three as third } from "./two.js";\nimport * as all from "../four.js";\n'
    "const own = 1;\nconsole.log(own, two(), third, all.own, all.four());\n",
    "a/two.js": 'import {\n  own,\n} from "../four.js";\nexport async function later() {}\n'
    'const hidden = "import";\nexport function two() {\n  return hidden + own;\n}\nexport const three = 3;\n',
    "four.js": 'import "./effect.js";\nexport const own = "o";\nexport function four() {\n  return 4;\n}\n',
    "effect.js": 'console.log(typeof window === "undefined", this === undefined);\n',
    "alone.js": "console.log('alone');\n",
}


def test_a_script_runs_as_its_modules_would() -> None:
    made = scripts.joined(MODULES)
    assert set(made) == {"a/one.js", "alone.js"}
    node = shutil.which("node")
    assert node
    said = {
        path: subprocess.run([node, "-e", text], capture_output=True, text=True, check=True).stdout
        for path, text in made.items()
    }
    assert said == {"a/one.js": "true false\n1 importo 3 o 4\n", "alone.js": "alone\n"}


@pytest.mark.parametrize(
    "line",
    [
        'import one from "./b.js";',
        'import { one } from "package";',
        'export { one } from "./b.js";',
        "export default one;",
        "export class One {}",
        "export let one = 1;",
        'import { one } from "./gone.js";',
        'import { one } from "./a.js";',
    ],
)
def test_what_cannot_be_joined_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"a\.js"):
        scripts.joined({"a.js": line, "b.js": "export const one = 1;", "c.js": 'import "./a.js";'})


def test_the_site_s_own_modules_keep_all_their_names_apart() -> None:
    """Strings that hold a module's form would be taken for it."""
    folder = PROJECT / "docs"
    modules = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.js")}
    made = scripts.joined(modules)
    assert made
    assert len(made) < len(modules)
