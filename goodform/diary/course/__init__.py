"""The course of a patient: pain and dose by day, what happened, and what that shows."""
