"""``python -m benchmarks``: every figure."""

from __future__ import annotations

from benchmarks import behaviour, conform, drift, drift_command, generate, language, start, state, walks

language.main()
generate.main()
print("behaviour")
behaviour.main()
walks.main()
conform.main()
drift.main()
drift_command.main()
state.main()
print("start-up")
start.main()
