"""What the commands that run a model share: when nothing can run, which flows, which faults."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import cast

from moment.behaviour.machine import DEFAULT_BUDGETS, FAULT_KINDS, FaultKind
from moment.cli.errors import Failure
from moment.cli.options import MACHINE_FORMATS, Options
from moment.cli.output import ENVIRONMENT_CODES, note, show_findings, summary_of
from moment.diagnostics.model import Diagnostic
from moment.model.domain import Domain, Flow
from moment.project.session import Session
from moment.text.nearest import nearest


def stop(options: Options, session: Session, found: Sequence[Diagnostic]) -> int:
    code = 2 if any(finding.code in ENVIRONMENT_CODES for finding in found) else 1
    if options.format in MACHINE_FORMATS:
        summary = summary_of([session], found, exit=code)
        show_findings(options, found, session.sources, summary)
        return code
    if options.format == "markdown":
        from moment.behaviour.simulation_comment import stopped_comment
        from moment.diagnostics import full

        sys.stdout.write(stopped_comment(full.findings(found, session.sources)))
        return code
    options.format = None
    show_findings(options, found, session.sources, summary_of([session], found, exit=code), closing=False)
    note(options, "nothing was run")
    return code


def budgets_in(text: str | None) -> dict[FaultKind, int] | None:
    """``lose,duplicate=2``: those kinds and no others; ``None`` when moment.toml decides."""
    if text is None:
        return None
    found: dict[FaultKind, int] = dict.fromkeys(FAULT_KINDS, 0)
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        kind, sign, number = part.partition("=")
        if kind == "none":
            continue
        if kind not in DEFAULT_BUDGETS:
            guess = nearest(kind, FAULT_KINDS)
            hint = f"did you mean `{guess}`?" if guess else f"kinds are {', '.join(FAULT_KINDS)}, none"
            raise Failure("usage", f"no fault `{kind}`", hint)
        if sign and not number.isdecimal():
            raise Failure("usage", f"`{part}` has no number behind `=`", "write it as `lose=2`")
        found[cast("FaultKind", kind)] = int(number) if sign else 1
    return found


def chosen_flows(domain: Domain, names: Sequence[str]) -> list[Flow]:
    for name in names:
        if name not in domain.flow:
            guess = nearest(name, domain.flow)
            listed = ", ".join(domain.flow) or "none is declared"
            raise Failure("usage", f"no flow `{name}`", f"did you mean `{guess}`?" if guess else f"flows: {listed}")
    return [flow for flow in domain.flow.values() if not names or flow.name in names]
