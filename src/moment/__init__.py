"""Moment: specify, check, run and generate an event-driven domain."""
