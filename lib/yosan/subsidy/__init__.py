"""The subsidy programme: rules, awards, inverse, plans, envelope, scenarios. Pure."""
