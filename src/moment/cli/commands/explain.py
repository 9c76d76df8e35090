"""``moment explain``: what a rule finds, what a word means, what an element is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click

from moment.cli.errors import Failure
from moment.cli.options import DOCUMENT_FORMATS, Options, completed_by, global_options
from moment.cli.output import is_colored, open_session, paint
from moment.diagnostics.model import Rule
from moment.project import catalogue
from moment.text.nearest import nearest


@click.command()
@click.argument(
    "words",
    nargs=-1,
    shell_complete=completed_by("element_names"),
    metavar="[CODE | RULE | WORD | FORMAT | ELEMENT]...",
)
@click.option("--list", "listed", is_flag=True, help="List all rules.")
@click.option("--area", type=click.IntRange(0, 9), help="With --list: only MOM<area>xx.")
@click.option("--severity", type=click.Choice(["error", "warning", "info"]), help="With --list: only these.")
@global_options
@click.pass_context
def explain(
    invocation: click.Context, words: tuple[str, ...], listed: bool, area: int | None, severity: str | None
) -> int:
    """Explain a rule, a word of the language, a published format, or an element of the model.

    `moment explain MOM402`, `moment explain contract-field-missing`, `moment explain saga`,
    `moment explain moment.check/1` (its JSON Schema), `moment explain OrderPlaced`.
    """
    options = Options.of(invocation)
    options.format_among(DOCUMENT_FORMATS)
    if listed:
        _list(options, area, severity)
        return 0
    if not words:
        raise click.UsageError("name a rule, a word or an element, or use `--list`")
    texts = [_explain(options, word) for word in words]
    sys.stdout.write("\n".join(texts))
    return 0


def _list(options: Options, area: int | None, severity: str | None) -> None:
    colors = {"error": "31", "warning": "33", "info": "36"}
    colored = is_colored(options)
    for rule in catalogue.rules():
        label = rule.severity.label
        if (area is None or rule.code[3] == str(area)) and severity in (None, label):
            sys.stdout.write(f"{rule.code}  {paint(f'{label:<7}', colors[label], colored=colored)}  {rule.name}\n")


def _explain(options: Options, word: str) -> str:
    """The text for one word; an unknown one is a usage error with the nearest known."""
    rules = {key: rule for rule in catalogue.rules() for key in (rule.code, rule.name)}
    rule = rules.get(word) or rules.get(word.upper())
    if rule is not None:
        return _rule(options, rule)
    if "/" in word and (schema := catalogue.schema(word)) is not None:
        return schema
    from moment.cli.glossary import WORDS

    if word in WORDS:
        return f"{paint(word, '1', colored=is_colored(options))}\n\n{WORDS[word]}\n"
    if (element := _element(options, word)) is not None:
        return element
    guess = nearest(word, [*rules, *WORDS], limit=3)
    hint = f"did you mean `{guess}`?" if guess else "`moment explain --list` lists the rules"
    raise Failure("usage", f"`{word}` is no rule, word or element", hint)


def _rule(options: Options, rule: Rule) -> str:
    """The page of a rule; headings in bold on a terminal."""
    text = catalogue.page(rule.code)
    if text is None:
        return f"{rule.code} {rule.name} · {rule.severity.label}\n\n{rule.template}\n"
    head, _, rest = text.partition("\n")
    _, _, rest = rest.lstrip("\n").partition("\n")
    facts = text.split("\n", 3)[2] if text.count("\n") > 2 else ""
    title = f"{head.lstrip('# ')} · {facts}"
    colored = is_colored(options)
    body = "\n".join(_wrapped(rest.strip("\n")))
    body = re.sub(r"^## (.*)$", lambda match: paint(match[1], "1", colored=colored), body, flags=re.MULTILINE)
    return f"{paint(title, '1', colored=colored)}\n\n{body}\n"


def _wrapped(text: str) -> Iterator[str]:
    """Prose folded to the terminal, at most 100 columns; code as it is."""
    from shutil import get_terminal_size
    from textwrap import wrap

    width = min(100, get_terminal_size((100, 24)).columns)
    is_code = False
    for line in text.splitlines():
        is_code ^= line.startswith("```")
        yield from [line] if is_code or line.startswith(("```", "#")) or not line else wrap(line, width)


def _element(options: Options, word: str) -> str | None:
    """What the model says about an element, by identity or by a name that only one has."""
    from moment.model.walk import elements

    session = open_session(options, ())
    found = [element for element in elements(session.domain()) if word in (element.id, element.name)]
    exact = [element for element in found if element.id == word] or found
    if not exact:
        return None
    lines: list[str] = []
    for element in exact:
        source = session.sources[element.place.path]
        line, column = source.position(element.place.start)
        lines += [f"{element.kind}  {element.signature}", f"  {element.place.path}:{line}:{column}"]
        for finding in session.diagnostics():
            about = any(name == element.id or name.startswith(element.id + ".") for name in finding.elements)
            if about and finding.suppressed is None:
                lines.append(f"  {finding.severity.label}[{finding.code}] {finding.message}")
    return "\n".join(lines) + "\n"
