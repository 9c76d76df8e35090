"""What makes events happen in a flow although nobody places it there."""

from __future__ import annotations

from moment.model.domain import Domain, Flow


def unplaced_producers(flow: Flow, domain: Domain) -> set[str]:
    """The services of this flow's contexts, and the commands that their policies and sagas issue."""
    found: set[str] = set()
    for name in dict.fromkeys(lane.context for lane in flow.lanes):
        context = domain.context.get(name or "")
        if context is None:
            continue
        found.update(service.id for service in context.services)
        found.update(chained.target for policy in context.policies for chained in policy.chains if chained.target)
        found.update(
            undo.with_command.target for saga in context.sagas for undo in saga.undo if undo.with_command.target
        )
    return found
