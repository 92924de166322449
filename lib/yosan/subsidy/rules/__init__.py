"""The rules in force: a vintage, one of its types, the readings of its open places, as numbers. Pure."""
