"""A season of the programme: who applies, whom the money pays, how likely the target is. Pure."""
