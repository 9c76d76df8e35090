"""The rules that only a run can find broken."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

EMITTED_FIELD_WITHOUT_SOURCE = Rule(
    "MOM214", "emitted-field-without-source", Severity.INFO, "nothing supplies `{field}` when `{event}` is emitted"
)
UNREACHABLE_MOMENT = Rule("MOM320", "unreachable-moment", Severity.ERROR, "no run reaches moment `{moment}`")
UNREACHABLE_ARM = Rule("MOM321", "unreachable-arm", Severity.ERROR, "no run takes arm `{arm}` of `{moment}`")
STALL = Rule("MOM322", "stall", Severity.ERROR, "a run stops before `{node}`: nothing can happen any more")
UNANTICIPATED_EMISSION = Rule(
    "MOM323", "unanticipated-emission", Severity.WARNING, "`{command}` may emit `{event}`, which nothing continues"
)
UNHANDLED_REFUSAL = Rule(
    "MOM324", "unhandled-refusal", Severity.INFO, "nothing says what follows when `{precondition}` fails"
)
RETRY_EXHAUSTED = Rule(
    "MOM325", "retry-exhausted", Severity.WARNING, "once retries of `{moment}` are used up, no arm is left"
)
NON_IDEMPOTENT_CONSUMER = Rule(
    "MOM415", "non-idempotent-consumer", Severity.WARNING, "a second `{event}` makes `{reaction}` take effect twice"
)
ORDER_ASSUMED = Rule(
    "MOM417", "order-assumed", Severity.WARNING, "all goes well only if `{event}` never overtakes `{other}`"
)
POLICY_OUTSIDE_FLOW = Rule(
    "MOM502", "policy-outside-flow", Severity.INFO, "`{policy}` reacts in flow `{flow}`, which does not show it"
)
UNDO_REFUSABLE = Rule("MOM517", "undo-refusable", Severity.WARNING, "undoing `{command}` can be refused: `{reason}`")
UNFINISHED_SAGA = Rule("MOM518", "unfinished-saga", Severity.ERROR, "a run ends while `{saga}` is still `{state}`")
DOUBLE_EFFECT = Rule("MOM519", "double-effect", Severity.WARNING, "a second `{event}` moves `{saga}` twice")
ILLEGAL_TRANSITION = Rule(
    "MOM521", "illegal-transition", Severity.ERROR, "`{event}` happens while `{aggregate}` is `{state}`"
)
FRAGILE = Rule("MOM524", "fragile", Severity.INFO, "one fault breaks flow `{flow}`: {fault}")
BUDGET_EXHAUSTED = Rule("MOM909", "budget-exhausted", Severity.INFO, "flow `{flow}` was not explored to its ends")

RULES = (
    EMITTED_FIELD_WITHOUT_SOURCE, UNREACHABLE_MOMENT, UNREACHABLE_ARM, STALL, UNANTICIPATED_EMISSION, UNHANDLED_REFUSAL, RETRY_EXHAUSTED,
    NON_IDEMPOTENT_CONSUMER, ORDER_ASSUMED, POLICY_OUTSIDE_FLOW, UNDO_REFUSABLE, UNFINISHED_SAGA, DOUBLE_EFFECT, ILLEGAL_TRANSITION,
    FRAGILE, BUDGET_EXHAUSTED,
)  # fmt: skip
