"""What the modules of the pytest target are called."""

from __future__ import annotations

from moment.generate.naming import stem


def test_module(name: str) -> str:
    """``test_order_to_parcel``: of a flow; empty when nothing can be called after ``name``."""
    text = stem(name).replace("-", "_")
    return f"test_{text}" if text else ""


def context_test_module(name: str) -> str:
    """``test_sales_context``: a flow may be called like a context, and two files cannot."""
    text = test_module(name)
    return f"{text}_context" if text else ""


def bindings_module(package: str) -> str:
    """``shop_domain_bindings``: what the user writes."""
    return f"{package}_bindings"
