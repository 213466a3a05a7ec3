"""What the plan asks and how its figures are counted, as pure functions."""
