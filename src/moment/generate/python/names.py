"""What each element of the specification is called in generated Python, and in which module it stands.

Types have the names that they have in TypeScript; modules, attributes, methods and tables are snake_case.
"""

from __future__ import annotations

from moment.generate.naming import WINDOWS_DEVICES, attribute, snake
from moment.generate.typescript.names import (
    aggregate_type,
    command_union,
    contract_type,
    event_union,
    input_type,
    policy_type,
    projection_source,
    projector_type,
    refusal_type,
    row_type,
    saga_event,
    saga_state,
    saga_type,
    service_type,
    state_union,
)

__all__ = [
    "CONTEXTS", "FLOWS", "RUNTIME", "aggregate_type", "command_union", "constant", "context_module", "contract_type",
    "event_union", "flow_module", "input_type", "lifecycle_table", "member", "method", "package", "policy_type",
    "projection_source", "projector_type", "refusal_type", "row_type", "saga_event", "saga_state", "saga_table", "saga_type",
    "service_type", "state_union",
]  # fmt: skip

RUNTIME = "runtime"
CONTEXTS = "contexts"
FLOWS = "flows"


def package(project: str, configured: str = "") -> str:
    """The name of the package: as configured, else ``<project>_domain``; ``domain`` for a project without letters."""
    return configured or "_".join(filter(None, (snake(project), "domain")))


def context_module(context: str) -> str:
    """``order_desk``: the module below ``contexts``; empty when nothing can be called after ``context``."""
    return _file(context)


def flow_module(flow: str) -> str:
    """``order_to_parcel``: the module below ``flows``."""
    return _file(flow)


def _file(name: str) -> str:
    """Device names of Windows get ``_``: they cannot be files."""
    text = attribute(name)
    return f"{text}_" if text in WINDOWS_DEVICES else text


def member(field: str) -> str:
    """``order_id``: the attribute of a field."""
    return attribute(field)


def method(command: str) -> str:
    """``submit_order``: the method of a command on its aggregate."""
    return attribute(command)


def constant(value: str) -> str:
    """``IN_DOUBT``: the member of an enum."""
    text = snake(value).upper()
    return text if text != "MRO" else "MRO_"


def lifecycle_table(aggregate: str) -> str:
    return snake(f"{aggregate} lifecycle")


def saga_table(saga: str) -> str:
    return snake(f"{saga} saga")
