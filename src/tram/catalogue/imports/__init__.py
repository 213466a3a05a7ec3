"""What can be asked for, from the files of a province's folder: reading, then writing."""
