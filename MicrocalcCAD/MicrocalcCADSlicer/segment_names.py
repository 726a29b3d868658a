"""The two segments of a volume's findings: their IDs and colours."""

from __future__ import annotations

CALCIFICATIONS, CLUSTERS = "Calcifications", "Clusters"
COLORS = {CALCIFICATIONS: (0.98, 0.73, 0.15), CLUSTERS: (0.35, 0.78, 0.98)}
