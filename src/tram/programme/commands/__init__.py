"""What is written of the plan."""
