"""Care: weekly check-ins whose answers nobody can join to a person once the round has closed."""
