"""Findings about outputs: names that a target cannot take, files that are not as they were written."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

PATH_OUTSIDE_PROJECT = Rule("MOM904", "path-outside-project", Severity.ERROR, "`{path}` {reason}")
OUTPUT_NOT_WRITABLE = Rule("MOM905", "output-not-writable", Severity.ERROR, "`{path}` cannot be written: {reason}")
EDITED_OUTPUT = Rule("MOM906", "edited-output", Severity.ERROR, "`{path}` was changed since it was generated")
STALE_OUTPUT = Rule("MOM907", "stale-output", Severity.ERROR, "`{path}` is {state}")
NAME_COLLISION_IN_TARGET = Rule(
    "MOM908",
    "name-collision-in-target",
    Severity.ERROR,
    "`{first}` and `{second}` both become `{resulting}` in {target}",
)
FOREIGN_OUTPUT = Rule("MOM920", "foreign-output", Severity.ERROR, "`{path}` exists and was not generated")
OUTPUT_PATH_COLLISION = Rule(
    "MOM921", "output-path-collision", Severity.ERROR, "`{first}` and `{second}` are both written to `{resulting}`"
)
UNUSABLE_NAME = Rule("MOM922", "unusable-name", Severity.ERROR, "nothing in {target} can be called after `{name}`")
LEDGER_UNREADABLE = Rule("MOM923", "ledger-unreadable", Severity.WARNING, "`{path}` is no ledger: {reason}")
TEMPLATE_FAILED = Rule("MOM924", "template-failed", Severity.ERROR, "`{path}` fails: {reason}")
OUTPUT_LOCKED = Rule("MOM925", "output-locked", Severity.ERROR, "another run holds `{path}`")
NOTHING_LEFT = Rule("MOM926", "nothing-left", Severity.ERROR, "no context and no flow, but {count} generated files")

RULES: tuple[Rule, ...] = (
    PATH_OUTSIDE_PROJECT,
    OUTPUT_NOT_WRITABLE,
    EDITED_OUTPUT,
    STALE_OUTPUT,
    NAME_COLLISION_IN_TARGET,
    FOREIGN_OUTPUT,
    OUTPUT_PATH_COLLISION,
    UNUSABLE_NAME,
    LEDGER_UNREADABLE,
    TEMPLATE_FAILED,
    OUTPUT_LOCKED,
    NOTHING_LEFT,
)
