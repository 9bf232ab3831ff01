"""The settings, the addresses and the commands of one Goodform."""
