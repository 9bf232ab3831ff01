"""Questionnaires: what changed for the patient, asked the same way each time."""
