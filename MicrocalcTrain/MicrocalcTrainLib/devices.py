"""Graphics cards and their memory, asked of the driver's own tool: importing PyTorch for that takes seconds."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

QUERY = ("nvidia-smi", "--query-gpu=name,memory.free,memory.total", "--format=csv,noheader,nounits")
SECONDS = 5.0


@dataclass(frozen=True)
class GraphicsCard:
    """A CUDA device; GB are 2**30 bytes."""

    name: str
    free_gb: float
    total_gb: float


def graphics_cards() -> tuple[GraphicsCard, ...]:
    """Return the NVIDIA cards; none where there is no driver or it does not answer."""
    try:
        answer = subprocess.run(QUERY, capture_output=True, text=True, timeout=SECONDS, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    return cards_of(answer)


def cards_of(answer: str) -> tuple[GraphicsCard, ...]:
    """Return the cards of the tool's answer, a line a card: name, free and total MiB."""
    cards = []
    for line in answer.splitlines():
        name, *memory = (part.strip() for part in line.split(","))
        if len(memory) == 2 and all(value.isdigit() for value in memory):
            cards.append(GraphicsCard(name, int(memory[0]) / 1024, int(memory[1]) / 1024))
    return tuple(cards)
