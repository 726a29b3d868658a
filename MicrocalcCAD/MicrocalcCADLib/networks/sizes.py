"""Sizes of networks whose modules need PyTorch, for detectors that do not."""

from __future__ import annotations

# Side of the patches of Wang and Yang 2018 in pixels, and of the part that their local network sees.
CONTEXT_PX, LOCAL_PX = 95, 9
# Channels of the six convolutions of Valvano 2019's patch network; the paper's text does not give them.
PATCH_CHANNELS = (16, 32, 32, 32, 32, 32)
