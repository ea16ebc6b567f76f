"""What is kept: tables, sealing, the audit chain. Functions take a Session and never commit."""
