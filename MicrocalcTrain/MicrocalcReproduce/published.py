"""The papers' numbers, each with its table or figure."""

from __future__ import annotations

from dataclasses import dataclass

MARASINOU = "Marasinou et al. 2023, J Imaging Inform Med 36(3), doi:10.1007/s10278-022-00751-3"
VALVANO = "Valvano et al. 2019, J Healthc Eng 2019:9360941"
KAHNOUEI = "Kahnouei et al. 2022, Iran J Radiol 19(1):e120758, doi:10.5812/iranjradiol-120758"
ZHANG = "Zhang et al. 2021, MICCAI 2021"

XI_PX = (6, 8, 10, 12)
ALPHA = (-2.0, -1.0, 1e-4, 1.0, 2.0)


@dataclass(frozen=True)
class Grid:
    """Value and "+-" of each regression target: rows by alpha (`ALPHA`), columns by xi (`XI_PX`)."""

    source: str
    values: tuple[tuple[tuple[float, float], ...], ...]

    def at(self, xi_px: int, alpha: float) -> tuple[float, float]:
        """Return value and "+-" of a target; NaN for one that the paper does not have."""
        if xi_px not in XI_PX or alpha not in ALPHA:
            return float("nan"), float("nan")
        return self.values[ALPHA.index(alpha)][XI_PX.index(xi_px)]


HDOGREG_PAUC = Grid(
    f"{MARASINOU}, Table 1",
    (
        ((0.804, 0.048), (0.812, 0.049), (0.793, 0.040), (0.773, 0.045)),
        ((0.783, 0.058), (0.808, 0.047), (0.790, 0.047), (0.794, 0.045)),
        ((0.813, 0.054), (0.783, 0.056), (0.790, 0.044), (0.784, 0.048)),
        ((0.799, 0.054), (0.776, 0.056), (0.819, 0.046), (0.790, 0.053)),
        ((0.775, 0.056), (0.791, 0.055), (0.802, 0.049), (0.789, 0.053)),
    ),
)
HDOGREG_IOU_PER_IMAGE = Grid(
    f"{MARASINOU}, Table 2, upper part",
    (
        ((0.593, 0.109), (0.590, 0.102), (0.576, 0.088), (0.560, 0.066)),
        ((0.590, 0.105), (0.579, 0.094), (0.572, 0.089), (0.566, 0.077)),
        ((0.596, 0.115), (0.584, 0.098), (0.586, 0.097), (0.584, 0.093)),
        ((0.619, 0.125), (0.601, 0.109), (0.583, 0.105), (0.587, 0.098)),
        ((0.610, 0.123), (0.588, 0.108), (0.592, 0.105), (0.580, 0.094)),
    ),
)
HDOGREG_IOU_PER_OBJECT = Grid(
    f'{MARASINOU}, Table 2, lower part (headed "IoU per image" there, described as per object in the text)',
    (
        ((0.645, 0.207), (0.645, 0.206), (0.648, 0.200), (0.626, 0.228)),
        ((0.647, 0.203), (0.648, 0.201), (0.643, 0.208), (0.640, 0.212)),
        ((0.648, 0.201), (0.644, 0.207), (0.641, 0.214), (0.644, 0.207)),
        ((0.649, 0.200), (0.646, 0.206), (0.647, 0.203), (0.643, 0.208)),
        ((0.650, 0.197), (0.648, 0.202), (0.649, 0.200), (0.643, 0.208)),
    ),
)

# By method and part of INbreast: the segmentation of Table 3, the detection of Fig. 5 and its text.
HDOGREG_TABLE_3_SOURCE = (
    f"{MARASINOU}, Table 3; pAUC and TPR from the text to Fig. 5, TPR of Wang and Yang on the test set from the"
    " discussion"
)
HDOGREG_TABLE_3 = {
    ("hdogreg", "validation"): {
        "pauc": 0.819,
        "pauc_2sd": 0.046,
        "tpr": 0.852,
        "iou_per_image": 0.583,
        "iou_per_image_sd": 0.105,
        "iou_per_object": 0.647,
        "iou_per_object_sd": 0.203,
    },
    ("hdogreg", "test"): {
        "pauc": 0.697,
        "pauc_2sd": 0.078,
        "tpr": 0.744,
        "iou_per_image": 0.670,
        "iou_per_image_sd": 0.121,
        "iou_per_object": 0.607,
        "iou_per_object_sd": 0.250,
    },
    ("morphological", "validation"): {
        "iou_per_image": 0.517,
        "iou_per_image_sd": 0.037,
        "iou_per_object": 0.408,
        "iou_per_object_sd": 0.286,
    },
    ("morphological", "test"): {
        "iou_per_image": 0.524,
        "iou_per_image_sd": 0.034,
        "iou_per_object": 0.363,
        "iou_per_object_sd": 0.278,
    },
    ("context", "validation"): {"pauc": 0.703, "pauc_2sd": 0.057},
    ("context", "test"): {"pauc": 0.581, "pauc_2sd": 0.072, "tpr": 0.618},
}

# Errors in percent by network and padding, patches of 49 px.
TWO_STAGE_TABLE_2_SOURCE = f"{VALVANO}, Table 2; whole mammograms from section 4"
TWO_STAGE_TABLE_2 = {
    ("detector", "same"): {"C1": 0.09, "C2": 0.47, "C3": 7.84, "C4": 2.09, "accuracy": 98.22},
    ("detector", "valid"): {"C1": 0.19, "C2": 1.22, "C3": 20.28, "C4": 1.69, "accuracy": 96.04},
    ("segmentator", "same"): {"C1": 1.57, "C2": 10.03, "C3": 0.24, "C4": 0.20, "accuracy": 97.47},
    ("segmentator", "valid"): {"C1": 1.85, "C2": 15.32, "C3": 0.34, "C4": 0.55, "accuracy": 96.37},
}
TWO_STAGE_MAMMOGRAMS = {"pixel_accuracy": 99.99, "pixel_false_positive_rate": 0.005, "seconds": 20.0}

PATCH_LEARNING_SOURCE = f"{KAHNOUEI}, section 4 and Fig. 6 (200 test patches)"
PATCH_LEARNING = {"auc": 0.988, "accuracy": 0.967, "sensitivity": 0.967, "specificity": 0.967}
PATCH_LEARNING_BY_AGE_SOURCE = f"{KAHNOUEI}, Table 1"
PATCH_LEARNING_BY_AGE = {
    (31, 45): {"patches": 58, "accuracy": 0.964},
    (46, 60): {"patches": 79, "accuracy": 0.966},
    (61, 75): {"patches": 63, "accuracy": 0.973},
}

BIRADS_TABLE_3_SOURCE = f"{ZHANG}, Table 3"

# By segmentation: mean and standard deviation over five folds; of blobs alone only the AUC is given.
CASE_STUDY_SOURCE = f"{MARASINOU}, Table 4; blobs alone from the text to Fig. 8"
CASE_STUDY = {
    "both": {
        "AUC": (0.763, 0.056),
        "accuracy": (0.563, 0.059),
        "sensitivity": (0.901, 0.076),
        "specificity": (0.323, 0.075),
        "PPV3": (0.490, 0.067),
    },
    "morphological": {
        "AUC": (0.710, 0.060),
        "accuracy": (0.512, 0.036),
        "sensitivity": (0.901, 0.052),
        "specificity": (0.234, 0.023),
        "PPV3": (0.459, 0.049),
    },
    "blobs": {"AUC": (0.562, 0.056)},
}
