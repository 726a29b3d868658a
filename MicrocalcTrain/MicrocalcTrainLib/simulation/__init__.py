"""Simulated calcifications in real and procedural backgrounds, with the truth known exactly."""
