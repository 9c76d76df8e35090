"""What makes the machine of a flow finite, as moment.toml says."""

from __future__ import annotations

from moment.behaviour.machine import FAULT_KINDS, FaultKind, Scope
from moment.project.config import FlowSettings


def scope_of(settings: FlowSettings) -> Scope:
    """Instances of the flow, faults in all and of each kind."""
    return Scope(max(settings.instances, 1), settings.max_faults, budgets_of(settings))


def budgets_of(settings: FlowSettings) -> dict[FaultKind, int]:
    """How often each kind of fault may strike."""
    return {kind: getattr(settings.faults, kind) for kind in FAULT_KINDS}
