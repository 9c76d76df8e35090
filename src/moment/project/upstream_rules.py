"""The rules about upstream and a project side by side."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

UPSTREAM_AHEAD = Rule("MOM850", "upstream-ahead", Severity.WARNING, "upstream moved: {change}")
UPSTREAM_BREAKING = Rule("MOM851", "upstream-breaking", Severity.ERROR, "{change} upstream, which hurts {contexts}")
LOCAL_AHEAD = Rule("MOM852", "local-ahead", Severity.INFO, "upstream does not know: {change}")
CASCADE_INVALID = Rule("MOM853", "cascade-invalid", Severity.ERROR, "`{path}` is no cascade: {reason}")

RULES = (UPSTREAM_AHEAD, UPSTREAM_BREAKING, LOCAL_AHEAD, CASCADE_INVALID)
