"""Training, simulation and measures for Microcalc. Nothing here imports Slicer, Qt or VTK."""
