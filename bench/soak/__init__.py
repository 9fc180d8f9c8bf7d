"""Half an hour of everyday traffic, and whether the bot holds more memory at its end than after it warmed up."""
