"""``moment auth status``: which strategy has credentials for a host, and nothing of what they are."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from moment.cli.options import Options, global_options
from moment.cli.output import show_findings, summary_of
from moment.cli.signing import Signing
from moment.diagnostics.summary import counted
from moment.sync.credentials.answers import Answer
from moment.sync.credentials.resolver import LayeredCredentialResolver, default_strategies


@click.command()
@click.option("--host", metavar="H", help="The Git host; without it that of the remote `origin`, else github.com.")
@global_options
@click.pass_context
def status(invocation: click.Context, host: str | None) -> int:
    """Say which strategy has credentials for a Git host: environment, gh, git's helpers, or a login.

    The first that has any is the one that counts. Exit 1: none has, or the file with tokens is open to others.
    """
    signing = Signing(Options.of(invocation), host)
    strategies = (*default_strategies()[:-1], signing.device)
    answers = LayeredCredentialResolver(strategies).explain(signing.host)
    found = [each for answer in answers for each in answer.diagnostics]
    used = next((each for each in answers if each.found), None)
    if signing.as_json:
        signing.document(answers, found)
    else:
        sys.stdout.write(f"{signing.host}: {'signed in' if used else 'no credentials'}\n")
        width = max((len(each.strategy) for each in answers), default=0)
        for each in answers:
            sys.stdout.write(f"  {each.strategy:{width}}  {_said(each)}{'  (used)' if each is used else ''}\n")
        if found:
            signing.options.format = None
            summary = summary_of([signing.session], found, exit=1)
            show_findings(signing.options, found, signing.session.sources, summary, closing=False)
    return 0 if used is not None and not found else 1


def _said(answer: Answer) -> str:
    if not answer.found:
        return answer.detail
    parts = ["found" if answer.detail == answer.strategy else answer.detail.removeprefix(answer.strategy).strip(" ()")]
    parts += [f"as {answer.username}"] if answer.username else []
    parts += [f"scope {answer.scope}"] if answer.scope else []
    parts += [_age(answer.obtained)] if answer.obtained else []
    return ", ".join(parts)


def _age(obtained: str) -> str:
    passed = datetime.now(UTC) - datetime.fromisoformat(obtained)
    hours = int(passed.total_seconds() // 3600)
    if hours < 1:
        return "less than an hour old"
    return f"{counted(hours, 'hour') if hours < 48 else counted(hours // 24, 'day')} old"
