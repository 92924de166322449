"""Awards: members in, what each gets and what binds it out, exact to the yen. Pure."""
