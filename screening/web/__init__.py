"""Flask: turns requests into calls and results into pages."""
