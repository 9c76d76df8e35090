"""The rules about event files of others: lines, what they say, and what their sum comes to."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

STREAM_LINE_INVALID = Rule("MOM840", "stream-line-invalid", Severity.ERROR, "line {line} of `{path}`: {reason}")
STREAM_WRONG_SOURCE = Rule(
    "MOM841", "stream-wrong-source", Severity.WARNING, "`{path}` holds {count} of `{source}`, not of `sift`"
)
STREAM_UNKNOWN_TYPE = Rule("MOM842", "stream-unknown-type", Severity.WARNING, "nothing is known of `{type}`: {count}")
STREAM_ID_REUSED = Rule("MOM843", "stream-id-reused", Severity.ERROR, "two events are called `{id}`")
STREAM_CAUSATION_CYCLE = Rule("MOM844", "stream-causation-cycle", Severity.WARNING, "{count}")
STREAM_UNDEFINED_OWNER = Rule("MOM845", "stream-undefined-owner", Severity.WARNING, "{kind} `{name}` is never defined")
STREAM_NEWER_VERSION = Rule(
    "MOM846", "stream-newer-version", Severity.WARNING, "line {line} of `{path}` has version {version}"
)
STREAM_MISSING = Rule("MOM847", "stream-missing", Severity.ERROR, "no upstream events in `{path}`")
IMPORT_CONFLICT = Rule("MOM848", "import-conflict", Severity.ERROR, "{what} is {here} here, {upstream} upstream")

RULES = (
    STREAM_LINE_INVALID, STREAM_WRONG_SOURCE, STREAM_UNKNOWN_TYPE, STREAM_ID_REUSED, STREAM_CAUSATION_CYCLE,
    STREAM_UNDEFINED_OWNER, STREAM_NEWER_VERSION,
    STREAM_MISSING, IMPORT_CONFLICT,
)  # fmt: skip
