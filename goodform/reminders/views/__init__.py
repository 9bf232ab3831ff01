"""The patient's page of reminders, the links in messages, and the calendar."""
