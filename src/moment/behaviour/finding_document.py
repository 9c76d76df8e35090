"""A finding with its explanation and its repairs as ``facet.json`` writes it."""

from __future__ import annotations

from collections.abc import Mapping

from moment.behaviour import wire
from moment.behaviour.failures import FailureName
from moment.behaviour.findings import Finding
from moment.behaviour.model_document import Places
from moment.behaviour.repairs import Figures, Repair
from moment.behaviour.waiting import WaitGraph
from moment.diagnostics.json import text_edit
from moment.text.source import Source


def finding_document(finding: Finding, places: Places, sources: Mapping[str, Source]) -> wire.FindingDoc:
    """``sources`` hold every text that a repair changes."""
    why = finding.why
    turn = why.divergence
    return wire.FindingDoc(
        code=finding.code,
        verdict=finding.verdict,
        scenario_id=finding.scenario,
        recipe=list(finding.recipe),
        minimal=why.recipe.minimal,
        always=why.recipe.always,
        cone=[
            wire.ConeDoc(each.seq, each.text, [wire.CauseDoc(*cause) for cause in each.because], each.is_last)
            for each in why.cone
        ],
        waits=_waits(why.waits, places) if why.waits is not None else None,
        point_of_no_return=finding.point_of_no_return,
        nearest_good=finding.nearest_good,
        diverges_at=wire.DivergenceDoc(turn.taken, turn.instead) if turn is not None else None,
        min_faults=finding.min_faults,
        repairs=[_repair(each, sources) for each in finding.mended.repairs],
        repairs_tried=finding.mended.tried,
        repairs_untried=finding.mended.untried,
    )


def _waits(graph: WaitGraph, places: Places) -> wire.WaitsDoc:
    return wire.WaitsDoc(
        owed=list(graph.owed),
        nodes=[
            wire.WaitNodeDoc(
                node.id, node.kind, node.name, node.there, places.of(node.place) if node.place is not None else None
            )
            for node in graph.nodes
        ],
        edges=[wire.WaitEdgeDoc(source=e.source, target=e.target, reason=e.reason) for e in graph.edges],
        circles=[list(circle) for circle in graph.circles],
    )


def _repair(repair: Repair, sources: Mapping[str, Source]) -> wire.RepairDoc:
    return wire.RepairDoc(
        kind=repair.kind,
        title=repair.title,
        edits=[text_edit(edit, sources[edit.place.path]) for edit in repair.edits],
        removes=[_failure(name) for name in repair.removes],
        brings=[_failure(name) for name in repair.brings],
        reveals=[_failure(name) for name in repair.reveals],
        before=_figures(repair.before),
        after=_figures(repair.after),
    )


def _failure(name: FailureName) -> wire.FailureDoc:
    return wire.FailureDoc(name.code, *name)


def _figures(figures: Figures) -> wire.MendedDoc:
    return wire.MendedDoc(str(figures.runs), str(figures.failing), str(figures.good))
