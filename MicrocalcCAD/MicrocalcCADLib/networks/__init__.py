"""The networks, one module a network."""
