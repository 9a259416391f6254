"""Logistic regression, one label against the rest, all labels at once: numpy and scipy, no random start."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_STEPS = 200


def fit_one_vs_rest(features: Floats, applies: Floats, strength: float) -> tuple[Floats, Floats]:
    """Weights and intercepts that minimise the sum of log losses + |weights|² / (2 strength) for each label.

    The labels share no parameter, so that one run of L-BFGS over their sum finds each one's own minimum; the
    problem is convex and the start fixed, so the answer does not depend on chance.

    Args:
        features: shape (n, d).
        applies: shape (n, labels), 0 or 1.
        strength: above 0; the larger, the less the weights are held back (scikit-learn's C). Intercepts are
            not held back.
    Returns:
        Weights of shape (d, labels) and intercepts of shape (labels,).
    Source: Byrd, Lu, Nocedal and Zhu, "A Limited Memory Algorithm for Bound Constrained Optimization" (1995).
    """
    from scipy.optimize import minimize

    width, labels = features.shape[1], applies.shape[1]
    signs = 2 * applies - 1
    share = np.clip(applies.mean(axis=0), 1e-6, 1 - 1e-6)
    start = np.zeros((width + 1, labels))
    start[-1] = np.log(share / (1 - share))

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(width + 1, labels)
        margins = signs * (features @ weights[:-1] + weights[-1])
        worth = float(np.logaddexp(0, -margins).sum()) + float((weights[:-1] ** 2).sum()) / (2 * strength)
        pull = -signs * sigmoid(-margins)
        slope = np.vstack([features.T @ pull + weights[:-1] / strength, pull.sum(axis=0)])
        return worth, slope.ravel()

    bounds: dict[str, Any] = {"maxiter": MOST_STEPS, "gtol": 1e-4, "ftol": 1e-6}
    found: Any = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options=bounds)  # type: ignore[call-overload]
    weights = np.asarray(found.x, dtype=np.float64).reshape(width + 1, labels)
    return weights[:-1], weights[-1]


def sigmoid(margins: Floats) -> Floats:
    """1 / (1 + exp(-x)), without overflow."""
    values: Floats = 0.5 * (1 + np.tanh(0.5 * margins))
    return values
