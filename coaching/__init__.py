"""The domain: reading snippets, recognition and care. It has never heard of Slack."""
