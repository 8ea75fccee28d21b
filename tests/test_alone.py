"""The core stands alone: no part of it needs the host."""

from __future__ import annotations

import os
import subprocess
import sys

from courses import CORE, PROJECT

IMPORT_ALL = """
import importlib, pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"mkdocs", "material"}:
            raise ImportError(f"{name} is the host")

sys.meta_path.insert(0, Blocked())
try:
    import mkdocs
except ImportError:
    pass
else:
    raise SystemExit("the host was not blocked")

import sitegen
for module in pkgutil.walk_packages(sitegen.__path__, "sitegen."):
    importlib.import_module(module.name)
    print(module.name)
"""


def test_every_module_imports_without_the_host() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "hooks")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules = (path.relative_to(CORE.parent).with_suffix("").parts for path in CORE.rglob("*.py"))
    named = {".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in modules}
    assert set(done.stdout.split()) == named - {"sitegen"}
