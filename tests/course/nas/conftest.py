"""What several tests of architectures start from."""

import torch

torch.set_num_threads(1)  # tests run side by side, one a core: threads would wait for one another
