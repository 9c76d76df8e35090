"""Who somebody is at a Git host: where a token may come from, in which order, and where it never goes."""
