"""Assessment, prescription, hold, ladder, schedule."""
