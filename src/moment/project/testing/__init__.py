"""Running the generated tests against an implementation, and reading what came of it."""
