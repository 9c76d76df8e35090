"""What says that one side is as it was when both were last in sync."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from moment.project.session import Session


def specification_hash(session: Session) -> str:
    """Of all specifications by path."""
    return sha256(repr(session.digests).encode()).hexdigest()[:16]


def implementation_hash(texts: Mapping[str, bytes]) -> str:
    """Of every file of code that was read, by path."""
    return sha256(repr([(path, sha256(texts[path]).hexdigest()) for path in sorted(texts)]).encode()).hexdigest()[:16]
