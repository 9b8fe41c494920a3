"""The office: where staff of agencies send, mend and follow what they report."""
