"""From what one snippet, letter and check-in costs to what 100, 10,000 and 1,000,000 people need."""
