"""Whether names sound like what they are: events in the past, commands as requests. English only, and mild."""

from __future__ import annotations

from collections.abc import Iterator

from moment.diagnostics.model import Diagnostic, Rule, Severity
from moment.model.domain import Context, Domain
from moment.model.words import words

EVENT_NOT_IN_PAST_TENSE = Rule(
    "MOM611", "event-not-in-past-tense", Severity.INFO, "event `{name}` sounds like a command"
)
COMMAND_IN_PAST_TENSE = Rule("MOM612", "command-in-past-tense", Severity.INFO, "command `{name}` sounds like an event")

RULES = (EVENT_NOT_IN_PAST_TENSE, COMMAND_IN_PAST_TENSE)

_IRREGULAR = frozenset(
    """
    begun bent bitten bought bound bred broken brought built burnt caught chosen come cut dealt done drawn driven
    eaten fallen fed felt fled forbidden forgotten fought found frozen given gone got grown heard held hidden hit
    hung kept known laid led left lent let lit lost made meant met overdrawn overdue overridden paid put quit read
    rebuilt redone rerun reset risen run said seen sent set shaken shown shrunk shut sold sought spent split spoken
    spread stolen struck stuck sunk swept sworn taken taught thought thrown told torn unbound understood undone
    unset upset withdrawn withheld woken won worn written
    """.split()
)
_VERBS = frozenset(
    """
    abandon abort accept acknowledge activate add adjust admit advance alert allocate amend announce answer apply
    appoint approve archive ask assess assign attach audit authorise authorize award ban begin bill block book
    borrow bring build buy calculate call cancel capture change charge check choose claim clean clear close collect
    commit compensate complete compute confirm connect contact convert cook cool copy correct create credit debit
    decide decline delay delete deliver deny deploy deposit detach detect disable discard discharge dispatch dispute
    distribute draft drop dry edit enable end enrol enroll enter escalate estimate evaluate examine exchange execute
    expand expire export extend fail fetch file fill finalise finalize find finish fix flag forward fulfil fulfill
    generate give grant greet handle heat hire hold identify import increase inform initiate inspect install invite
    invoice issue join keep launch lay learn leave lend lie link list load lock log make mark match measure meet
    merge modify monitor move name notify offer open operate order pack page paint pause pay perform pick place plan
    post prepare prescribe print process produce promote provide publish purchase quote raise rate reach read
    receive recommend reconcile record recover refer refill refund refuse register reject release remind remove
    rename renew rent reopen repaint repair replace reply report request reschedule reserve reset resolve resume
    retire retry return reverse review revoke ring route save scan schedule seat sell send serve settle ship show
    sign sit sort stack stamp start stay stop store submit subscribe suspend take teach tell terminate test track
    transfer transport treat triage trigger undo unlock unpack unsubscribe update upgrade upload use validate verify
    visit void waive warn wash water weigh withdraw write
    """.split()
)
_NOUNS_IN_ED = frozenset("bed breed deed embed feed need red reed seed shed sled speed steed weed".split())


def _is_past(word: str) -> bool:
    return (word.endswith("ed") and word not in _NOUNS_IN_ED) or word in _IRREGULAR


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


CONTEXT = (tenses,)
