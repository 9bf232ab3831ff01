"""Tests of the drawing of figures."""
