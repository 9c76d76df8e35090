"""``moment completion``: a script that completes commands, options and names in a shell."""

from __future__ import annotations

import sys

import click

from moment.cli.options import Options, global_options

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName moment -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_CWORD = $commandAst.CommandElements.Count - [int]($wordToComplete -ne '')
    $env:_MOMENT_COMPLETE = 'zsh_complete'
    $answer = @(moment)
    Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:_MOMENT_COMPLETE
    for ($i = 0; $i + 2 -lt $answer.Count; $i += 3) {
        [System.Management.Automation.CompletionResult]::new($answer[$i + 1])
    }
}
"""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]))
@global_options
@click.pass_context
def completion(invocation: click.Context, shell: str) -> int:
    """Print a completion script.

    bash: eval "$(moment completion bash)" in ~/.bashrc; zsh the same in ~/.zshrc; fish: moment completion fish >
    ~/.config/fish/completions/moment.fish; powershell: moment completion powershell | Invoke-Expression in $PROFILE.
    """
    Options.of(invocation).format_among(("text",))
    if shell == "powershell":
        sys.stdout.write(_POWERSHELL)
        return 0
    from click.shell_completion import get_completion_class

    from moment.cli.app import app

    completer = get_completion_class(shell)
    if completer is None:
        raise click.UsageError(f"no completion for {shell}")
    sys.stdout.write(completer(app, {}, "moment", "_MOMENT_COMPLETE").source() + "\n")
    return 0
