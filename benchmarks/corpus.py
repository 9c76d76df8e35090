"""Writes specifications of any length, always the same ones: the fixed corpus of every benchmark.

``python benchmarks/corpus.py LINES`` prints one. They are free of errors, every context has neighbours that it sends
events to, and comments, deprecations, sagas and policies occur about as often as in a hand-written model.
"""

from __future__ import annotations

import random
import sys

SEED = 20260115
_CONTEXT_HEAD = 3
"""Lines of a context before its aggregate."""
_NOUNS = (
    "Order", "Invoice", "Parcel", "Claim", "Booking", "Ticket", "Payment", "Policy", "Account", "Contract", "Delivery",
    "Refund", "Quote", "Visit", "Sample", "Report", "Route", "Batch", "Meter", "Lease",
)  # fmt: skip
_VERBS = (
    ("Open", "Opened"),
    ("Confirm", "Confirmed"),
    ("Amend", "Amended"),
    ("Close", "Closed"),
    ("Archive", "Archived"),
)
_FIELDS = (
    ("customerName", "string"), ("amount", "Money"), ("quantity", "number"), ("createdAt", "DateTime"), ("dueOn", "Date"),
    ("isUrgent", "boolean"), ("reference", "UUID"), ("note", "string?"), ("channel", "string"), ("weight", "number"),
    ("currency", "string"), ("street", "string"), ("postCode", "string"), ("score", "number"), ("ownerId", "UUID"),
)  # fmt: skip


def specification(lines: int, *, seed: int = SEED) -> str:
    """A specification of at least ``lines`` lines, at most a context and a flow more."""
    choose = random.Random(seed)
    written: list[str] = []
    number = 0
    while len(written) < lines:
        names = (_context_name(number), _context_name(number + 1))
        written.extend(_context(number, choose))
        written.extend(_context(number + 1, choose))
        written.extend(_flow(number, names))
        number += 2
    return "\n".join(written) + "\n"


def thousand_events(*, seed: int = SEED) -> str:
    """1,000 events in 100 contexts of two aggregates each, and 50 flows with a crossing and a decision."""
    choose = random.Random(seed)
    written: list[str] = []
    for number in range(0, 200, 4):
        for first in (number, number + 2):
            written.extend(_context(first, choose))
            written.extend(_context(first + 1, choose)[_CONTEXT_HEAD:])
        written.extend(_flow(number, (_context_name(number), _context_name(number + 2)), step=2))
    return "\n".join(written) + "\n"


def _context_name(number: int) -> str:
    return f"{_NOUNS[number % len(_NOUNS)]}s{number}"


def _noun(number: int) -> str:
    return f"{_NOUNS[number % len(_NOUNS)]}{number}"


def _fields(choose: random.Random, count: int) -> list[tuple[str, str]]:
    return [(f"{name}{choose.randrange(9) or ''}", kind) for name, kind in choose.sample(_FIELDS, count)]


def _context(number: int, choose: random.Random) -> list[str]:
    noun = _noun(number)
    identity = f"{noun[0].lower()}{noun[1:]}Id"
    lines = [
        f'context "{_context_name(number)}" [{choose.choice(("Core", "Supporting", "Generic"))}]',
        f'  description "What happens to a {noun} from its first day to its last"',
        "",
        f"  // {noun} is the only aggregate here: everything changes together",
        f'  aggregate "{noun}"',
        f"    identity {identity}: UUID",
        f"    states Draft -> Active on {noun}Opened -> Done on {noun}Closed",
        "",
    ]
    for position, (verb, past) in enumerate(_VERBS):
        fields = _fields(choose, 6)
        inputs = ", ".join(f"{name}: {kind.rstrip('?')}?" for name, kind in fields[:3])
        lines += [
            f"    command {verb}{noun}",
            f"      input caseId: UUID, {inputs}",
            f'      precondition may{verb}: "The {noun} may be {past.lower()} now"',
            f"      emits {noun}{past}",
            "",
            f"    event {noun}{past}",
            f"      {identity}: UUID",
            "      caseId: UUID",
            *(f"      {name}: {kind}" for name, kind in fields),
            f"      parts: {noun}Part[]",
        ]
        if position == 2:
            lines.append('      oldNote: string [deprecated "one word for it" -> "parts"]')
        lines.append("")
    lines += [
        f"  value-object {noun}Part",
        *(f"    {name}: {kind}" for name, kind in _fields(choose, 4)),
        "",
        f'  invariant R-{number} "A {noun} has at least one part"',
        f"    scope {noun}",
        "",
        f'  policy Archive{noun}OnClosing trigger {noun}Closed action "keep it for the auditors" chains-to Archive{noun}',
        "",
    ]
    return lines


def _flow(number: int, names: tuple[str, str], step: int = 1) -> list[str]:
    source, target = _noun(number), _noun(number + step)
    return [
        f'flow "{source.lower()}-to-{target.lower()}"',
        f'  description "A {source} becomes a {target}"',
        "",
        f'  lane one "{names[0]}"',
        f'  lane two "{names[1]}"',
        "",
        '  moment "Opening"',
        f"    one: Open{source}",
        f"    one: {source}Opened crosses-to two via CustomerSupplier",
        "      contract",
        "        caseId: UUID [required]",
        "",
        '  moment "Answer" [branch]',
        "    when accepted",
        f"      two: Open{target}",
        f"        triggered-by {source}Opened",
        f"      two: {target}Opened",
        "    when refused",
        f"      two: Close{target}",
        f"        triggered-by {source}Opened",
        f"      two: {target}Closed",
        "",
    ]


if __name__ == "__main__":
    sys.stdout.write(specification(int(sys.argv[1])))
