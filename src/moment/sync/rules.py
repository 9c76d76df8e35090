"""The rule about decisions that do not fit what was decided before."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

PROPOSAL_STATE = Rule("MOM822", "proposal-state", Severity.ERROR, "`{id}` cannot be {verb}: {reason}")

RULES = (PROPOSAL_STATE,)
