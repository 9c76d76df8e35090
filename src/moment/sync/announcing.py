"""What others are told of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moment.sync.told import Drift


def drift_detected(drift: Drift) -> Mapping[str, Any]:
    """The payload of ``DriftDetected``: who moved where, and how far it reaches; what was rejected is not told."""
    points = [told.point for told in drift.told if told.counts]
    directions = [point.direction for point in points]
    return {
        "category": int(max((point.category for point in points), default=1)),
        "specAhead": directions.count("spec-ahead"),
        "implAhead": directions.count("impl-ahead"),
        "conflicts": directions.count("conflict"),
        "elements": [
            {
                "element": point.element,
                "member": point.member,
                "direction": point.direction,
                "category": int(point.category),
                "proposalId": point.proposal_id,
            }
            for point in points
        ],
    }
