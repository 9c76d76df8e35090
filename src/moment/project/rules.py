"""The rules about files and settings: what is wrong before a single word is read."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

NO_SPECIFICATION = Rule("MOM901", "no-specification", Severity.ERROR, "no specification found")
UNREADABLE_FILE = Rule("MOM902", "unreadable-file", Severity.ERROR, "file cannot be read: {reason}")
INVALID_CONFIGURATION = Rule("MOM903", "invalid-configuration", Severity.ERROR, "{problem}")
EMPTY_SOURCE_PATTERN = Rule("MOM910", "empty-source-pattern", Severity.WARNING, "pattern `{pattern}` matches nothing")
FILE_NOT_IN_SOURCES = Rule("MOM911", "file-not-in-sources", Severity.INFO, "file is not among the project's sources")
NOT_FORMATTED = Rule("MOM912", "not-formatted", Severity.ERROR, "file is not formatted: {lines} would change")
TEST_FAILED = Rule("MOM927", "test-failed", Severity.ERROR, "`{case}` failed in {runner}")
TEST_NOT_RUN = Rule("MOM928", "test-not-run", Severity.ERROR, "`{case}` was not run by {runner}")

RULES = (
    NO_SPECIFICATION, UNREADABLE_FILE, INVALID_CONFIGURATION,
    EMPTY_SOURCE_PATTERN, FILE_NOT_IN_SOURCES, NOT_FORMATTED, TEST_FAILED, TEST_NOT_RUN,
)  # fmt: skip
