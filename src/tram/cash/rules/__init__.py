"""The rules of money: pure functions over data given as arguments."""
