"""A questionnaire or a packet as a blank form on paper: no answer, no points, no scores."""
