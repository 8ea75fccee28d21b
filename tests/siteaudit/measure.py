"""What one measure found: a figure, the goal, and the places that are to blame."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A figure against its goal."""

    name: str
    """Stable name; `sitegen.kinds.accessibility` has words for it."""
    figure: float | None
    """None: it was not measured, and `why` says why not."""
    goal: float
    places: tuple[str, ...] = ()
    """What a maintainer has to look at, each with its page."""
    looked_at: int = 0
    """Number of pages, walks or files that the figure is about; a figure about nothing is none."""
    why: str = ""
    least: bool = False
    """Whether the goal is the least that is right, and not the most."""

    @property
    def measured(self) -> bool:
        return self.figure is not None and self.looked_at > 0

    @property
    def met(self) -> bool:
        """Whether it was measured and is right."""
        if self.figure is None or not self.measured:
            return False
        return self.figure >= self.goal if self.least else self.figure <= self.goal


def faults(name: str, places: list[str], looked_at: int) -> Measure:
    """Return a measure that counts what is wrong, of which there should be nothing."""
    return Measure(name, len(places), 0, tuple(places), looked_at)


def missing(name: str, why: str, goal: float = 0, *, least: bool = False) -> Measure:
    """Return a measure that could not be taken."""
    return Measure(name, None, goal, why=why, least=least)


def table(measures: list[Measure]) -> list[str]:
    """Return the lines that show figures against goals, and below them the first places of what is not met."""
    width = max(len(measure.name) for measure in measures)
    lines = [f"{'measure':{width}}  {'figure':>8}  {'goal':>8}  {'of':>5}"]
    for measure in measures:
        figure = f"{measure.figure:g}" if measure.figure is not None and measure.measured else "none"
        goal = f"{'>=' if measure.least else '<='} {measure.goal:g}"
        verdict = "met" if measure.met else "NOT MET" if measure.measured else f"NOT MEASURED: {measure.why}"
        lines.append(f"{measure.name:{width}}  {figure:>8}  {goal:>8}  {measure.looked_at:>5}  {verdict}")
    for measure in measures:
        if not measure.met:
            lines += [f"{measure.name}: {place}" for place in measure.places[:20]]
            if len(measure.places) > 20:
                lines.append(f"{measure.name}: and {len(measure.places) - 20} more, in audit.json")
    return lines
