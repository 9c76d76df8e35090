"""What each element of the specification is called in generated TypeScript, and in which module it stands.

Types take the element's name in PascalCase with an ending that says what they are. Tags, reasons, states and fields
are the specification's own words, unchanged.
"""

from __future__ import annotations

from moment.generate.naming import member, pascal, stem

RUNTIME = "runtime"
INDEX = "index"
FLOWS = "flows"
PRIMITIVES = {
    "string": "string",
    "number": "number",
    "boolean": "boolean",
    "UUID": "UUID",
    "DateTime": "DateTime",
    "Date": "m.CalendarDate",
    "Money": "Money",
}
PRIMITIVE_GUARDS = {
    "string": "m.string",
    "number": "m.number",
    "boolean": "m.boolean",
    "UUID": "m.uuid",
    "DateTime": "m.dateTime",
    "Date": "m.calendarDate",
    "Money": "m.money",
}
IMPORTED_BY_NAME = ("DateTime", "Money", "UUID")
EXPORTED_PRIMITIVES = ("CalendarDate", "DateTime", "Money", "UUID")


def namespace(context: str) -> str:
    """``Sales``: what the root index exports a context as."""
    return pascal(context)


def flow_namespace(flow: str) -> str:
    """``orderToParcel``: what ``flows/index`` exports a flow as."""
    return member(flow)


def context_folder(context: str) -> str:
    return f"contexts/{stem(context)}"


def types_module(context: str) -> str:
    """Value objects and enums."""
    return f"{context_folder(context)}/types"


def aggregate_types_module(context: str, aggregate: str) -> str:
    """Events, inputs, commands, refusals and states of one aggregate."""
    return f"{context_folder(context)}/{stem(aggregate)}.types"


def aggregate_module(context: str, aggregate: str) -> str:
    return f"{context_folder(context)}/{stem(aggregate)}.aggregate"


def processes_module(context: str) -> str:
    return f"{context_folder(context)}/processes"


def projections_module(context: str) -> str:
    return f"{context_folder(context)}/projections"


def guards_module(context: str) -> str:
    return f"{context_folder(context)}/guards"


def context_index(context: str) -> str:
    return f"{context_folder(context)}/{INDEX}"


def flow_module(flow: str) -> str:
    return f"{FLOWS}/{stem(flow, reserved=frozenset((INDEX,)))}"


def guard(type_name: str) -> str:
    """``OrderLineGuard``; of an event ``OrderSubmittedGuard``, of an input ``SubmitOrderInputGuard``."""
    return f"{type_name}Guard"


def input_type(command: str) -> str:
    return f"{pascal(command)}Input"


def refusal_type(command: str) -> str:
    return f"{pascal(command)}Refusal"


def method(command: str) -> str:
    return member(command)


def event_union(aggregate: str) -> str:
    return f"{pascal(aggregate)}Event"


def command_union(aggregate: str) -> str:
    return f"{pascal(aggregate)}Command"


def state_union(aggregate: str) -> str:
    return f"{pascal(aggregate)}State"


def aggregate_type(aggregate: str) -> str:
    return f"{pascal(aggregate)}Aggregate"


def lifecycle_table(aggregate: str) -> str:
    return member(f"{aggregate} lifecycle")


def policy_type(policy: str) -> str:
    return f"{pascal(policy)}Policy"


def service_type(service: str) -> str:
    return f"{pascal(service)}Service"


def saga_type(saga: str) -> str:
    return f"{pascal(saga)}Saga"


def saga_event(saga: str) -> str:
    return f"{pascal(saga)}SagaEvent"


def saga_state(saga: str) -> str:
    return f"{pascal(saga)}SagaState"


def saga_table(saga: str) -> str:
    return member(f"{saga} saga")


def row_type(projection: str) -> str:
    return f"{pascal(projection)}Row"


def projection_source(projection: str) -> str:
    return f"{pascal(projection)}Source"


def projector_type(projection: str) -> str:
    return f"{pascal(projection)}Projector"


def contract_type(event: str, target: str) -> str:
    """``OrderSubmittedToDispatch``; see ``contracts`` for the second one of a name in a flow."""
    return f"{pascal(event)}To{pascal(target)}"
