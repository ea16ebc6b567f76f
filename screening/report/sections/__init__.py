"""The parts of the summary, one file each: frozen values already in words, and what makes them."""
