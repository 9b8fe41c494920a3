"""The second manual: what the platform does, in exact statements."""
