"""Budget figures: accounts, intervals, bounds, growth. Pure."""
