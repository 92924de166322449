"""What if: the least cost for a target, single changes, other rules, curves. Pure."""
