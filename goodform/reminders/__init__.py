"""Who is due for a reminder, and when."""
