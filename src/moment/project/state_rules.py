"""The rules about what is kept on the disk: edits, decisions, logs, the lock."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

EDIT_REFUSED = Rule("MOM820", "edit-refused", Severity.ERROR, "`{path}` is left as it is: {reason}")
INTERRUPTED_APPLY = Rule("MOM821", "interrupted-apply", Severity.ERROR, "transaction `{id}` was interrupted: {reason}")
PROPOSAL_STATE = Rule("MOM822", "proposal-state", Severity.ERROR, "`{id}` cannot be {verb}: {reason}")
STATE_TORN_TAIL = Rule(
    "MOM830", "state-torn-tail", Severity.WARNING, "line {line} of `{path}` was not written to its end"
)
STATE_CORRUPT = Rule("MOM831", "state-corrupt", Severity.ERROR, "line {line} of `{path}` is damaged: {reason}")
STATE_FORKED = Rule("MOM832", "state-forked", Severity.INFO, "`{path}` has {count} heads")
STATE_LOCKED = Rule("MOM833", "state-locked", Severity.ERROR, "`{path}` is held by {holder}")
STATE_NEWER_VERSION = Rule(
    "MOM834", "state-newer-version", Severity.ERROR, "line {line} of `{path}` is newer than this version: {reason}"
)

RULES = (
    EDIT_REFUSED, INTERRUPTED_APPLY, PROPOSAL_STATE, STATE_TORN_TAIL, STATE_CORRUPT, STATE_FORKED, STATE_LOCKED, STATE_NEWER_VERSION,
)  # fmt: skip
