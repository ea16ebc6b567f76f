"""Backups: a copy of the database in one sealed file, the way back, and the drill of it."""
