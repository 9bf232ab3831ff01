"""The rules that keep a patient from harm: pure, small, to be read aloud by a clinician."""
