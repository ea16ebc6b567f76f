"""The clinician's summary: one view-model, its HTML, and its PDF from a renderer kept apart."""
