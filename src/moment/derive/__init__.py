"""What follows from a model without running it: the tests it implies."""

from __future__ import annotations

from moment.derive.topology import cases

__all__ = ["cases"]
