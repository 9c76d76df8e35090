"""Reads flows: lanes, moments, arms, placements, crossings, and the layout that decides between them."""

from __future__ import annotations

from moment.language import rules
from moment.language.clauses import FLOW_MEMBERS, clause_at, duplicate, parse_class, report_layout
from moment.language.crossings import expect_crossing
from moment.language.cursor import Cursor
from moment.language.recovery import skip_unread, take_misspelled
from moment.language.syntax import Crossing, Flow, Lane, Link, Moment, Name, Placement, When
from moment.language.tokens import FILE_WORDS, MEMBER_WORDS


def parse_flow(cursor: Cursor) -> Flow:
    """One flow; the cursor stands on ``flow``."""
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_string("the name of the flow")
    description: Name | None = None
    lanes: list[Lane] = []
    moments: list[Moment] = []
    lane_names: set[str] = set()
    texts = cursor.texts
    while (word := texts[cursor.index]) and word not in FILE_WORDS:
        if texts[cursor.index + 1] == ":" and word != "description":
            skip_unread(cursor, "start a `moment` before its placements", _FLOW_STARTERS)
        elif word == "moment":
            moments.append(_expect_moment(cursor, lane_names))
        elif word in ("lane", "branch-lane"):
            lane = _expect_lane(cursor)
            lanes.append(lane)
            lane_names.add(lane.name.text)
        elif word == "description":
            at = cursor.starts[cursor.index]
            cursor.index += 1
            given = cursor.expect_string("the description")
            if description is not None:
                duplicate(cursor, at, word)
            description = description or given
        elif word in MEMBER_WORDS and word != "when":
            skip_unread(cursor, f"move this `{word}` into a context; the flow goes on behind it", _FLOW_STARTERS)
        elif take_misspelled(cursor, (*FLOW_MEMBERS, "description")) is None:
            skip_unread(cursor, "start a `lane` or a `moment` here", _FLOW_STARTERS)
    return Flow(name, description, tuple(lanes), tuple(moments), start, max(cursor.previous_end, name.end))


_FLOW_STARTERS = frozenset(("lane", "branch-lane", "moment", "when", *FILE_WORDS))


def _expect_lane(cursor: Cursor) -> Lane:
    start = cursor.starts[cursor.index]
    branch = cursor.texts[cursor.index] == "branch-lane"
    cursor.index += 1
    name = cursor.expect_name("the name of the lane")
    label = cursor.expect_string("the outcome" if branch else "the name of the context")
    classification = parse_class(cursor) if cursor.texts[cursor.index] == "[" else None
    return Lane(name, label, classification, branch, start, max(cursor.previous_end, name.end))


def _expect_moment(cursor: Cursor, lanes: set[str]) -> Moment:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    label = cursor.expect_string("the label of the moment")
    branch = _take_bracket(cursor, "branch")
    entries: list[Placement | When] = []
    texts = cursor.texts
    while (word := texts[cursor.index]) and (texts[cursor.index + 1] == ":" or word not in _MOMENT_ENDS):
        if cursor.at_field():
            entries.append(_expect_placement(cursor, lanes))
        elif word == "when":
            entries.append(_expect_when(cursor, lanes))
        elif take_misspelled(cursor, FLOW_MEMBERS) is None:
            skip_unread(cursor, "write a placement as `lane: Node`, or a `when`", _FLOW_STARTERS, stop_at_fields=True)
    return Moment(label, branch, tuple(entries), start, max(cursor.previous_end, label.end))


_MOMENT_ENDS = MEMBER_WORDS - {"when"}


def _take_bracket(cursor: Cursor, word: str) -> bool:
    if cursor.texts[cursor.index] != "[":
        return False
    if cursor.texts[cursor.index + 1] == word:
        cursor.index += 2
        cursor.expect("]", "to close the bracket")
        return True
    cursor.index += 1
    cursor.unexpected(f"write `[{word}]`")
    if cursor.at_name():
        cursor.index += 1
    cursor.take("]")
    return False


def _expect_when(cursor: Cursor, lanes: set[str]) -> When:
    """An arm with its placements; the second layout rule says where they end."""
    start = cursor.starts[cursor.index]
    cursor.index += 1
    condition = cursor.expect_name("the condition")
    lane: Name | None = None
    if cursor.take("["):
        lane = cursor.expect_name("the branch lane")
        cursor.expect("]", "to close the bracket")
    header_end = cursor.previous_end
    indentation = cursor.indentation(start)
    placements: list[Placement] = []
    first: int | None = None
    while cursor.at_field():
        at = cursor.starts[cursor.index]
        if not cursor.is_flat and not cursor.same_line(start, at):
            found = cursor.indentation(at)
            if found <= indentation:
                break
            if first is None:
                first = found
            elif found != first and cursor.starts_line(cursor.index):
                report_layout(cursor, at, "Indent it like the other placements of the arm, or like the `when`.")
        placements.append(_expect_placement(cursor, lanes))
    return When(condition, lane, tuple(placements), start, max(cursor.previous_end, header_end))


def _expect_placement(cursor: Cursor, lanes: set[str]) -> Placement:
    lane = cursor.take_word()
    cursor.index += 1
    node = cursor.expect_name("a command, event, policy or saga")
    multiplicity: Name | None = None
    modifier: Name | None = None
    crossing: Crossing | None = None
    links: list[Link] = []
    while True:
        word = cursor.texts[cursor.index]
        at = cursor.starts[cursor.index]
        if word == "(":
            multiplicity = _expect_multiplicity(cursor) or multiplicity
        elif word == "[":
            modifier = _expect_modifier(cursor) or modifier
        elif cursor.texts[cursor.index + 1] == ":" or (clause := clause_at(cursor, "placement")) is None:
            break
        elif clause == "crosses-to":
            given = expect_crossing(cursor, lane.start, lanes)
            if crossing is not None:
                duplicate(cursor, at, clause)
            crossing = crossing or given
        else:
            links.append(_expect_link(cursor, clause))
    return Placement(
        lane,
        node,
        multiplicity,
        modifier,
        crossing,
        tuple(links),
        lane.start,
        max(cursor.previous_end, node.end, lane.end),
    )


def _expect_multiplicity(cursor: Cursor) -> Name | None:
    """``(×3)``, ``(x n)``, ``(*2)``: the number or name."""
    cursor.index += 1
    text, start = cursor.texts[cursor.index], cursor.starts[cursor.index]
    found: Name | None = None
    if text in ("×", "x", "*"):
        cursor.index += 1
        if cursor.texts[cursor.index].isalnum() or cursor.at_name():
            found = cursor.take_word()
    elif text[:1] == "x" and len(text) > 1 and text.isalnum():
        cursor.index += 1
        found = Name(text[1:], start + 1, start + len(text))
    if found is None:
        cursor.unexpected("write a multiplicity as `(×3)` or `(×n)`")
        while cursor.texts[cursor.index] not in (")", "") and not cursor.starts_line(cursor.index):
            cursor.index += 1
    elif found.text[0].isdigit() and (not found.text.isdecimal() or int(found.text) == 0):
        cursor.report(rules.INVALID_NUMBER, found.start, found.end, hint="Write a number from 1.",
                      number=found.text, kind="multiplicity")  # fmt: skip
    cursor.expect(")", "behind the multiplicity")
    return found


def _expect_modifier(cursor: Cursor) -> Name | None:
    cursor.index += 1
    found: Name | None = None
    if cursor.texts[cursor.index] in ("optional", "terminal"):
        found = cursor.take_word()
    else:
        cursor.unexpected("write `[optional]` or `[terminal]`")
        if cursor.at_name():
            cursor.index += 1
    cursor.expect("]", "to close the bracket")
    return found


def _expect_link(cursor: Cursor, clause: str) -> Link:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    if clause == "triggered-by":
        return Link("triggered-by", cursor.expect_name("the event"), None, start, cursor.previous_end)
    if clause == "triggers":
        return Link("triggers", cursor.expect_name("what it triggers"), None, start, cursor.previous_end)
    target = cursor.expect_string("the label of a moment")
    at_most: Name | None = None
    if cursor.take("at-most"):
        if cursor.texts[cursor.index].isdecimal():
            at_most = cursor.take_word()
            if int(at_most.text) == 0:
                cursor.report(rules.INVALID_NUMBER, at_most.start, at_most.end, hint="Write a number from 1.",
                              number=at_most.text, kind="number of returns")  # fmt: skip
        else:
            cursor.unexpected("write how often as a number")
    return Link("returns-to", target, at_most, start, cursor.previous_end)
