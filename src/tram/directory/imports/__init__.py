"""Who and where, from the files of a province's folder; one module for each group of files."""
