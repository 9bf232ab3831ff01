"""The patient's pages: Today, each exercise, the whole programme, the player."""
