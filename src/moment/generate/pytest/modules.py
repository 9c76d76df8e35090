"""What the modules of the pytest target are called."""

from __future__ import annotations

from moment.generate.naming import stem


def test_module(name: str) -> str:
    """``test_order_to_parcel``: of a flow or a context; empty when nothing can be called after ``name``."""
    text = stem(name).replace("-", "_")
    return f"test_{text}" if text else ""


def bindings_module(package: str) -> str:
    """``shop_domain_bindings``: what the user writes."""
    return f"{package}_bindings"
