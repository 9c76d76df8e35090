"""What a specification says, as one hash: the same for every layout of the same model."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from moment.model.domain import Domain, Placement
from moment.text.span import Place

_PLACEMENT = tuple(Placement.__slots__)


def spec_hash(domain: Domain) -> str:
    """SHA-256 in hexadecimal of the contexts, flows and stray annotations of ``domain`` as JSON, without any place."""
    whole = [_bare(part) for part in (domain.contexts, domain.flows, domain.stray_annotations)]
    return sha256(msgspec.json.encode(whole)).hexdigest()


def _bare(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is tuple:
        return [_bare(each) for each in value if type(each) is not Place]
    if kind is Placement:
        members = [(name, getattr(value, name)) for name in _PLACEMENT]
    else:
        members = list(zip(kind._fields, value, strict=True))
    return {name: _bare(each) for name, each in members if type(each) is not Place}
