"""Tests of the room `motion/made`."""
