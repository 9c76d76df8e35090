"""What suites of tests in any language share: payloads, histories, courses, and which case belongs where."""
