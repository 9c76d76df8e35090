"""What experienced modellers would say about sizes and words."""

from __future__ import annotations

from collections.abc import Iterator

from moment.diagnostics.model import Diagnostic, Rule, Severity
from moment.model.domain import Context, Domain
from moment.model.words import words

LARGE_AGGREGATE = Rule("MOM610", "large-aggregate", Severity.INFO, "aggregate `{name}` handles {count} commands")
TERM_UNUSED = Rule("MOM613", "term-unused", Severity.INFO, "no name in {context} contains the term `{term}`")
WORD_WITHOUT_TERM = Rule("MOM614", "word-without-term", Severity.INFO, "the glossary of {context} has no `{word}`")

RULES = (LARGE_AGGREGATE, TERM_UNUSED, WORD_WITHOUT_TERM)

COMMAND_LIMIT = 12


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


CONTEXT = (sizes, glossary)
