"""Growth plans: whether they meet the conditions, by how much, and how likely. Pure."""
