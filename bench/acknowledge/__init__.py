"""How soon a shared snippet is acknowledged with everything committed, and what that costs."""
