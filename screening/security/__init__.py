"""Rules and random values: passwords, kiosk codes and tokens, rights. Knows no database, no Flask."""
