"""Networks with something in them, without training them for long."""

import numpy as np
import torch

from course.nas.network import Network


def lived_in(architecture, seed=0):
    """A network whose normalization has seen images, and is not the identity."""
    generator = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = Network(architecture)
    for parameter in net.parameters():
        if parameter.ndim == 1:
            parameter.data += 0.3 * torch.randn(parameter.shape, generator=generator)
    images = images_for(architecture, seed)
    with torch.no_grad():
        for _ in range(5):
            net(torch.from_numpy(images))
    return net.eval(), images


def images_for(architecture, seed=0, n=64):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, *architecture.image), dtype=np.float32)
