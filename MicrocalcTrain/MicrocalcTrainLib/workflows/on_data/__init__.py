"""The recipes on an imported data set instead of simulated images; modules are named as those of `workflows`."""
