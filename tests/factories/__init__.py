"""Makers of what tests need, without surprises: everything not asked for is fixed."""
