"""How many snippets a second are acknowledged with everything committed, and how many letters a second go out."""
