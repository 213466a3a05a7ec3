"""What leaves of the plan: the folder of facts with which anybody recounts."""
