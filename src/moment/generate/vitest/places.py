"""Where each derived case stands in the generated tests: its file, the blocks around it, its title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moment.generate.naming import stem
from moment.generate.suites.blocks import block_of
from moment.model.domain import Domain
from moment.model.results import Case


class Address(NamedTuple):
    """``file`` is relative to the target's folder, ``titles`` are those of the blocks from outside in, then the test's."""

    file: str
    titles: tuple[str, ...]


def addresses(domain: Domain, cases: Iterable[Case]) -> dict[Address, list[str]]:
    """Ids of cases by address, in the order of the file; two moments of one label share theirs."""
    found: dict[Address, list[str]] = {}
    for case in cases:
        found.setdefault(_address(domain, case), []).append(case.id)
    return found


def _address(domain: Domain, case: Case) -> Address:
    if case.flow is not None:
        moments = domain.flow[case.flow].moments
        label = next(moment.label for moment in moments if moment.slug == case.moment)
        arm = (f"when {case.arm}",) if case.arm is not None else ()
        return Address(f"flows/{stem(case.flow)}.spec.ts", (f"Flow: {case.flow}", label, *arm, case.title))
    block = block_of(case)
    aggregate = domain.aggregate.get(block)
    context = aggregate.context if aggregate is not None else block
    if aggregate is None:
        return Address(f"contexts/{stem(context)}/processes.spec.ts", (f"{context} / processes", case.title))
    file = f"contexts/{stem(context)}/{stem(aggregate.name, reserved=frozenset(('processes',)))}.spec.ts"
    return Address(file, (f"{context} / {aggregate.name} aggregate", case.title))
