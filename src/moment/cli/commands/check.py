"""``moment check``: find mistakes in the model, and mend those that mend themselves."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click

from moment.cli.errors import Failure
from moment.cli.options import MACHINE_FORMATS, Options, completed_by, global_options
from moment.cli.output import (
    counted_exit,
    gather,
    open_sessions,
    show_findings,
    show_stats,
    summary_of,
)
from moment.cli.telling import publish_option, tell_parsed
from moment.diagnostics.model import Diagnostic, Severity

_LEVELS = click.Choice(["error", "warning", "info"])


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=completed_by("rule_names"),
    help="Only these rules: code, name or area (MOM4).",
)
@click.option(
    "--ignore", multiple=True, metavar="RULE", shell_complete=completed_by("rule_names"), help="All but these rules."
)
@click.option("--severity", type=_LEVELS, help="Show nothing below this severity; machine formats stay complete.")
@click.option("--fail-on", type=_LEVELS, help="Lowest severity that gives exit 1 (default: error).")
@click.option("--strict", is_flag=True, help="Same as --fail-on info.")
@click.option("--no-behaviour", is_flag=True, help="Leave out the rules that only a run can find broken.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes.")
@click.option("--fix-all", is_flag=True, help="Apply all fixes, asking before each that is not safe.")
@click.option("--yes", is_flag=True, help="With --fix-all: take the first fix of each finding without asking.")
@click.option("--diff", is_flag=True, help="With --fix or --fix-all: show the changes instead of writing them.")
@click.option("--add-allow", multiple=True, metavar="RULE", help="Suppress the findings of a rule in the text.")
@click.option("--reason", metavar="TEXT", help="With --add-allow: why they are acceptable.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of showing them.")
@publish_option
@global_options
@click.pass_context
def check(
    invocation: click.Context,
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str | None,
    fail_on: str | None,
    strict: bool,
    no_behaviour: bool,
    fix: bool,
    fix_all: bool,
    yes: bool,
    diff: bool,
    add_allow: tuple[str, ...],
    reason: str | None,
    statistics: bool,
    publish: bool,
) -> int:
    """Find mistakes in the model.

    Without PATHS the whole project; `-` reads standard input. Exit 0: nothing that counts, 1: findings, 2: the
    command line or the environment.
    """
    options = Options.of(invocation)
    _refuse_contradictions(fix, fix_all, diff, add_allow, reason)
    _known_rules((*select, *ignore, *add_allow))
    sessions = open_sessions(options, paths)
    behaviour = False if no_behaviour else None
    if fix or fix_all or add_allow:
        from moment.cli.commands.mend import allow, mend

        if add_allow:
            allow(options, sessions, add_allow, str(reason), diff=diff, behaviour=behaviour)
        else:
            mend(
                options, sessions, ask=fix_all, yes=yes, diff=diff, behaviour=behaviour,
                chosen=lambda found: _chosen(found, select, ignore),
            )  # fmt: skip
    found, sources = gather(sessions, behaviour=behaviour)
    found = _chosen(found, select, ignore)
    configured = sessions[0].project.config.check.fail_on
    level = Severity["INFO" if strict else (fail_on or configured).upper()]
    code = counted_exit(found, level)
    if severity and options.format not in MACHINE_FORMATS:
        found = [finding for finding in found if finding.severity >= Severity[severity.upper()]]
    summary = summary_of(sessions, found, exit=code, fail_on=level)
    if statistics and options.format not in MACHINE_FORMATS:
        _show_statistics(found)
    else:
        show_findings(options, found, sources, summary)
    show_stats(options, sessions)
    for session in sessions:
        tell_parsed(options, session, behaviour=behaviour, asked=publish)
    return code


def _refuse_contradictions(fix: bool, fix_all: bool, diff: bool, add_allow: Sequence[str], reason: str | None) -> None:
    if diff and not (fix or fix_all or add_allow):
        raise click.UsageError("`--diff` goes with --fix, --fix-all or --add-allow")
    if add_allow and not (reason and reason.strip()):
        raise click.UsageError("`--add-allow` needs --reason with the reason")
    if reason and not add_allow:
        raise click.UsageError("`--reason` goes with --add-allow")


def _known_rules(words: Iterable[str]) -> None:
    """Refuses a rule or area that does not exist."""
    if not words:
        return
    from moment.project.catalogue import rules
    from moment.text.nearest import nearest

    known = {word for rule in rules() for word in (rule.code, rule.name, rule.code[:4])}
    for word in words:
        if word not in known:
            guess = nearest(word, sorted(known), limit=3)
            hint = f"did you mean `{guess}`?" if guess else "`moment explain --list` lists the rules"
            raise Failure("usage", f"no rule `{word}`", hint)


def _chosen(found: Iterable[Diagnostic], select: Sequence[str], ignore: Sequence[str]) -> list[Diagnostic]:
    def is_named(finding: Diagnostic, words: Sequence[str]) -> bool:
        return any(word in (finding.code, finding.rule.name, finding.code[:4]) for word in words)

    return [
        finding
        for finding in found
        if (not select or is_named(finding, select)) and not (ignore and is_named(finding, ignore))
    ]


def _show_statistics(found: Sequence[Diagnostic]) -> None:
    counts: dict[tuple[str, str, str], int] = {}
    for finding in found:
        if finding.suppressed is None:
            key = finding.code, finding.rule.name, finding.severity.label
            counts[key] = counts.get(key, 0) + 1
    for (code, name, label), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        sys.stdout.write(f"{count:>6}  {code}  {label:<8} {name}\n")
