"""A replayed log as text that an architect would forward."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from moment.behaviour.conform.conformance import Conformance, Ended, OfFlow, Unfinished
from moment.behaviour.conform.findings import counted, findings, shortened, where
from moment.behaviour.conform.signs import Sign
from moment.behaviour.conform.tally import First, Tally
from moment.diagnostics.model import Diagnostic
from moment.model.domain import Domain
from moment.text.nearest import nearest

Excerpt = Callable[[Diagnostic], str]
_KINDS = (
    ("arm", "arms"), ("placement", "placements"), ("crossing", "crossings"), ("policy", "policies"), ("service", "services"),
    ("outcome", "outcomes"),
)  # fmt: skip
_SHOWN = 5


def report(
    found: Conformance, domain: Domain, *, log: str, milliseconds: int | None = None, excerpt: Excerpt | None = None
) -> str:
    """The log, every flow, what stands beside, findings, and a line that says whether the log conforms.

    ``log`` is its name; ``milliseconds`` and ``excerpt`` of a finding come from the shell.
    """
    blocks = ["\n".join(_head(found, log, milliseconds))]
    blocks += ["\n".join(_flow(found, each)) for each in found.flows]
    beside = list(_beside(found))
    if beside:
        blocks.append("\n".join(("beside the flows", *beside)))
    for diagnostic in findings(found, domain):
        blocks.append(excerpt(diagnostic) if excerpt is not None else _plain(diagnostic))
    blocks.append(conclusion(found))
    return "\n\n".join(blocks) + "\n"


def conclusion(found: Conformance) -> str:
    """One line: conforms, does not, or conforms as far as can be said."""
    if found.is_about_nothing and not any(each.counts for each in found.broken):
        if found.counts.replayed:
            return "nothing was judged: raise --limit-states, or name one --flow"
        return "nothing to judge: no event with a correlation belongs to a flow; see --correlation and --type-prefix"
    if not found.conforms:
        payloads = sum(each.times for each in found.broken if each.counts)
        parts = [f"{counted(found.diverging, 'correlation')} diverge" + ("s" if found.diverging == 1 else "")]
        parts.append(f"{counted(payloads, 'problem')} in payloads")
        if found.strict:
            parts.append(counted(found.doubts, "doubt"))
        return f"does not conform: {', '.join(parts)}"
    if not found.is_complete:
        left = [f"{counted(found.flaws, 'line')} left out"] if found.flaws else []
        left += [f"{counted(found.counts.unjudged, 'correlation')} not judged"] if found.counts.unjudged else []
        return f"conforms as far as it could be judged: {', '.join(left)}"
    return f"conforms: {counted(found.counts.replayed, 'event')} of {counted(found.counts.correlations, 'correlation')}"


def _head(found: Conformance, log: str, milliseconds: int | None) -> Iterator[str]:
    counts = found.counts
    time = f", {milliseconds:,} ms" if milliseconds is not None else ""
    yield f"{log}   {counted(counts.events, 'event')} in {counted(counts.correlations, 'correlation')}{time}"
    faults = ", ".join(f"{kind} {budget}" for kind, budget in found.scope.budgets.items() if budget)
    yield _line("scope", f"at most {counted(found.scope.max_faults, 'fault')} a run ({faults or 'none'})")
    for kind, case in found.aside.flaws.items():
        text = f"{_flaw(kind)}: {counted(case.times, 'line')}, first line {case.first.line}"
        yield _line("unreadable", text + (f": {case.first.text}" if case.first.text else ""))
    if counts.unjudged:
        yield _line(
            "incomplete", f"{counted(counts.unjudged, 'correlation')} not judged: more situations than the limit"
        )
    if counts.evicted:
        yield _line("evicted", f"{counted(counts.evicted, 'correlation')} still open when others took the place")


def _flow(found: Conformance, of: OfFlow) -> Iterator[str]:
    unfinished = [each for each in found.unfinished if each.flows == (of.number,)]
    runs = of.runs + sum(each.times for each in unfinished)
    diverged = sum(each.times for each in found.divergences if each.divergence.flows == (of.number,))
    more = f", {counted(diverged, 'divergence')}" if diverged else ""
    yield f"{of.flow.name}   {counted(runs, 'run')}{more}"
    if of.ends:
        yield _line("ends", ", ".join(_end(each, of.runs) for each in of.ends))
    for each in unfinished[:_SHOWN]:
        yield _line("unfinished", _unfinished(each))
    if len(unfinished) > _SHOWN:
        yield _line("", f"and {sum(each.times for each in unfinished[_SHOWN:]):,} behind other events")
    faulty = [each for each in of.ends if each.faults]
    if faulty:
        struck = ", ".join(f"{', '.join(each.faults)} ({each.times:,})" for each in faulty[:_SHOWN])
        yield _line(
            "faults", f"{counted(sum(each.times for each in faulty), 'run')} explained by a fault only: {struck}"
        )
    yield _line("shown", _coverage(of))


def _end(each: Ended, runs: int) -> str:
    outcome = f' "{each.outcome}"' if each.outcome is not None else ""
    faults = " with a fault" if each.faults else ""
    return f"{each.verdict}{outcome}{faults} {each.times:,} ({each.times / runs * 100:.1f} %)"


def _unfinished(each: Unfinished) -> str:
    after = f" after {each.after.text}" if each.after else ""
    waits = f"; could have come: {_names(each.waits_for)}" if each.waits_for else ""
    return f"{each.times:,}{after}{' when evicted' if each.evicted else ''}{waits}"


def _coverage(of: OfFlow) -> str:
    pieces = []
    for kind, label in _KINDS:
        those = [part for part in of.parts if part.kind == kind]
        if not those:
            continue
        missed = [part.name for part in those if not part.seen]
        names = ", ".join(dict.fromkeys(missed[:_SHOWN])) + (" …" if len(missed) > _SHOWN else "")
        pieces.append(f"{label} {len(those) - len(missed)}/{len(those)}" + (f" (never: {names})" if missed else ""))
    return ", ".join(pieces) or "nothing to show"


def _beside(found: Conformance) -> Iterator[str]:
    aside = found.aside
    for each in found.unfinished:
        if len(each.flows) > 1:
            yield _line(
                "unfinished", f"{_unfinished(each)}; can be {', '.join(found.flows[n].flow.name for n in each.flows)}"
            )
    yield from _told("unknown", aside.unknown, lambda type_: _unknown(found, type_))
    yield from _told(
        "ambiguous", aside.ambiguous, lambda type_: f"`{shortened(type_)}` is an event of several contexts"
    )
    yield from _told("commands", aside.commands, lambda type_: f"`{shortened(type_)}` is a command and not replayed")
    yield from _told(
        "source", aside.sources, lambda source: f"`{shortened(source)}` names no context" if source else "no source"
    )
    yield from _told("uncontracted", aside.uncontracted, lambda text: f"{text}, where no crossing brings it")
    yield from _told("uncorrelated", aside.uncorrelated, lambda _: "checked, but not replayed: no correlation")
    yield from _told(
        "redelivered", aside.redelivered, lambda n: f"{found.signs[n].text} with an identifier seen before"
    )
    yield from _told("before cause", aside.before_cause, lambda n: f"{found.signs[n].text} is earlier than its cause")
    yield from _told("out of order", aside.out_of_order, lambda _: "earlier than the event before it")
    yield from _told("future", aside.future, lambda _: "a time that has yet to come")
    yield from _told("no time", aside.invalid_times, lambda _: "a time that cannot be read")
    yield from _told("late", aside.late, lambda _: "outside the window, not put in order")
    for label, count, text in (
        ("no identifier", aside.unidentified, "redeliveries of these cannot be seen"),
        ("no payload", found.counts.unchecked, "fields not checked"),
        ("not events", aside.other_spans, "spans that mean no event of the model"),
    ):
        if count:
            yield _line(label, f"{count:,}: {text}")


def _told(label: str, tally: Tally, text: Callable[..., str]) -> Iterator[str]:  # type: ignore[type-arg]
    rows = list(tally.items())
    for key, case in rows[:_SHOWN]:
        yield _line(label, f"{case.times:,}: {text(key)}; first {_first(case.first)}")
    rest = sum(case.times for _, case in rows[_SHOWN:]) + tally.others
    if rest:
        yield _line("", f"and {rest:,} of {len(rows) - _SHOWN:,} more kinds")


def _first(first: First) -> str:
    return where(first)


def _unknown(found: Conformance, type_: str) -> str:
    guess = nearest(found.names.bare(type_), found.names.known)
    return f"`{shortened(type_)}` is no event of the model" + (f", did you mean `{guess}`?" if guess else "")


def _flaw(kind: str) -> str:
    return {
        "not-json": "not JSON", "not-utf8": "not UTF-8", "not-an-object": "no JSON object",
        "no-type": "neither a CloudEvent nor OTLP", "too-long": "too long", "torn": "torn",
    }.get(kind, kind)  # fmt: skip


def _names(signs: Iterable[Sign]) -> str:
    names = [sign.text for sign in signs]
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


def _plain(diagnostic: Diagnostic) -> str:
    return f"  {diagnostic.code} {diagnostic.severity.label}: {diagnostic.message}"


def _line(label: str, text: str) -> str:
    return f"  {label:<13} {text}"
