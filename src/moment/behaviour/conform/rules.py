"""The rules that only a real log can find broken."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

LOG_DIVERGES = Rule("MOM941", "log-diverges", Severity.ERROR, "a log shows `{event}` where `{flow}` does not allow it")
PAYLOAD_BREAKS_CONTRACT = Rule(
    "MOM942",
    "payload-breaks-contract",
    Severity.ERROR,
    "logged `{event}` breaks the contract of {target}: `{field}` is {what}",
)
PAYLOAD_DIFFERS = Rule(
    "MOM943", "payload-differs", Severity.ERROR, "logged `{event}` is not as declared: `{field}` is {what}"
)
PAYLOAD_UNKNOWN_FIELD = Rule(
    "MOM944", "payload-unknown-field", Severity.INFO, "logged `{event}` carries `{field}`, which is not declared"
)

RULES = (LOG_DIVERGES, PAYLOAD_BREAKS_CONTRACT, PAYLOAD_DIFFERS, PAYLOAD_UNKNOWN_FIELD)
