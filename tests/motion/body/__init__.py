"""Tests of the room `motion/body`."""
