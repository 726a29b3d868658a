"""Draws the modules' icons: a breast in profile with an outlined cluster, and for training also a falling curve."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

SIZE, OVERSAMPLING = 128, 8
REPOSITORY = Path(__file__).resolve().parents[1]
GROUND, BREAST, DENSE, LINE, SPOT = (24, 32, 44), (120, 132, 148), (160, 172, 186), (89, 199, 250), (255, 214, 102)
CURVE = tuple((14 + 4 * i, 40 + 66 * (1 - 0.88**i)) for i in range(26))
SPOTS = ((52, 52, 4), (63, 46, 3), (70, 57, 5), (58, 66, 3), (66, 73, 4), (75, 68, 3), (50, 62, 2.5))


def draw(curve: bool) -> Image.Image:
    """Return the icon, 128 x 128 px, with or without the curve."""
    image = Image.new("RGBA", (SIZE * OVERSAMPLING,) * 2)
    canvas = ImageDraw.Draw(image)
    canvas.rounded_rectangle(_scaled(2, 2, 126, 126), 22 * OVERSAMPLING, fill=GROUND)
    canvas.ellipse(_scaled(-66, 12, 110, 116), fill=BREAST)
    canvas.ellipse(_scaled(14, 26, 98, 96), fill=DENSE)
    canvas.rounded_rectangle(_scaled(-20, 0, 2, 128), 0, fill=(0, 0, 0, 0))
    canvas.ellipse(_scaled(38, 34, 88, 86), outline=LINE, width=4 * OVERSAMPLING)
    for column, row, radius in SPOTS:
        canvas.ellipse(_scaled(column - radius, row - radius, column + radius, row + radius), fill=SPOT)
    if curve:
        canvas.line([_scaled(*point) for point in CURVE], fill=SPOT, width=6 * OVERSAMPLING, joint="curve")
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def _scaled(*values: float) -> tuple[float, ...]:
    return tuple(value * OVERSAMPLING for value in values)


if __name__ == "__main__":
    for module, curve in {"MicrocalcCAD": False, "MicrocalcTrain": True}.items():
        icon = REPOSITORY / module / "Resources" / "Icons" / f"{module}.png"
        icon.parent.mkdir(parents=True, exist_ok=True)
        draw(curve).save(icon, optimize=True)
        print(icon)
