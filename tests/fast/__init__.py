"""Tests of the two short cuts."""
