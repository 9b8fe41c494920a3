"""The chapter's models, gathered from its topics for Django."""
