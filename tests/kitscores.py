"""What another program makes of questions in QTI: `python -W ignore kitscores.py file.zip` prints each answer's score.

It runs by itself, for it is old and warns of itself.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from pathlib import Path

from pyslet.qtiv2.interactions import SimpleChoice
from pyslet.qtiv2.variables import ItemSessionState
from pyslet.qtiv2.xml import QTIDocument
from pyslet.rfc2396 import URI


def scores(file: Path) -> dict[str, dict[str, list]]:
    """Return item -> choice -> its score and the feedback that it calls."""
    document = QTIDocument(baseURI=URI.from_path(str(file)))
    document.read()
    item = document.root
    found = {}
    for choice in [each.identifier for each in item.find_children_depth_first(SimpleChoice)]:
        state = ItemSessionState(item)
        state.begin_session()
        state.begin_attempt()
        state["RESPONSE"].set_value(choice)
        state.end_attempt()
        found[str(choice)] = [state["SCORE"].value, str(state["FEEDBACK"].value)]
    return {str(item.identifier): found}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(sys.argv[1]) as package:
        package.extractall(folder)
        made: dict[str, dict[str, list]] = {}
        for file in sorted(Path(folder, "items").iterdir()):
            made |= scores(file)
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
