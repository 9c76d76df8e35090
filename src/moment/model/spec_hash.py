"""What a specification says, as one hash: the same for every layout of the same model."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from moment.model.domain import Domain
from moment.model.json import to_document
from moment.text.source import Source


def spec_hash(domain: Domain, texts: Mapping[str, Source]) -> str:
    """SHA-256 of the canonical model without places: the same for every layout of the same specification."""
    whole = msgspec.to_builtins(to_document(domain, texts, project=""))
    kept = {name: _bare(value) for name, value in whole.items() if name not in ("sources", "project")}
    return sha256(msgspec.json.encode(kept)).hexdigest()


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _bare(each) for k, each in value.items() if not (k in ("place", "extent") or k.endswith("Place"))}
    return [_bare(each) for each in value] if isinstance(value, list) else value
