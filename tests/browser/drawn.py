"""Many values of a Hypothesis strategy at once, so that a browser can be asked about all of them in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def draw(strategy: SearchStrategy[T], number: int) -> list[T]:
    """Return `number` values of a strategy, the same ones every time."""
    values: list[T] = []

    @seed(number)
    @settings(max_examples=number, phases=[Phase.generate], database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(strategy)
    def keep(value: T) -> None:
        values.append(value)

    keep()
    assert len(values) >= number
    return values[:number]
