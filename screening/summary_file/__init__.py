"""The summary as a file: the data that travels in it, and whether paper and data agree."""
