"""The rules of dossiers: pure functions over data given as arguments."""
