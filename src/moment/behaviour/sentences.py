"""What happens in one step of a run, as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from moment.behaviour.machine import Plan, Record
from moment.behaviour.trace import Line

_DISTURBED = {
    "lose": "{event} to {target} was lost",
    "duplicate": "{event} to {target} was duplicated",
    "drift": "{event} to {target} was sent without one contract field",
}


def sentence(plan: Plan, lines: Sequence[Line], seq: int) -> str:
    """``PlaceOrder was handled``, ``OrderPlaced arrived in Fulfillment a second time``; no full stop."""
    record = lines[seq].record
    text = _sentence(plan, record, lines[seq])
    return f"{text} a second time" if is_second(lines, seq) and not record.repeats else text


def is_second(lines: Sequence[Line], seq: int) -> bool:
    """Whether the same had happened before in the run."""
    record = lines[seq].record
    own = [line.record for line in lines[:seq] if line.instance == lines[seq].instance]
    same = [each for each in own if each.kind == record.kind]
    if record.kind == "deliver":
        return any(each.route == record.route for each in same)
    if record.kind in ("handle", "publish") and record.step is not None:
        return any(each.step == record.step for each in same)
    if record.kind in ("policy", "service"):
        return any(each.reaction == record.reaction and each.used == record.used for each in same)
    return False


def _sentence(plan: Plan, record: Record, line: Line) -> str:
    node = line.step.placement.node.name if line.step is not None else ""
    match record.kind:
        case "choose":
            return _chosen(plan, record)
        case "skip":
            return f"{node} was skipped"
        case "refuse":
            refused = next((check.name for check in record.checks if not check.holds), "refused")
            return f"{_command(record) or node} was refused ({refused})"
        case "handle":
            return _handled(plan, record, node)
        case "deliver" | "lose" | "duplicate" | "drift" if record.route is not None:
            route = plan.routes[record.route]
            words = _DISTURBED.get(record.kind, "{event} arrived in {target}")
            return words.format(event=_last(route.event), target=route.target)
        case "crash":
            return f"{record.context} lost what it had received"
        case "policy" | "service" if record.reaction is not None:
            reaction = plan.reactions[record.reaction]
            return f"{reaction.source.name} reacted to {_last(reaction.trigger)}"
        case "saga" if record.saga is not None:
            return f"{plan.sagas[record.saga].name} became {record.action.rpartition('=')[2]}"
        case "timeout" if record.saga is not None:
            return f"{plan.sagas[record.saga].name} timed out"
        case "undo" if record.saga is not None:
            failed = next((check.name for check in record.checks if not check.holds), None)
            undone = record.action.rpartition(".")[2]
            return f"undoing {undone} was refused ({failed})" if failed else f"{undone} was undone"
        case "end":
            return f"the flow came to {node}" + (f" on {line.lane}" if line.lane else "")
        case _:
            return (
                f"{node or record.action} happened"
                if record.events or not record.repeats
                else f"{node} was shown again"
            )


def _chosen(plan: Plan, record: Record) -> str:
    moment = plan.flow.moments[record.moment or 0]
    arm = record.action.rpartition("=")[2]
    taken = next((each for each in moment.arms if each.condition == arm), None)
    return f"{moment.label} took {arm}" if taken is not None else f"{moment.label} took no arm"


def _handled(plan: Plan, record: Record, node: str) -> str:
    command = plan.domain.command.get(record.command or "")
    text = f"{_command(record) or node} was handled"
    if command is not None and command.mode == "one" and record.events:
        text += f" and emitted {_last(record.events[0].event)}"
    return text


def _command(record: Record) -> str:
    return _last(record.command) if record.command else ""


def _last(identity: str) -> str:
    return identity.rpartition("/")[2]
