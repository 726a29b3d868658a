"""Lesions of every kind, drawn into real backgrounds."""
