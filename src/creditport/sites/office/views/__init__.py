"""The pages of the office: each parses, makes one call into the domain, renders."""
