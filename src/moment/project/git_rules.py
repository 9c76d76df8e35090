"""The rules about snapshots, remotes and credentials. They stand below ``sync`` because moment.toml may weigh them."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

NO_REPOSITORY = Rule("MOM860", "no-repository", Severity.INFO, "no Git repository: snapshots are kept in `{folder}`")
SNAPSHOT_UNKNOWN = Rule("MOM861", "snapshot-unknown", Severity.ERROR, "{problem}")
ROLLBACK_WOULD_LOSE = Rule("MOM862", "rollback-would-lose", Severity.ERROR, "`{path}` {problem}")
REMOTE_REJECTED = Rule("MOM863", "remote-rejected", Severity.ERROR, "`{remote}` {problem}")
REMOTE_DIVERGED = Rule("MOM864", "remote-diverged", Severity.ERROR, "`{ref}` is {here} here and {there} at `{remote}`")
AUTHENTICATION_FAILED = Rule("MOM865", "authentication-failed", Severity.ERROR, "`{host}` {problem}")
CREDENTIALS_EXPOSED = Rule("MOM866", "credentials-exposed", Severity.ERROR, "`{path}` is open to others: mode {mode}")
INSECURE_TRANSPORT = Rule("MOM867", "insecure-transport", Severity.ERROR, "no credentials go to `{url}`: {reason}")

RULES = (
    NO_REPOSITORY, SNAPSHOT_UNKNOWN, ROLLBACK_WOULD_LOSE, REMOTE_REJECTED,
    REMOTE_DIVERGED, AUTHENTICATION_FAILED, CREDENTIALS_EXPOSED, INSECURE_TRANSPORT,
)  # fmt: skip
