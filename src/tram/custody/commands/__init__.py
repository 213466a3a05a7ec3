"""The verbs of the physical journey, one room a stage."""
