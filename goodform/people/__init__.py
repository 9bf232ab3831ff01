"""Clinics, staff, patients; who may see whom."""
