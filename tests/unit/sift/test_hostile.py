"""Whatever stands in a stream: a model and findings, never an exception; and what is folded can be said again."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

import pytest

from moment.language.formatter import format_text
from moment.project.stream import written_event
from moment.project.vocabulary import UPSTREAM_TYPES
from moment.sift.describe import elements_of
from moment.sift.fold import fold
from moment.sift.publish import closing
from tests.unit.sift.streams import NOW, described, folded, written
from tests.unit.sift.test_publish import SPECIFICATIONS, published
from tests.unit.upstream.test_importing import plan_import

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 3.5, 10**30, "", " ", "a b", "ä", "a·b", "x" * 300, "a\nb", "\x00", "\ud7ff", '"', "\\", "]",
    "context", "A->B", "…", "null", [], [[]], [None], ["a"], [{}], [{"name": "a"}], {}, {"name": None}, {"from": "A"},
    {"all": ["A"], "oneOf": ["B"]}, {"when": "x"}, {"lane": "a", "node": "b", "crossing": {"to": "c"}}, "order#2", "none",
)  # fmt: skip
KINDS = sorted(UPSTREAM_TYPES)


def mangled(lines: list[dict[str, Any]], source: random.Random) -> list[dict[str, Any]]:
    """The lines with some of their members replaced, taken away or doubled, at any depth."""
    found: list[dict[str, Any]] = json.loads(json.dumps(lines))
    for _ in range(source.randint(1, 12)):
        line = source.choice(found)
        if source.random() < 0.2:
            line["eventType"] = source.choice(KINDS)
        holder: Any = line if source.random() < 0.1 else line.get("payload")
        while isinstance(holder, dict | list) and holder:
            at: Any = source.choice(list(holder)) if isinstance(holder, dict) else source.randrange(len(holder))
            if isinstance(holder[at], dict | list) and source.random() < 0.7:
                holder = holder[at]
                continue
            change = source.random()
            if change < 0.15:
                del holder[at]
            elif change < 0.25 and isinstance(holder, dict):
                holder["newName"] = deepcopy(source.choice(JUNK))
            else:
                holder[at] = deepcopy(source.choice(JUNK))
            break
    return found


@pytest.mark.parametrize("seed", range(12))
def test_a_mangled_stream_is_folded_as_far_as_it_goes(seed: int) -> None:
    source = random.Random(seed)
    names = [name for name in SPECIFICATIONS if name != "hospital"]
    for _ in range(15):
        wanted = described(*SPECIFICATIONS[source.choice(names)])
        lines = mangled([written_event(event) for event in published(wanted)], source)
        source.shuffle(lines)
        found = folded({".domain/a.jsonl": written(*lines)})
        assert not found.parsed.has_errors, [each.message for each in found.parsed.diagnostics]
        assert dict(elements_of((found.parsed,))) == dict(found.elements)
        assert (format_text(found.parsed) or "") == "" or found.elements
        said = closing(found, wanted, now=NOW)
        again = folded({".domain/a.jsonl": written(*lines, *(written_event(event) for event in said))})
        known = {key: payload for key, payload in again.elements.items() if key in again.origins}
        assert known == dict(wanted)
        assert plan_import(found, {}, ()).findings == ()


def test_a_stream_of_every_type_with_nothing_in_it() -> None:
    lines = [
        {"eventId": kind, "eventType": kind, "productSource": "sift", "timestamp": "2026-01-15", "payload": {}}
        for kind in KINDS
    ]
    found = folded({".domain/a.jsonl": written(*lines)})
    assert sorted({error.code for error in found.errors}) == ["MOM840"]
    assert (found.elements, found.figures.folded) == ({}, 0)
    assert fold(()).fingerprint == found.fingerprint
