"""``python -m benchmarks``: every figure."""

from __future__ import annotations

from benchmarks import behaviour, conform, generate, language, start, walks

language.main()
generate.main()
print("behaviour")
behaviour.main()
walks.main()
conform.main()
print("start-up")
start.main()
