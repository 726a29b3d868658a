"""Training of the candidate network: which of the blobs that the region map lets pass are calcifications."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import numpy as np
import torch
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.detectors.candidates import scorer
from MicrocalcCADLib.detectors.hdogreg import Hdogreg
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.progress import Progress

from ..datasets.truth_image import TruthImage
from ..recipes.trainings import CandidateTraining

log = logging.getLogger(__name__)


def collect(detector: Hdogreg, images: Iterable[TruthImage]) -> tuple[np.ndarray, np.ndarray]:
    """Return features (n, 14) and labels (n,) of the candidates in images.

    A candidate is positive if any of its pixels lies in a true calcification. Others that touch what is uncertain are
    left out, and so are images in which no breast is found.
    """
    tables, labels = [], []
    for image in images:
        try:
            mask = breast_mask(image.mammogram.pixels, image.mammogram.spacing_mm)
        except MicrocalcError as error:
            log.warning("%s left out: %s", image.name, error)
            continue
        maps = detector.maps(image.mammogram, mask, Progress())
        proposals = detector.proposals(image.mammogram, mask, maps, Progress())
        true, uncertain = (proposals.objects.touching(plane) for plane in (image.truth, image.uncertain))
        decided = true | ~uncertain
        tables.append(proposals.table[decided])
        labels.append(true[decided])
        log.info(
            "%s: %d candidates, %d of them true, %d true calcifications",
            image.name,
            len(labels[-1]),
            labels[-1].sum(),
            len(image.calcifications),
        )
    return np.concatenate(tables), np.concatenate(labels).astype(np.float32)


def train_candidates(
    table: np.ndarray, labels: np.ndarray, parameters: CandidateTraining | None = None
) -> torch.nn.Module:
    """Return the candidate network, trained by cross-entropy, so that its answer is a probability on the simulated
    images.
    """
    p = parameters or CandidateTraining()
    torch.manual_seed(p.seed)
    network = scorer()
    x, y = torch.from_numpy(table), torch.from_numpy(labels)[:, None]
    with torch.no_grad():
        network[0].momentum = None
        network.train()(x)
        network[0].eval()
    optimizer = torch.optim.AdamW(network[1:].parameters(), lr=p.learning_rate, weight_decay=p.weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, p.steps)
    loss = torch.nn.BCEWithLogitsLoss()
    for _ in range(p.steps):
        drawn = torch.randint(len(x), (p.batch,))
        optimizer.zero_grad()
        value = loss(network(x[drawn]), y[drawn])
        value.backward()
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        log.info("candidate network: cross-entropy %.4f on %d candidates", float(loss(network.eval()(x), y)), len(y))
    return network
