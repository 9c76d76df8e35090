"""The rules about specification and implementation side by side."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

SPEC_AHEAD = Rule("MOM801", "spec-ahead", Severity.WARNING, "implementation has not followed: {change}")
IMPLEMENTATION_AHEAD = Rule(
    "MOM802", "implementation-ahead", Severity.WARNING, "specification has not followed: {change}"
)
BOTH_CHANGED = Rule("MOM803", "both-changed", Severity.ERROR, "both sides differ: {change}")
BREAKING_DRIFT = Rule("MOM804", "breaking-drift", Severity.ERROR, "{change}, which hurts {contexts}")
NOT_IMPLEMENTED = Rule("MOM805", "not-implemented", Severity.WARNING, "`{element}` is implemented nowhere")
UNMODELLED_SYMBOL = Rule("MOM806", "unmodelled-symbol", Severity.INFO, "`{symbol}` is in no specification")
NO_BASE = Rule("MOM807", "no-base", Severity.INFO, "`{element}` has never been in sync: who moved is not known")
IMPLEMENTATION_UNREAD = Rule("MOM810", "implementation-unread", Severity.ERROR, "file is not compared: {reason}")
SYMBOL_UNREAD = Rule("MOM811", "symbol-unread", Severity.WARNING, "`{symbol}` is not compared: {reason}")
AMBIGUOUS_IMPLEMENTATION = Rule(
    "MOM812", "ambiguous-implementation", Severity.ERROR, "`{element}` may be any of {candidates}"
)
OPAQUE_TYPE = Rule("MOM813", "opaque-type", Severity.INFO, "`{symbol}` is not compared: it is {reason}")
UNRESOLVED_IMPORT = Rule("MOM814", "unresolved-import", Severity.INFO, "`{name}` is not in `{module}`")

RULES = (
    SPEC_AHEAD, IMPLEMENTATION_AHEAD, BOTH_CHANGED, BREAKING_DRIFT, NOT_IMPLEMENTED, UNMODELLED_SYMBOL, NO_BASE,
    IMPLEMENTATION_UNREAD, SYMBOL_UNREAD, AMBIGUOUS_IMPLEMENTATION, OPAQUE_TYPE, UNRESOLVED_IMPORT,
)  # fmt: skip
