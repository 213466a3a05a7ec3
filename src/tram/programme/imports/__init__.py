"""Files that bring in plans and registers, each checked line by line."""
