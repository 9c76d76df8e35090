"""Real logs against the model: which runs of the flows the events of a log allow, and whether payloads keep their contracts."""
