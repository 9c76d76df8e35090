"""The rules that a text can break by itself: MOM001 to MOM015."""

from __future__ import annotations

from moment.diagnostics.model import Rule, Severity

UNEXPECTED_TOKEN = Rule("MOM001", "unexpected-token", Severity.ERROR, "{found} cannot stand here")
MISSING_CLAUSE = Rule("MOM002", "missing-clause", Severity.ERROR, "{declaration} has no `{clause}`")
MISSPELLED_KEYWORD = Rule("MOM003", "misspelled-keyword", Severity.ERROR, "`{word}` is no keyword")
UNTERMINATED_STRING = Rule("MOM004", "unterminated-string", Severity.ERROR, "string is not closed on its line")
UNTERMINATED_COMMENT = Rule("MOM005", "unterminated-comment", Severity.ERROR, "comment is not closed")
DUPLICATE_CLAUSE = Rule("MOM006", "duplicate-clause", Severity.ERROR, "`{clause}` is given twice")
FOREIGN_NOTATION = Rule("MOM007", "foreign-notation", Severity.ERROR, "`{notation}` is not part of the language")
MERGE_CONFLICT_MARKER = Rule("MOM008", "merge-conflict-marker", Severity.ERROR, "merge conflict is not resolved")
INVALID_CHARACTER = Rule("MOM009", "invalid-character", Severity.ERROR, "{character} is not allowed in a specification")
FILE_TOO_LARGE = Rule("MOM010", "file-too-large", Severity.ERROR, "file has {size} bytes, the limit is 16 MiB")
TAB_INDENTATION = Rule("MOM011", "tab-indentation", Severity.INFO, "line is indented with a tab")
AMBIGUOUS_LAYOUT = Rule("MOM012", "ambiguous-layout", Severity.WARNING, "indentation matches neither reading")
UNUSED_SUPPRESSION = Rule("MOM013", "unused-suppression", Severity.WARNING, "suppression of `{code}` silences nothing")
SUPPRESSION_WITHOUT_REASON = Rule(
    "MOM014", "suppression-without-reason", Severity.WARNING, "suppression gives no reason"
)
INVALID_NUMBER = Rule("MOM015", "invalid-number", Severity.ERROR, "`{number}` is no {kind}")

RULES = (
    UNEXPECTED_TOKEN, MISSING_CLAUSE, MISSPELLED_KEYWORD, UNTERMINATED_STRING, UNTERMINATED_COMMENT, DUPLICATE_CLAUSE,
    FOREIGN_NOTATION, MERGE_CONFLICT_MARKER, INVALID_CHARACTER, FILE_TOO_LARGE, TAB_INDENTATION, AMBIGUOUS_LAYOUT,
    UNUSED_SUPPRESSION, SUPPRESSION_WITHOUT_REASON, INVALID_NUMBER,
)  # fmt: skip
