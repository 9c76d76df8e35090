"""A difference, or one simulation, as the Markdown of a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moment.behaviour.difference import Difference, EndChange, FindingChange, FlowChange, Survival
from moment.behaviour.difference_report import (
    Where,
    by_urgency,
    count,
    end_side,
    headline,
    in_words,
    needed,
    standing,
    strikes,
    unbroken,
)
from moment.behaviour.markdown import code, details, escaped, prose, table
from moment.behaviour.report import scope_line
from moment.text.width import utf16_length

LIMIT = 65_536
"""The longest comment that GitHub takes, in UTF-16 units to be on the safe side."""
LISTED = 20
"""Findings, and other things of one kind, of one flow at most; the rest is counted."""
_ABSENT = "–"


def comment(
    difference: Difference, *, against: str, commit: str | None = None, where: Where, limit: int = LIMIT
) -> str:
    """A heading, one line, a section for each flow that changed, the rest folded; never longer than ``limit``.

    ``against`` is the other side as it was written, ``commit`` the name of its commit.
    """
    named = f"{code(against)} ({commit})" if commit else code(against)
    head = [f"## Behaviour against {named}", f"{_sign(difference)} **{_sentence(headline(difference))}**"]
    told = [flow for flow in by_urgency(difference) if flow.status != "same"]
    blocks = [_flow(flow, difference, where) for flow in told]
    tail = [*_rest(difference), f"<sub>{escaped(scope_line(difference.scope, difference.seed))}</sub>"]
    return fitted(head, blocks, tail, limit=limit)


def fitted(head: Sequence[str], blocks: Sequence[str], tail: Sequence[str], *, limit: int) -> str:
    """All of it, or as many whole blocks from the first as fit, and how many are missing."""
    left_out = f"*{len(blocks)} flows left out: a comment holds {limit:,} characters. `--format text` shows all.*"
    room = limit - _length([*head, left_out, *tail])
    kept = 0
    for block in blocks:
        room -= _length([block])
        if room < 0 and (kept < len(blocks) - 1 or room + _length([left_out]) < 0):
            break
        kept += 1
    missing = len(blocks) - kept
    note = left_out.replace(f"{len(blocks)} flows", count(missing, "flow"), 1)
    text = "\n\n".join([*head, *blocks[:kept], *([note] if missing else []), *tail]) + "\n"
    if utf16_length(text) <= limit:
        return text
    return "\n\n".join([head[0], "*Too much to show in a comment: `--format text` shows it.*"])[: limit - 1] + "\n"


def _length(parts: Sequence[str]) -> int:
    """Of the parts, each with the blank line behind it."""
    return sum(utf16_length(part) + 2 for part in parts)


def _sign(difference: Difference) -> str:
    if difference.is_worse:
        return "🔴"
    if any(flow.is_weaker for flow in difference.flows) or difference.incomplete:
        return "🟡"
    return "🟢"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _flow(flow: FlowChange, difference: Difference, where: Where) -> str:
    title = f"### {code(flow.name)}: {standing(flow, strict=difference.strict)}"
    if flow.status == "removed":
        return title
    parts = [title, table(["", "before", "now"], list(_rows(flow)))]
    new = [each for each in flow.findings if each.change in ("gained", "sooner")]
    gone = [each for each in flow.findings if each.change in ("lost", "later")]
    parts += _listed("New", [_finding(each, where) for each in new])
    parts += _listed(
        "Not seen" if flow.after is not None and flow.after.limit else "Gone", [_finding(each, where) for each in gone]
    )
    folded = _folded(flow, where)
    if folded:
        parts.append(details("More of this flow", "\n\n".join(folded)))
    return "\n\n".join(parts)


def _rows(flow: FlowChange) -> Iterator[tuple[str, str, str]]:
    before, now = flow.before, flow.after
    yield "runs", str(before.runs) if before else _ABSENT, str(now.runs) if now else _ABSENT
    yield "states", str(before.states) if before else _ABSENT, str(now.states) if now else _ABSENT
    if (before and before.limit) or (now and now.limit):
        cells = [escaped(side.limit or "explored to the ends") if side else _ABSENT for side in (before, now)]
        yield "stopped by", cells[0], cells[1]
    for end in flow.ends:
        yield _end_row(end, "")
    for end in flow.faulty:
        yield _end_row(end, " with faults")
    for least in flow.properties:
        name = f"fewest faults for {escaped(least.verdict)}"
        yield name, _number(least.before, of=flow.survived), _number(least.after, of=flow.survives)
    yield "breaks", survival_cell(flow.survived), survival_cell(flow.survives)


def _number(number: int | None, *, of: Survival | None) -> str:
    return str(number) if number is not None else "never" if of is not None else _ABSENT


def survival_cell(found: Survival | None) -> str:
    if found is None:
        return _ABSENT
    if found.breaks_at is None:
        return unbroken(found)
    return f"{strikes(found.breaks_at)}{_steps(in_words(found.recipe))} ({escaped(found.verdict or '')})"


def _steps(steps: str) -> str:
    return f": {code(steps)}" if steps else ""


def _end_row(end: EndChange, kind: str) -> tuple[str, str, str]:
    outcome = f" {code(end.outcome)}" if end.outcome is not None else ""
    name = f"{escaped(end.verdict)}{kind}{outcome}"
    mark = {"gained": " (new)", "lost": " (gone)"}.get(end.change, "")
    return f"**{name}**{mark}" if mark else name, end_side(end.before), end_side(end.after)


def _finding(finding: FindingChange, where: Where) -> str:
    place = f" {code(where(finding.after.place))}," if finding.after else ""
    how, steps = needed(finding)
    return f"**{escaped(finding.verdict)}**: {prose(finding.message)} —{place} {how}{_steps(steps)}"


def _folded(flow: FlowChange, where: Where) -> list[str]:
    """What matters less: what is as it was, coverage, policies, assumptions."""
    still = [_finding(each, where) for each in flow.findings if each.change == "same"]
    parts = _listed("As before", still)
    parts += _listed("No longer reached", [f"{escaped(each.kind)} {code(each.name)}" for each in flow.uncovered])
    parts += _listed("Newly reacting outside the flow", [code(each) for each in flow.beyond])
    parts += _listed("No longer reacting outside the flow", [code(each) for each in flow.within])
    before, now = flow.assumptions
    if before != now:
        parts.append(f"Conditions in words only: {before} before, {now} now.")
    return parts


def _listed(title: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    told = list(dict.fromkeys(items))
    shown = [f"- {item}" for item in told[:LISTED]]
    if len(told) > LISTED:
        shown.append(f"- … and {len(told) - LISTED} more")
    return [f"{title}:\n\n" + "\n".join(shown)]


def _rest(difference: Difference) -> Iterator[str]:
    same = difference.of("same")
    if not same:
        return
    rows = [
        (code(flow.name), str(flow.after.runs) if flow.after else "", survival_cell(flow.survives))
        for flow in same[: LISTED * 5]
    ]
    body = table(["flow", "runs", "breaks"], rows)
    if len(same) > len(rows):
        body += f"\n\nand {count(len(same) - len(rows), 'flow')} more"
    yield details(f"{count(len(same), 'flow')} as before", body)
