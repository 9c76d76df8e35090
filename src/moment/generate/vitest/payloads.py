"""The TypeScript of a payload in a test, and of the file that holds them all."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.escaping import typescript_string as quoted
from moment.generate.suites.payloads import Payloads as LookUp
from moment.generate.vitest.code import access, literal
from moment.model.domain import Domain
from moment.model.results import Case, Sample


class Payloads:
    """The payloads of a domain as expressions."""

    def __init__(self, domain: Domain, samples: tuple[Sample, ...]) -> None:
        self._found = LookUp(domain, samples)

    def expression(self, identity: str, case: Case) -> str:
        """``payloads['order-to-parcel/submission'].SubmitOrder``, the nearest to ``case``."""
        payload = self._found.nearest(identity, case)
        return f"payloads[{quoted(payload.key)}]{access(payload.name)}"

    def sparse_expression(self, identity: str, case: Case) -> str | None:
        """The same without optional fields; ``None`` when there are none to leave out."""
        payload = self._found.nearest(identity, case)
        return None if payload.sparse is None else f"sparse[{quoted(payload.key)}]{access(payload.name)}"

    def lines(self) -> Iterator[str]:
        """The body of ``payloads.ts``."""
        payloads, sparse = self._found.tables()
        yield "/** What crosses and what is executed in the happy run, per moment and arm. */"
        yield f"export const payloads = {literal(payloads)} as const;"
        if sparse:
            yield ""
            yield "/** The same without optional fields, where there are any. */"
            yield f"export const sparse = {literal(sparse)} as const;"
