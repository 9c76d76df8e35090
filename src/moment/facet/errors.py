"""Why there is no page, as the shell says it: what is wrong, and the way out."""

from __future__ import annotations


class FacetError(Exception):
    """``code`` for machines, one sentence, and what to do; ``exit`` 2 unless the content is at fault."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
