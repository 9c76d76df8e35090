"""``python -m benchmarks``: every figure."""

from __future__ import annotations

from benchmarks import behaviour, conform, generate, language, start

language.main()
generate.main()
print("behaviour")
behaviour.main()
conform.main()
print("start-up")
start.main()
