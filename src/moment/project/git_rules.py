"""The rules about snapshots. They stand below ``sync`` because moment.toml may weigh them."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

NO_REPOSITORY = Rule("MOM860", "no-repository", Severity.INFO, "no Git repository: snapshots are kept in `{folder}`")
SNAPSHOT_UNKNOWN = Rule("MOM861", "snapshot-unknown", Severity.ERROR, "{problem}")
ROLLBACK_WOULD_LOSE = Rule("MOM862", "rollback-would-lose", Severity.ERROR, "`{path}` {problem}")

RULES = (NO_REPOSITORY, SNAPSHOT_UNKNOWN, ROLLBACK_WOULD_LOSE)
