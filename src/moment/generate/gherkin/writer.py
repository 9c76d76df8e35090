"""A feature as Gherkin text, and the line on which each of its parts stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from moment.generate.escaping import one_line, printable
from moment.generate.gherkin.features import Feature, Step

_SYNTAX = re.compile(
    r"@|#|\||\*|\"\"\"|```|(?:Feature|Business Need|Ability|Rule|Background|Scenario|Scenario Outline|Scenario Template|"
    r"Example|Examples|Scenarios):|(?:Given|When|Then|And|But)\b"
)


class Written(NamedTuple):
    """``lines`` are those of the feature, then of each rule, its background and scenarios, each before its own steps."""

    text: str
    lines: tuple[int, ...]


def write(feature: Feature, *, above: int) -> Written:
    """``above`` lines of header stand before the text."""
    writer = _Writer(above)
    writer.tags(feature.tags, 0)
    writer.part(f"Feature: {one_line(feature.name)}", 0)
    writer.description(feature.description, 1)
    for rule in feature.rules:
        writer.blank()
        writer.tags(rule.tags, 1)
        writer.part(f"Rule: {one_line(rule.name)}", 1)
        writer.description(rule.description, 2)
        if rule.background:
            writer.blank()
            writer.part("Background:", 2)
            writer.steps(rule.background)
        for scenario in rule.scenarios:
            writer.blank()
            writer.tags(scenario.tags, 2)
            writer.part(f"Scenario: {one_line(scenario.name)}", 2)
            writer.steps(scenario.steps)
    return Written("\n".join(writer.text) + "\n", tuple(writer.lines))


class _Writer:
    def __init__(self, above: int) -> None:
        self.above = above
        self.text: list[str] = []
        self.lines: list[int] = []

    def blank(self) -> None:
        self.text.append("")

    def tags(self, tags: Sequence[str], depth: int) -> None:
        if tags:
            self.text.append("  " * depth + " ".join(tags))

    def part(self, text: str, depth: int) -> None:
        self.text.append(("  " * depth + text).rstrip())
        self.lines.append(self.above + len(self.text))

    def description(self, text: str, depth: int) -> None:
        for line in text.splitlines():
            told = printable(line.strip())
            if told:
                self.text.append("  " * depth + (f"› {told}" if _SYNTAX.match(told) else told))

    def steps(self, steps: Sequence[Step]) -> None:
        for step in steps:
            self.part(f"{step.keyword} {step.text}", 3)
            cells = [[cell(each) for each in row] for row in step.table]
            widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
            for row in cells:
                padded = " | ".join(f"{each:<{width}}" for each, width in zip(row, widths, strict=True))
                self.text.append("  " * 4 + f"| {padded} |")


def cell(text: str) -> str:
    r"""``text`` in a table: ``\``, ``|`` and line breaks escaped."""
    escaped = text.strip().replace("\\", "\\\\").replace("|", "\\|").replace("\r\n", "\n").replace("\n", "\\n")
    return printable_cell(escaped)


def printable_cell(text: str) -> str:
    r"""Control and bidirectional characters as ``\\uXXXX``: a table reads the doubled backslash as one."""
    return "".join(each if each.isprintable() else printable(each).replace("\\", "\\\\") for each in text)
