"""Our values in other people's formats: FHIR R4 and CSV, and back again."""
