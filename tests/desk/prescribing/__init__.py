"""Tests of prescribing."""
