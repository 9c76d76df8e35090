"""The type of what a user binds, member by member of the model; and the scaffold that binds nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from moment.generate.escaping import python_string as quoted
from moment.generate.naming import pascal
from moment.generate.pytest.code import Script
from moment.generate.python import names
from moment.generate.suites.blocks import block_of
from moment.generate.suites.histories import foreign_events
from moment.generate.suites.rules_in_words import worded_invariants, worded_preconditions
from moment.model.domain import Aggregate, Context, Domain
from moment.model.results import Case

Member = tuple[str, str]
"""A key and the type of what is bound there."""


def write_bindings(script: Script, package: str, domain: Domain, cases: Iterable[Case]) -> None:
    """No member is required, so a growing model asks for nothing that is not there."""
    _Writing(script, package, domain, worded_invariants(cases)).write()


def scaffold(package: str) -> str:
    return (
        f'from harness import Bindings\n\nbindings: Bindings = {{}}\n"""What of {package} stands behind the tests."""\n'
    )


class _Writing:
    """The typed dictionaries from the innermost to ``Bindings``; each is named after the keys that lead to it."""

    def __init__(self, script: Script, package: str, domain: Domain, worded: Sequence[Case]) -> None:
        self._script = script
        self._package = package
        self._domain = domain
        self._worded: dict[str, list[Member]] = {}
        for case in worded:
            self._worded.setdefault(block_of(case), []).append((case.detail or "", "Callable[[], object]"))

    def write(self) -> None:
        members = [(pascal(c.name), self._context(c)) for c in self._domain.context.values() if self._has_members(c)]
        flows = [(names.flow_module(flow.name), "Conduct") for flow in self._domain.flow.values()]
        if flows:
            members.append(("flows", self._dictionary(("flows",), flows)))
        self._dictionary((), members)

    def _has_members(self, context: Context) -> bool:
        processes = (*context.policies, *context.services, *context.projections, *context.sagas)
        return bool(context.aggregates or processes or context.id in self._worded)

    def _context(self, context: Context) -> str:
        path = (pascal(context.name),)
        members = [(pascal(a.name), self._aggregate(path, a)) for a in context.aggregates]
        members += self._breaking(path, self._worded.get(context.id, []))
        for kind, bound in self._processes(context):
            if bound:
                members.append((kind, self._dictionary((*path, kind), bound)))
        return self._dictionary(path, members)

    def _aggregate(self, path: tuple[str, ...], aggregate: Aggregate) -> str:
        path = (*path, pascal(aggregate.name))
        own = self._of(aggregate.context, names.aggregate_type(aggregate.name))
        events = [self._of(aggregate.context, names.event_union(aggregate.name))] if aggregate.events else []
        events += [self._of(e.context, pascal(e.name)) for e in foreign_events(aggregate, self._domain)]
        refusals = [
            (
                f"{command.name}.{precondition.name}",
                f"Callable[[], tuple[{own}, {self._input(command.context, command.name)}]]",
            )
            for command, precondition in worded_preconditions(aggregate)
        ]
        breaking = self._breaking(path, [*refusals, *self._worded.get(aggregate.id, [])])
        history = f"Sequence[{' | '.join(events) or 'object'}]"
        load = ("load", f"Callable[[{quoted(history) if len(events) > 1 else history}], {own}]")
        return self._dictionary(path, [load, *breaking])

    def _breaking(self, path: tuple[str, ...], members: list[Member]) -> list[Member]:
        """For each rule in words: what breaks it."""
        return [("breaking", self._dictionary((*path, "breaking"), members))] if members else []

    def _processes(self, context: Context) -> Iterator[tuple[str, list[Member]]]:
        name, of = context.name, self._of
        yield "policies", [(pascal(p.name), of(name, names.policy_type(p.name))) for p in context.policies]
        yield "services", [(pascal(s.name), of(name, names.service_type(s.name))) for s in context.services]
        yield "projections", [(pascal(p.name), of(name, names.projector_type(p.name))) for p in context.projections]
        yield "sagas", [(pascal(s.name), f"Callable[[], {of(name, names.saga_type(s.name))}]") for s in context.sagas]

    def _input(self, context: str, command: str) -> str:
        return self._of(context, names.input_type(command))

    def _of(self, context: str, type_name: str) -> str:
        """A class of a context's module, which is called here so that nothing else has its name."""
        module = names.context_module(context)
        alias = self._script.use(f"{self._package}.{names.CONTEXTS}", module, alias=f"in_{module}")
        return f"{alias}.{type_name}"

    def _dictionary(self, path: tuple[str, ...], members: list[Member]) -> str:
        """Declares the typed dictionary of ``members`` and gives its name."""
        name = "_".join(("Bindings", *path))
        entries = [f"        {quoted(key)}: {type_}," for key, type_ in dict(members).items()]
        self._script.add(
            "", f"{name} = TypedDict(", f'    "{name}",', "    {", *entries, "    },", "    total=False,", ")"
        )
        return name
