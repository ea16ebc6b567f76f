"""The core: definitions, answers, scoring, findings. No Flask, no SQL, no clock, no environment."""
