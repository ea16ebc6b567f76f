"""Rules and random values: passwords, codes and tokens, rights. No database, no Flask."""
