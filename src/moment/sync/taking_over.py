"""Everything in which upstream is ahead taken over, whomever it hurts; what moved on both sides stays as it is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from moment.drift.patch.result import Refused
from moment.project.elements import Bases, Key
from moment.sync.agreeing import Texts, agreed, is_rename
from moment.sync.reconcile import Given
from moment.sync.upstream_changes import Prefer, UpstreamChange, upstream_changes


@dataclass(frozen=True, slots=True)
class Takeover:
    """``texts`` are the files that change; an empty one goes. ``refused`` are the contexts and flows that cannot be edited,
    and why."""

    texts: Texts
    taken: tuple[UpstreamChange, ...]
    conflicts: tuple[UpstreamChange, ...]
    refused: tuple[Refused, ...]
    bases: Bases

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.bases


def take_over(given: Given, *, prefer: Prefer | None = None) -> Takeover:
    """How the project takes over what moved upstream since the last import. Writes nothing."""
    changes = upstream_changes(given.sides, prefer=prefer)
    ahead = [each for each in changes if each.direction == "upstream-ahead"]
    written = given.write(ahead) if ahead else given.texts
    refused: Mapping[Key, Refused] = {}
    if isinstance(written, Refused):
        refused = _refused(given, ahead)
        ahead = [each for each in ahead if is_rename(each) or _top(each.key) not in refused]
        written = given.write(ahead)
    if isinstance(written, Refused):
        return Takeover({}, (), _conflicts(changes), (written,), {})
    changed = {path: text for path, text in written.items() if given.texts.get(path) != text}
    bases = agreed(given, written, changes, frozenset(ahead))
    return Takeover(changed, tuple(ahead), _conflicts(changes), tuple(refused.values()), bases)


def _conflicts(changes: Iterable[UpstreamChange]) -> tuple[UpstreamChange, ...]:
    return tuple(each for each in changes if each.direction == "conflict")


def _refused(given: Given, ahead: Sequence[UpstreamChange]) -> Mapping[Key, Refused]:
    """The contexts and flows that cannot be edited by themselves. New names of elements are part of every edit."""
    names = [each for each in ahead if is_rename(each)]
    found: dict[Key, Refused] = {}
    for top in dict.fromkeys(_top(each.key) for each in ahead if not is_rename(each)):
        written = given.write([*names, *(each for each in ahead if not is_rename(each) and _top(each.key) == top)])
        if isinstance(written, Refused):
            found[top] = written
    return found


def _top(key: Key) -> Key:
    return Key("Flow" if key.word in ("Flow", "Moment") else "BoundedContext", key.names[:1])
