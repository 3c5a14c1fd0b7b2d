"""Klein's predictor: a Bayesian neural network from a setting to the parameters of its curve."""

from __future__ import annotations

from itertools import pairwise

import torch
from numpy.typing import ArrayLike
from torch import Tensor
from torch.nn.functional import softmax

from course.hpo.prediction.predictor import Numbers, checked

N_BASES = 4
N_OUTPUTS = 3 + 3 * N_BASES
"""Of the network: start, end, noise; a weight, a speed and a shape for each basis function."""
USUAL_NOISE = 0.03
FRICTION = 0.05


class KleinPredictor:
    """A network whose outputs are a learning curve's parameters, its weights sampled by SGHMC.

    From a setting the network gives where the curve starts and where it would end, how much four
    growing basis functions (see `bases`) count for the way between, and the noise of an accuracy.
    Weights have normal priors. They are sampled by stochastic gradient Hamiltonian Monte Carlo with
    adapted scales; the prediction is the mean over samples, its variance that of the samples'
    predictions plus the mean noise.

    Partial curves join the data, as in the paper: `predict` goes on from where `fit` ended, with
    them in, for a third of its steps, and samples then. That takes a second or so, for one curve
    or for hundreds; all that are passed in a call help one another.

    The paper's bases may also fall and are not bounded; ours grow from 0 to 1, so that a network
    between untrained and trained always means a curve.

    Source: A. Klein, S. Falkner, J. Springenberg, F. Hutter, "Learning Curve Prediction with
    Bayesian Neural Networks" (2017), sections 3 and 4; the sampler: J. Springenberg, A. Klein,
    S. Falkner, F. Hutter, "Bayesian Optimization with Robust Bayesian Neural Networks" (2016).

    Parameters
    ----------
    n_hidden : units in each of two hidden layers.
    n_steps : of the sampler in `fit`, all of them to get away from where it began.
    n_samples : networks kept in `predict`, one every ten steps.
    step : of the sampler.
    batch_size : curves in a step.
    random_state : every random number follows from it.

    Raises ValueError if one of the counts is below 1, and in `fit` for fewer than two curves.
    """

    def __init__(
        self,
        *,
        n_hidden: int = 32,
        n_steps: int = 3000,
        n_samples: int = 100,
        step: float = 0.01,
        batch_size: int = 128,
        random_state: int = 0,
    ) -> None:
        if min(n_hidden, n_steps, n_samples, batch_size) < 1:
            raise ValueError(
                "n_hidden, n_steps, n_samples and batch_size must be at least 1, got "
                f"{n_hidden}, {n_steps}, {n_samples} and {batch_size}"
            )
        self.n_hidden, self.n_steps, self.n_samples = n_hidden, n_steps, n_samples
        self.step, self.batch_size, self.random_state = step, batch_size, random_state

    def fit(self, curves: ArrayLike, points: ArrayLike) -> KleinPredictor:
        whole, settings = checked(curves, points, 2)
        self.curves_, self.points_ = _tensor(whole), _tensor(settings)
        random = torch.Generator().manual_seed(self.random_state)
        network = Network(settings.shape[1], self.n_hidden)
        self.sampler_ = Sampler(torch.randn(network.n_weights, generator=random), self.step)
        self.network_ = network
        data = self.points_, self.curves_, torch.ones_like(self.curves_)
        for _ in range(self.n_steps):
            self._advance(self.sampler_, data, random, adapts=True)
        return self

    def predict(self, curves: ArrayLike, points: ArrayLike) -> tuple[Numbers, Numbers]:
        partial, settings = checked(curves, points, 1)
        n_new, n_seen = partial.shape
        n_epochs = self.curves_.shape[1]
        new = torch.zeros(n_new, n_epochs)
        new[:, :n_seen] = _tensor(partial)
        is_seen = torch.zeros_like(new)
        is_seen[:, :n_seen] = 1
        data = (
            torch.cat([self.points_, _tensor(settings)]),
            torch.cat([self.curves_, new]),
            torch.cat([torch.ones_like(self.curves_), is_seen]),
        )
        random = torch.Generator().manual_seed(self.random_state + 1)
        sampler = self.sampler_.copy()
        for _ in range(self.n_steps // 3):
            self._advance(sampler, data, random, adapts=True)
        means, variances = [], []
        for i in range(10 * self.n_samples):
            self._advance(sampler, data, random, adapts=False)
            if i % 10 == 9:
                mean, log_noise = self.network_(sampler.weights, _tensor(settings), n_epochs)
                means.append(mean[:, -1])
                variances.append(torch.exp(2 * log_noise[:, 0]))
        ends = torch.stack(means).double()
        variance = ends.var(dim=0, correction=0) + torch.stack(variances).double().mean(dim=0)
        return ends.mean(dim=0).numpy(), variance.sqrt().numpy()

    def _advance(
        self,
        sampler: Sampler,
        data: tuple[Tensor, Tensor, Tensor],
        random: torch.Generator,
        *,
        adapts: bool,
    ) -> None:
        """One step of the sampler on a random batch of curves."""
        n = len(data[0])
        if n > self.batch_size:
            rows = torch.randint(n, (self.batch_size,), generator=random)
            points, curves, is_seen = (part[rows] for part in data)
        else:
            points, curves, is_seen = data
        n_numbers = float(data[2].sum())
        weights = sampler.weights.clone().requires_grad_()
        mean, log_noise = self.network_(weights, points, curves.shape[1])
        misses = ((curves - mean) / torch.exp(log_noise)) ** 2 / 2 + log_noise
        # per observation: the scale in which the sampler's usual step is known to work
        loss = (misses * is_seen).sum() * (n / len(points)) / n_numbers
        loss = loss + (weights**2).sum() / 2 / n_numbers
        (gradient,) = torch.autograd.grad(loss, weights)
        sampler.advance(gradient, n_numbers, random, adapts=adapts)


class Network:
    """Two layers of tanh and a curve layer; all its weights are one vector, a priori N(0, 1)."""

    def __init__(self, n_inputs: int, n_hidden: int) -> None:
        sizes = [n_inputs, n_hidden, n_hidden, N_OUTPUTS]
        self.shapes = list(pairwise(sizes))
        self.n_weights = sum(n * m + m for n, m in self.shapes)

    def __call__(self, weights: Tensor, points: Tensor, n_epochs: int) -> tuple[Tensor, Tensor]:
        """Mean accuracies (n, n_epochs) and the logarithm of their noise (n, 1)."""
        signal, at = 2 * points - 1, 0
        for i, (n, m) in enumerate(self.shapes):
            matrix, bias = weights[at : at + n * m].view(n, m), weights[at + n * m :][:m]
            at += n * m + m
            signal = signal @ matrix * (1.5 / n**0.5) + bias
            if i < len(self.shapes) - 1:
                signal = torch.tanh(signal)
        start, end, noise = signal[:, 0:1], signal[:, 1:2], signal[:, 2:3]
        shares, speeds, shapes = signal[:, 3:].split(N_BASES, dim=1)
        times = torch.arange(1, n_epochs + 1) / n_epochs
        grown = bases(times, torch.exp(speeds + 1), torch.exp(torch.tanh(shapes)))
        way = (softmax(shares, dim=1).unsqueeze(2) * grown).sum(dim=1)
        start, end = torch.sigmoid(start - 2), torch.sigmoid(end)
        log_noise = torch.log(torch.tensor(USUAL_NOISE)) + noise.clamp(-2, 2)
        return start + (end - start) * way, log_noise


def bases(times: Tensor, speeds: Tensor, shapes: Tensor) -> Tensor:
    """Four ways to grow from 0 towards 1: (n, 4, epochs) for times (epochs,) above 0.

    `speeds` and `shapes`, both (n, 4), are above 0. With s = speed · time, a the shape:
    Weibull's 1 − exp(−sᵃ), the power law 1 − (1 + s)⁻ᵃ, Hill's sᵃ / (1 + sᵃ), and vapor
    pressure's exp(−s⁻ᵃ).
    """
    logs = torch.log(times) + torch.log(speeds).unsqueeze(2)  # (n, 4, epochs)
    power = torch.exp((shapes.unsqueeze(2) * logs).clamp(-15, 15))
    base = torch.exp(logs.clamp(-15, 15))
    return torch.stack(
        [
            1 - torch.exp(-power[:, 0]),
            1 - (1 + base[:, 1]) ** -shapes[:, 1:2],
            power[:, 2] / (1 + power[:, 2]),
            torch.exp(-1 / power[:, 3]),
        ],
        dim=1,
    )


class Sampler:
    """SGHMC with scales adapted to the gradients: Springenberg et al. (2016), section 3.2."""

    def __init__(self, weights: Tensor, step: float) -> None:
        self.weights, self.step = weights, step
        self.momentum = torch.zeros_like(weights)
        self.window, self.mean = torch.ones_like(weights), torch.zeros_like(weights)
        self.square = torch.ones_like(weights)

    def copy(self) -> Sampler:
        other = Sampler(self.weights.clone(), self.step)
        other.momentum, other.window = self.momentum.clone(), self.window.clone()
        other.mean, other.square = self.mean.clone(), self.square.clone()
        return other

    def advance(
        self, gradient: Tensor, n_numbers: float, random: torch.Generator, *, adapts: bool
    ) -> None:
        """`gradient` is that of −log posterior / n_numbers; `adapts` in burn-in only."""
        if adapts:
            rate = 1 / (self.window + 1)
            self.window += 1 - self.window * self.mean**2 / self.square
            self.mean += rate * (gradient - self.mean)
            self.square += rate * (gradient**2 - self.square)
            self.square.clamp_(min=1e-12)
        scale = 1 / self.square.sqrt()
        noise = 2 * self.step**2 / n_numbers * FRICTION * scale
        kick = torch.randn(gradient.shape, generator=random) * noise.sqrt()
        self.momentum += -(self.step**2) * scale * gradient - FRICTION * self.momentum + kick
        self.weights = self.weights + self.momentum


def _tensor(numbers: Numbers) -> Tensor:
    return torch.as_tensor(numbers, dtype=torch.float32)
