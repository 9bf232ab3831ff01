"""Prescribing on one page: a draft until Give, and everything that was ever given."""
