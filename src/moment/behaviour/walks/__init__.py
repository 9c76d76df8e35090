"""Seeded walks: what can be seen of a flow whose runs are too many to explore."""
