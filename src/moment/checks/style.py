"""What experienced modellers would say about sizes, tenses and words."""

from __future__ import annotations

from collections.abc import Iterator

from moment.diagnostics.model import Diagnostic, Rule, Severity
from moment.model.domain import Context, Domain
from moment.model.words import words

LARGE_AGGREGATE = Rule("MOM610", "large-aggregate", Severity.INFO, "aggregate `{name}` handles {count} commands")
EVENT_NOT_IN_PAST_TENSE = Rule(
    "MOM611", "event-not-in-past-tense", Severity.INFO, "event `{name}` sounds like a command"
)
COMMAND_IN_PAST_TENSE = Rule("MOM612", "command-in-past-tense", Severity.INFO, "command `{name}` sounds like an event")
TERM_UNUSED = Rule("MOM613", "term-unused", Severity.INFO, "no name in {context} contains the term `{term}`")
WORD_WITHOUT_TERM = Rule("MOM614", "word-without-term", Severity.INFO, "the glossary of {context} has no `{word}`")

RULES = (LARGE_AGGREGATE, EVENT_NOT_IN_PAST_TENSE, COMMAND_IN_PAST_TENSE, TERM_UNUSED, WORD_WITHOUT_TERM)

COMMAND_LIMIT = 12

_IRREGULAR = frozenset(
    [
        "begun",
        "bent",
        "bitten",
        "bought",
        "bound",
        "bred",
        "broken",
        "brought",
        "built",
        "burnt",
        "caught",
        "chosen",
        "come",
        "cut",
        "dealt",
        "done",
        "drawn",
        "driven",
        "eaten",
        "fallen",
        "fed",
        "felt",
        "fled",
        "forbidden",
        "forgotten",
        "fought",
        "found",
        "frozen",
        "given",
        "gone",
        "got",
        "grown",
        "heard",
        "held",
        "hidden",
        "hit",
        "hung",
        "kept",
        "known",
        "laid",
        "led",
        "left",
        "lent",
        "let",
        "lit",
        "lost",
        "made",
        "meant",
        "met",
        "overdrawn",
        "overdue",
        "overridden",
        "paid",
        "put",
        "quit",
        "read",
        "rebuilt",
        "redone",
        "rerun",
        "reset",
        "risen",
        "run",
        "said",
        "seen",
        "sent",
        "set",
        "shaken",
        "shown",
        "shrunk",
        "shut",
        "sold",
        "sought",
        "spent",
        "split",
        "spoken",
        "spread",
        "stolen",
        "struck",
        "stuck",
        "sunk",
        "sworn",
        "swept",
        "taken",
        "taught",
        "told",
        "torn",
        "thought",
        "thrown",
        "undone",
        "understood",
        "unset",
        "unbound",
        "upset",
        "withdrawn",
        "withheld",
        "won",
        "woken",
        "worn",
        "written",
    ]
)
_VERBS = frozenset(
    [
        "abandon",
        "abort",
        "accept",
        "acknowledge",
        "activate",
        "add",
        "adjust",
        "admit",
        "advance",
        "allocate",
        "amend",
        "announce",
        "apply",
        "appoint",
        "approve",
        "archive",
        "assess",
        "assign",
        "attach",
        "audit",
        "authorise",
        "authorize",
        "award",
        "ban",
        "begin",
        "bill",
        "block",
        "book",
        "borrow",
        "build",
        "buy",
        "calculate",
        "call",
        "cancel",
        "capture",
        "change",
        "charge",
        "check",
        "choose",
        "claim",
        "clear",
        "close",
        "collect",
        "commit",
        "compensate",
        "complete",
        "compute",
        "confirm",
        "connect",
        "contact",
        "convert",
        "copy",
        "correct",
        "create",
        "credit",
        "debit",
        "decide",
        "decline",
        "delay",
        "delete",
        "deliver",
        "deny",
        "deploy",
        "deposit",
        "detach",
        "detect",
        "disable",
        "discard",
        "dispatch",
        "dispute",
        "distribute",
        "draft",
        "drop",
        "edit",
        "enable",
        "end",
        "enrol",
        "enroll",
        "enter",
        "escalate",
        "estimate",
        "evaluate",
        "examine",
        "exchange",
        "execute",
        "expand",
        "expire",
        "export",
        "extend",
        "fail",
        "file",
        "fill",
        "finalise",
        "finalize",
        "find",
        "finish",
        "fix",
        "flag",
        "forward",
        "fulfil",
        "fulfill",
        "generate",
        "give",
        "grant",
        "handle",
        "hire",
        "hold",
        "identify",
        "import",
        "increase",
        "inform",
        "initiate",
        "inspect",
        "install",
        "invite",
        "invoice",
        "issue",
        "join",
        "keep",
        "launch",
        "leave",
        "lend",
        "link",
        "list",
        "load",
        "lock",
        "log",
        "make",
        "mark",
        "match",
        "measure",
        "merge",
        "modify",
        "monitor",
        "move",
        "name",
        "notify",
        "offer",
        "open",
        "order",
        "pack",
        "pause",
        "pay",
        "perform",
        "pick",
        "place",
        "plan",
        "post",
        "prepare",
        "prescribe",
        "print",
        "process",
        "produce",
        "promote",
        "provide",
        "publish",
        "purchase",
        "quote",
        "raise",
        "rate",
        "reach",
        "read",
        "receive",
        "recommend",
        "reconcile",
        "record",
        "recover",
        "refer",
        "refill",
        "refund",
        "refuse",
        "register",
        "reject",
        "release",
        "remind",
        "remove",
        "rename",
        "renew",
        "rent",
        "reopen",
        "repair",
        "replace",
        "reply",
        "report",
        "request",
        "reschedule",
        "reserve",
        "reset",
        "resolve",
        "resume",
        "retire",
        "retry",
        "return",
        "reverse",
        "review",
        "revoke",
        "route",
        "save",
        "scan",
        "schedule",
        "sell",
        "send",
        "settle",
        "ship",
        "show",
        "sign",
        "start",
        "stop",
        "store",
        "submit",
        "subscribe",
        "suspend",
        "take",
        "terminate",
        "test",
        "track",
        "transfer",
        "treat",
        "trigger",
        "triage",
        "undo",
        "unlock",
        "unpack",
        "unsubscribe",
        "update",
        "upgrade",
        "upload",
        "use",
        "validate",
        "verify",
        "void",
        "waive",
        "withdraw",
        "write",
    ]
)


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in _IRREGULAR


def tenses(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Events that begin with a verb and hold no participle; commands that end with one and begin with no verb."""
    for event in context.events:
        parts = [word.casefold() for word in words(event.name)]
        if len(parts) > 1 and parts[0] in _VERBS and not any(_is_past(word) for word in parts):
            yield EVENT_NOT_IN_PAST_TENSE.at(
                event.place, hint="Name what has happened, as `OrderPlaced`.", elements=(event.id,), name=event.name
            )
    for command in context.commands:
        parts = [word.casefold() for word in words(command.name)]
        if len(parts) > 1 and _is_past(parts[-1]) and parts[0] not in _VERBS and parts[-1] not in _VERBS:
            yield COMMAND_IN_PAST_TENSE.at(
                command.place,
                hint="Name what is asked for, as `PlaceOrder`.",
                elements=(command.id,),
                name=command.name,
            )


def sizes(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    for aggregate in context.aggregates:
        if len(aggregate.commands) > COMMAND_LIMIT:
            yield LARGE_AGGREGATE.at(
                aggregate.place, hint="Look for a second consistency boundary in it.", elements=(aggregate.id,),
                name=aggregate.name, count=len(aggregate.commands),
            )  # fmt: skip


def glossary(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Terms that no name uses, and aggregates that the glossary does not explain."""
    if not context.terms:
        return
    names = ["".join(words(name)).casefold() for name in _names(context)]
    for term in context.terms:
        wanted = "".join(words(term.word)).casefold()
        if wanted and not any(wanted in name for name in names):
            yield TERM_UNUSED.at(
                term.place, hint="Use the word in the model, or remove the term.", elements=(term.id,),
                context=context.name, term=term.word,
            )  # fmt: skip
    explained = {"".join(words(term.word)).casefold() for term in context.terms}
    for aggregate in context.aggregates:
        if aggregate.name and "".join(words(aggregate.name)).casefold() not in explained:
            yield WORD_WITHOUT_TERM.at(
                aggregate.place, hint=f'Add `term "{aggregate.name}" "…"`.', elements=(aggregate.id,),
                context=context.name, word=aggregate.name,
            )  # fmt: skip


def _names(context: Context) -> Iterator[str]:
    yield context.name
    for aggregate in context.aggregates:
        yield aggregate.name
        for command in aggregate.commands:
            yield command.name
            yield from (field.name for field in command.inputs)
        for event in aggregate.events:
            yield event.name
            yield from (field.name for field in event.fields)
        yield from (aggregate.lifecycle.names if aggregate.lifecycle else ())
    for value_object in context.all_value_objects:
        yield value_object.name
        yield from (field.name for field in value_object.fields)
    for projection in context.projections:
        yield projection.name
        yield from (field.name for field in projection.fields)
    yield from (enum.name for enum in context.all_enums)
    yield from (policy.name for policy in context.policies)
    yield from (saga.name for saga in context.sagas)
    yield from (service.name for service in context.services)
    for enum in context.all_enums:
        yield from (value for value, _ in enum.values)


CONTEXT = (tenses, sizes, glossary)
