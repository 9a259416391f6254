"""Logistic regression, one label against the rest, all labels at once: numpy and scipy, no random start."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_STEPS = 60
USUAL_CURVATURE = 0.05  # p (1 - p) for a label that one answer in twenty has


def fit_one_vs_rest(features: Floats, applies: Floats, strength: float) -> tuple[Floats, Floats]:
    """Weights and intercepts that minimise the sum of log losses + |weights|² / (2 strength) for each label.

    The labels share no parameter, so that one run of L-BFGS over their sum finds each one's own minimum; the problem
    is convex and the start fixed, so the answer does not depend on chance. Columns are scaled by about the curvature
    of their loss, which matters for speed alone.

    Args:
        features: shape (n, d).
        applies: shape (n, labels), 0 or 1.
        strength: above 0; the larger, the less the weights are held back (scikit-learn's C). Intercepts are not held
            back.
    Returns:
        Weights of shape (d, labels) and intercepts of shape (labels,).
    Source: Liu and Nocedal, "On the limited memory BFGS method for large scale optimization" (1989).
    """
    from scipy.optimize import minimize

    width, labels = features.shape[1], applies.shape[1]
    scale = 1 / np.sqrt(USUAL_CURVATURE * (features**2).sum(axis=0) + 1 / strength)
    scaled, held = features * scale, (scale**2 / strength)[:, None]
    signs = 2 * applies - 1
    share = np.clip(applies.mean(axis=0), 1e-4, 1 - 1e-4)
    start = np.zeros((width + 1, labels))
    start[-1] = np.log(share / (1 - share))

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(width + 1, labels)
        margins = signs * (scaled @ weights[:-1] + weights[-1])
        worth = float((np.log1p(np.exp(-np.abs(margins))) + np.maximum(-margins, 0)).sum())
        worth += 0.5 * float((weights[:-1] ** 2 * held).sum())
        pull = -signs * sigmoid(-margins)
        slope = np.vstack([scaled.T @ pull + weights[:-1] * held, pull.sum(axis=0)])
        return worth, slope.ravel()

    options: Any = {"maxiter": MOST_STEPS, "gtol": 1e-3, "ftol": 1e-5}
    found: Any = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options=options)  # type: ignore[call-overload]
    weights = np.asarray(found.x, dtype=np.float64).reshape(width + 1, labels)
    return weights[:-1] * scale[:, None], weights[-1]


def sigmoid(margins: Floats) -> Floats:
    """1 / (1 + exp(-x)), without overflow."""
    values: Floats = 0.5 * (1 + np.tanh(0.5 * margins))
    return values
