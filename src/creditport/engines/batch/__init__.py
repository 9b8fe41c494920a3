"""Batches: DuckDB sessions and readers of the files that agencies send. Imports no Django."""
