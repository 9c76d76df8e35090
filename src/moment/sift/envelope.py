"""The set of events that a stream says: ours apart from others', each once, causes before effects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush

from moment.diagnostics.model import Diagnostic
from moment.project.record import canonical
from moment.project.stream import DOMAIN_FOLDER, SiftEventEnvelope, written_event
from moment.project.stream_rules import STREAM_CAUSATION_CYCLE, STREAM_ID_REUSED, STREAM_WRONG_SOURCE
from moment.project.vocabulary import SIFT
from moment.text.span import Place

Event = SiftEventEnvelope


def of_sift(events: Iterable[Event], findings: list[Diagnostic]) -> tuple[list[Event], dict[str, int]]:
    """The events of sift, and how many others there are by source; in ``.domain`` others are out of place."""
    chosen: list[Event] = []
    others: dict[str, int] = {}
    misplaced: dict[tuple[str, str], int] = {}
    for event in events:
        if event.product_source == SIFT:
            chosen.append(event)
            continue
        others[event.product_source] = others.get(event.product_source, 0) + 1
        if event.place.path.startswith(f"{DOMAIN_FOLDER}/"):
            at = event.place.path, event.product_source
            misplaced[at] = misplaced.get(at, 0) + 1
    hint = "They are not folded. Set `productSource` to `sift`, or move them to a folder of their own."
    for (path, source), count in sorted(misplaced.items()):
        said = f"{count} event{'s' if count > 1 else ''}"
        findings.append(STREAM_WRONG_SOURCE.at(Place(path, 0, 0), hint=hint, count=said, path=path, source=source))
    return chosen, dict(sorted(others.items()))


def distinct(events: Iterable[Event], findings: list[Diagnostic]) -> tuple[list[Event], int]:
    """Each event once, and how many said the same again.

    Of two that share an id and say different things the earlier stays, then the one whose text sorts first.
    """
    by_id: dict[str, Event] = {}
    again: dict[str, list[Event]] = {}
    for event in events:
        if event.event_id in by_id:
            again.setdefault(event.event_id, [by_id[event.event_id]]).append(event)
        else:
            by_id[event.event_id] = event
    duplicates = 0
    for name, group in sorted(again.items()):
        contents: dict[bytes, Event] = {}
        for event in sorted(group, key=lambda each: each.place):
            contents.setdefault(canonical(written_event(event)), event)
        duplicates += len(group) - len(contents)
        (_, first), *rest = sorted(contents.items(), key=lambda item: (item[1].instant, item[0]))
        by_id[name] = first
        findings.extend(_reused(first, other) for _, other in rest)
    return list(by_id.values()), duplicates


def _reused(first: Event, other: Event) -> Diagnostic:
    (path, line), (kept_path, kept_line) = other.place, first.place
    hint = f"Line {kept_line} of `{kept_path}` holds; line {line} of `{path}` says something else under the same id."
    return STREAM_ID_REUSED.at(Place(path, 0, 0), hint=hint, id=other.event_id)


def ordered(events: Iterable[Event], findings: list[Diagnostic]) -> list[Event]:
    """Causes before effects, then by time, then by id. Events that cause each other are taken as if they did not."""
    by_time = sorted(events, key=lambda event: (event.instant, event.event_id))
    position = {event.event_id: number for number, event in enumerate(by_time)}
    causes = {
        number: known
        for number, event in enumerate(by_time)
        if event.causation_event_ids
        and (known := {position[name] for name in event.causation_event_ids if name in position})
    }
    if all(max(known) < number for number, known in causes.items()):
        return by_time
    for circle in _circles(causes):
        findings.append(_cycle([by_time[number] for number in sorted(circle)]))
        for number in circle:
            causes[number] -= circle
    return [by_time[number] for number in _sorted(len(by_time), causes)]


def _cycle(events: list[Event]) -> Diagnostic:
    path, line = min(event.place for event in events)
    names = ", ".join(f"`{event.event_id}`" for event in events[:3]) + (" …" if len(events) > 3 else "")
    hint = f"They are taken in order of their times: {names} (line {line} of `{path}`)."
    said = f"{len(events)} events cause each other" if len(events) > 1 else "an event causes itself"
    return STREAM_CAUSATION_CYCLE.at(Place(path, 0, 0), hint=hint, count=said)


def _sorted(count: int, causes: Mapping[int, set[int]]) -> Iterator[int]:
    """Kahn's algorithm, the smallest number first."""
    effects: dict[int, list[int]] = {}
    for number, known in causes.items():
        for cause in known:
            effects.setdefault(cause, []).append(number)
    open_causes = {number: len(known) for number, known in causes.items() if known}
    ready = [number for number in range(count) if number not in open_causes]
    heapify(ready)
    while ready:
        number = heappop(ready)
        yield number
        for effect in effects.get(number, ()):
            open_causes[effect] -= 1
            if not open_causes[effect]:
                heappush(ready, effect)


def _circles(causes: Mapping[int, set[int]]) -> list[set[int]]:
    """Tarjan's strongly connected components that are circles, without recursion."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[set[int]] = []
    for root in causes:
        if root in index:
            continue
        work: list[tuple[int, Iterator[int]]] = [(root, iter(sorted(causes[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    circle = set(stack[stack.index(node) :])
                    del stack[len(stack) - len(circle) :]
                    on_stack -= circle
                    if len(circle) > 1 or node in causes.get(node, ()):
                        found.append(circle)
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(sorted(causes.get(following, ())))))
            elif following in on_stack:
                low[node] = min(low[node], index[following])
    return sorted(found, key=min)
