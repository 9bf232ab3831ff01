"""Tests of the room `motion/eye`."""
