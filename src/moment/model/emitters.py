"""Which commands and services produce an event."""

from __future__ import annotations

from moment.language import syntax
from moment.model.references import References


def collect(context: syntax.Context, references: References, emitters: dict[str, list[str]]) -> None:
    """Adds to ``emitters`` (event to producers, all identities) what ``context`` declares, in declared order."""
    for member in context.members:
        if isinstance(member, syntax.Service):
            target = references.event_or_command(member.produces).target
            _add(emitters, target, f"{references.context}/{member.name.text}")
        elif isinstance(member, syntax.Aggregate):
            owner = member.name.text
            for declared in member.members:
                if isinstance(declared, syntax.Command):
                    command = f"{references.context}/{owner}/{declared.name.text}"
                    for name in declared.emits.names:
                        _add(emitters, references.emitted(name, owner).target, command)


def _add(emitters: dict[str, list[str]], event: str | None, producer: str) -> None:
    if event is not None:
        producers = emitters.setdefault(event, [])
        if producer not in producers:
            producers.append(producer)
