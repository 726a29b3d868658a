"""Numbers of things in words that fit the number."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """Return the text for a number of things: ``1 cluster``, ``3 clusters``.

    Parameters
    ----------
    one, many
        The translated texts for one and for any other number; ``{count}`` stands for the number.
    """
    return (one if count == 1 else many).format(count=count)
