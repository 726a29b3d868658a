"""Numbers that the user sets in an effect's options; kept in the editor's node, so saved with the scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import ctk


@dataclass(frozen=True)
class NumberOption:
    """One slider: the parameter's name, its label, range, default and what it does."""

    name: str
    label: str
    minimum: float
    maximum: float
    default: float
    toolTip: str
    step: float = 0.05
    decimals: int = 2


class NumberOptions:
    """The sliders of one effect, and their values.

    Parameters
    ----------
    make
        Returns the options. Called when the editor first shows them: their defaults are those of the library, which
        Slicer's start must not wait for.
    """

    def __init__(
        self, scriptedEffect, make: Callable[[], tuple[NumberOption, ...]], changed: Callable[[], None]
    ) -> None:
        self._effect, self._make, self._changed = scriptedEffect, make, changed
        self._sliders: dict[str, object] = {}

    @cached_property
    def _options(self) -> tuple[NumberOption, ...]:
        return self._make()

    def build(self) -> None:
        """Add the sliders to the options frame."""
        for option in self._options:
            slider = ctk.ctkSliderWidget()
            slider.decimals, slider.singleStep = option.decimals, option.step
            slider.minimum, slider.maximum, slider.value = option.minimum, option.maximum, option.default
            slider.toolTip = option.toolTip
            slider.connect("valueChanged(double)", self._onChanged)
            self._effect.addLabeledOptionsWidget(option.label, slider)
            self._sliders[option.name] = slider

    def setDefaults(self) -> None:
        """Give parameters that the node lacks their defaults."""
        for option in self._options:
            self._effect.setParameterDefault(option.name, str(option.default))

    def show(self) -> None:
        """Set the sliders to the node's values without acting on them."""
        for name, slider in self._sliders.items():
            blocked = slider.blockSignals(True)
            slider.value = self.value(name)
            slider.blockSignals(blocked)

    def store(self) -> None:
        """Write the sliders' values into the node."""
        for name, slider in self._sliders.items():
            self._effect.setParameter(name, str(slider.value))

    def value(self, name: str) -> float:
        """Return the value of a parameter."""
        return self._effect.doubleParameter(name)

    def setValue(self, name: str, value: float) -> None:
        """Set a parameter, as far as its slider goes, and show it."""
        option = next(one for one in self._options if one.name == name)
        self._effect.setParameter(name, str(round(min(max(value, option.minimum), option.maximum), option.decimals)))
        self.show()

    def _onChanged(self, _value: float) -> None:
        self.store()
        self._changed()
