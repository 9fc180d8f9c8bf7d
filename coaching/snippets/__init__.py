"""Snippets: reading what an agent wrote to a customer."""
