"""The rules that both a check and a run can find broken: what a contract promises, and what a command is given."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

CONTRACT_FIELD_MISSING = Rule(
    "MOM402",
    "contract-field-missing",
    Severity.ERROR,
    "contract of `{event}` requires `{field}`, which the event does not carry",
)
CONTRACT_FIELD_TYPE = Rule(
    "MOM403",
    "contract-field-type",
    Severity.ERROR,
    "contract of `{event}` has `{field}: {expected}`, the event `{actual}`",
)
CONTRACT_FIELD_OPTIONAL = Rule(
    "MOM404",
    "contract-field-optional",
    Severity.ERROR,
    "contract of `{event}` requires `{field}`, which the event may leave out",
)
STARVED_INPUT = Rule(
    "MOM407", "starved-input", Severity.ERROR, "`{command}` needs `{field}`, which nothing supplies here"
)
IDEMPOTENCY_KEY_MISSING = Rule(
    "MOM416", "idempotency-key-missing", Severity.ERROR, "`idempotent by {key}` names no field of the contract"
)

RULES = (
    CONTRACT_FIELD_MISSING,
    CONTRACT_FIELD_TYPE,
    CONTRACT_FIELD_OPTIONAL,
    STARVED_INPUT,
    IDEMPOTENCY_KEY_MISSING,
)
