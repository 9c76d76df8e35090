"""Names of code that lead nowhere: in moment.toml, and above a type."""

from __future__ import annotations

import pytest

from moment.sync.report import drift, judged
from tests.unit.sync.projects import CODE, SHOP, analysed

EVENT = "Ordering/Order/OrderPlaced"


def said(config: str, code: str = CODE, specification: str = SHOP) -> list[tuple[str, str, str | None]]:
    analysis = analysed(specification, {"src/order.ts": code}, config=f"[implementation]\n{config}\n")
    found = drift(analysis, judged(analysis, {}))
    return [(each.code, each.message, each.hint) for each in found.diagnostics if each.code in ("MOM903", "MOM910")]


@pytest.mark.parametrize(
    ("config", "message", "hint"),
    [
        ('contexts = { "Odering" = ["src/**"] }', "`implementation.contexts` names no context: `Odering`", "Did you mean `Ordering`?"),
        ('contexts = { "Billing" = ["src/**"] }', "`implementation.contexts` names no context: `Billing`", "Take it out, or name one that is there."),
        (f'names = {{ "{EVENT}s" = "src/order.ts#OrderPlaced" }}', f"`implementation.names` names no element: `{EVENT}s`", f"Did you mean `{EVENT}`?"),
        (f'names = {{ "{EVENT}" = "src/order.ts#OrderPlced" }}', "`implementation.names` names no type: `src/order.ts#OrderPlced`", "Did you mean `OrderPlaced`?"),
        (f'names = {{ "{EVENT}" = "src/orders.ts#OrderPlaced" }}', "`implementation.names` names no file: `src/orders.ts`", "Did you mean `src/order.ts`?"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_has_is_told(config: str, message: str, hint: str) -> None:
    assert said(config) == [("MOM903", message, hint)]


def test_a_pattern_that_finds_nothing_is_told() -> None:
    found = said('include = ["src/**", "lib/**"]')
    assert found == [("MOM910", "pattern `lib/**` matches nothing", "Mend `implementation.include`.")]


def test_a_tag_that_names_nothing_is_told() -> None:
    code = f"/** @moment {EVENT}s */\n{CODE}"
    assert said("", code) == [("MOM903", f"`@moment {EVENT}s` names no element", f"Did you mean `{EVENT}`?")]


def test_names_that_are_right_are_not_told() -> None:
    config = f'names = {{ "{EVENT}" = "src/order.ts#OrderPlaced" }}\ncontexts = {{ "Ordering" = ["src/**"] }}'
    assert said(config, f"/** @moment {EVENT} */\n{CODE}") == []
