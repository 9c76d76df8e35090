"""The pytest target: one test per derived case, skipped until what it needs is bound."""
