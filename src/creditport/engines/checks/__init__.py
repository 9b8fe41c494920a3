"""Row checks: from a catalogue item to Ibis expressions, run on DuckDB by default. Imports no Django."""
