"""Trainings, one module a network, each a MONAI workflow that can be interrupted and resumed."""
