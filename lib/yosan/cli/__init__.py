"""The door: commands and how they fail."""
