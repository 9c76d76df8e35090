"""The name of a finding that survives when lines move: a hash of what it says, not of where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from moment.diagnostics.model import Diagnostic


def fingerprints(diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    """One fingerprint for each finding, in order: 12 hex digits of SHA-256 over code, elements and facts.

    Findings that are equal in all three are told apart by their ordinal among the equals.
    """
    seen: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
    result = []
    for diagnostic in diagnostics:
        subject = (diagnostic.code, diagnostic.elements, diagnostic.facts)
        ordinal = seen[subject] = seen.get(subject, 0) + 1
        result.append(_digest(subject, ordinal))
    return tuple(result)


def _digest(subject: tuple[str, tuple[str, ...], tuple[str, ...]], ordinal: int) -> str:
    # repr keeps ("a", "bc") and ("ab", "c") apart and is total on any text, lone surrogates included.
    text = repr(subject) if ordinal == 1 else repr((*subject, ordinal))
    return hashlib.sha256(text.encode("ascii", "backslashreplace")).hexdigest()[:12]
