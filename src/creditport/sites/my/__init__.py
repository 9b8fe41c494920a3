"""A subject's own pages."""
