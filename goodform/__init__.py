"""What a clinic gives its patients between visits."""
