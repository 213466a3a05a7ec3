"""What the post charges, from the files of a province's folder: reading, then writing."""
