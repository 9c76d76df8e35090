"""The text of ``payloads.py``: what crosses and what is executed in the happy run."""

from __future__ import annotations

from moment.generate.pytest.code import literal
from moment.generate.suites.payloads import Payloads


def payloads_text(payloads: Payloads) -> str:
    whole, sparse = payloads.tables()
    lines = [
        '"""Payloads as they go over the wire."""',
        "",
        "from typing import Any",
        "",
        f"payloads: dict[str, dict[str, Any]] = {literal(whole)}",
        '"""What crosses and what is executed in the happy run, per moment and arm."""',
    ]
    if sparse:
        lines += [
            "",
            f"sparse: dict[str, dict[str, Any]] = {literal(sparse)}",
            '"""The same without optional fields, where there are any."""',
        ]
    return "\n".join(lines) + "\n"
