"""Facet, the browser page: served, exported, or shown in a notebook."""
