"""All rules there are, gathered from the floors that declare them, with their pages."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from moment.diagnostics.model import Rule

_OWNERS = (
    "moment.language.rules",
    "moment.model.rules",
    "moment.generate.rules",
    "moment.behaviour.rules",
    "moment.behaviour.conform.rules",
    "moment.drift.rules",
    "moment.project.rules",
    "moment.project.state_rules",
    "moment.project.stream_rules",
    "moment.project.git_rules",
    "moment.project.upstream_rules",
)


def rules() -> tuple[Rule, ...]:
    """Every rule once, by code."""
    from moment.checks import FAMILIES

    found = {rule.code: rule for family in FAMILIES for rule in family.RULES}
    for owner in _OWNERS:
        found.update({rule.code: rule for rule in import_module(owner).RULES})
    return tuple(found[code] for code in sorted(found))


def page(code: str) -> str | None:
    """The Markdown page of a rule; from the checkout, else from the installed package."""
    return _resource("rules", f"{code}.md")


def schema(name: str) -> str | None:
    """The published JSON Schema of a format such as ``moment.check/1``."""
    return _resource("schemas", f"{name.replace('/', '.')}.schema.json")


def _resource(folder: str, name: str) -> str | None:
    checkout = Path(__file__).parents[3] / "docs" / folder / name
    if checkout.is_file():
        return checkout.read_text(encoding="utf-8")
    from importlib.resources import files

    installed = files("moment") / "resources" / folder / name
    return installed.read_text(encoding="utf-8") if installed.is_file() else None
