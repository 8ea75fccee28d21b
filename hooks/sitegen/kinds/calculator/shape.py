"""The shapes of `calculator.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sitegen.course.base import Id, Markdown, Model, Text

Number = Annotated[float, Field(strict=True, ge=-1e9, le=1e9)]


class CalculatorInput(Model):
    """A figure that the reader gives, by a slider or a field."""

    id: Id
    min: Number
    max: Number
    step: Annotated[Number, Field(ge=0.01)]
    default: Number
    """What the worked example has."""
    unit: Id | None = None
    """`percent`, which counts as a share, or a unit of the wording."""


class CalculatorRow(Model):
    """One step of the calculation, on two inputs or earlier rows."""

    id: Id
    add: tuple[Id, Id] | None = None
    subtract: tuple[Id, Id] | None = None
    multiply: tuple[Id, Id] | None = None
    divide: tuple[Id, Id] | None = None
    unit: Id | None = None

    @model_validator(mode="after")
    def _one_operation(self) -> CalculatorRow:
        if sum(getattr(self, name) is not None for name in ("add", "subtract", "multiply", "divide")) != 1:
            raise ValueError("one of add, subtract, multiply and divide, with two names, as multiply: [hours, price]")
        return self

    @property
    def operation(self) -> str:
        """Name of what is done with the operands."""
        return next(name for name in ("add", "subtract", "multiply", "divide") if getattr(self, name) is not None)

    @property
    def operands(self) -> tuple[Id, Id]:
        """Names of the two inputs or rows."""
        operands: tuple[Id, Id] = getattr(self, self.operation)
        return operands


class CalculatorFile(Model):
    """`content/calculator.yml`: a calculation from the reader's figures to a row whose sign is the verdict."""

    inputs: Annotated[tuple[CalculatorInput, ...], Field(min_length=1)]
    rows: Annotated[tuple[CalculatorRow, ...], Field(min_length=1)]
    verdict: Id

    @property
    def entries(self) -> tuple[CalculatorInput | CalculatorRow, ...]:
        """Everything that has a value, in the order in which it gets it."""
        return (*self.inputs, *self.rows)


class InputWording(Model):
    """Words of one input."""

    label: Text
    hint: Text | None = None


class RowWording(Model):
    """Words of one row; `formula` says in words how it is calculated."""

    label: Text
    formula: Text
    note: Text | None = None


class VerdictWording(Model):
    """A sentence for each sign of the verdict; `{id}` stands for the value of an input or a row."""

    positive: Text
    zero: Text
    negative: Text


class CalculatorWording(Model):
    """`content/<lang>/calculator.yml`."""

    note: Markdown
    """Says what the figures of the worked example are."""
    units: dict[Id, Text] = {}
    """Unit -> how a value is written in it, as `{value} h`."""
    inputs: dict[Id, InputWording]
    rows: dict[Id, RowWording]
    verdict: VerdictWording
