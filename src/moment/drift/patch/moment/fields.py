"""A field with one of its aspects changed, as text."""

from __future__ import annotations

import re

from moment.drift.patch.moment.changes import Update
from moment.drift.patch.moment.elements import Found
from moment.drift.patch.result import Refusal
from moment.language import syntax

_TYPE = re.compile(r"\s*(?P<name>[\w-]+(?:\.[\w-]+)?)\s*(?P<array>\[\])?\s*(?P<optional>\?)?\s*")
_DEPRECATED = re.compile(r'\s*"(?P<reason>(?:[^"\\\n]|\\.)*)"\s*->\s*"(?P<replacement>(?:[^"\\\n]|\\.)*)"\s*')


def updated(found: Found, change: Update) -> str:
    """The whole field as it is to be; ``Refusal`` when it is none, or the value cannot be read."""
    field = found.node
    if not isinstance(field, syntax.Field):
        raise Refusal(f"a {found.kind} has no {change.aspect}")
    kind, optional, required = f"{field.type}{'[]' if field.array else ''}", field.optional, field.required
    source = found.parsed.source.text
    deprecated = source[field.deprecation.start : field.deprecation.end] if field.deprecation else ""
    match change.aspect:
        case "type":
            match = _TYPE.fullmatch(change.value)
            if match is None:
                raise Refusal(f"`{change.value}` is no type of the language")
            kind, optional = f"{match['name']}{match['array'] or ''}", optional or match["optional"] is not None
        case "optional":
            optional = _truth(change)
        case "required":
            required = _truth(change)
        case "deprecated":
            if change.value and not _DEPRECATED.fullmatch(change.value):
                raise Refusal('a deprecation is written `"reason" -> "replacement"`')
            deprecated = f"[deprecated {change.value.strip()}]" if change.value else ""
    annotations = "".join(f"{source[each.start : each.end]}\n" for each in field.annotations)
    marks = f"{'?' if optional else ''}{' [required]' if required else ''}{f' {deprecated}' if deprecated else ''}"
    return f"{annotations}{field.name}: {kind}{marks}"


def _truth(change: Update) -> bool:
    if change.value not in ("true", "false"):
        raise Refusal(f"{change.aspect} is `true` or `false`, not `{change.value}`")
    return change.value == "true"
