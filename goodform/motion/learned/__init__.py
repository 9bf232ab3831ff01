"""What was learned from recordings of people: small tables, with the command that makes them."""
