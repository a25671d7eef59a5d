"""The world the model knows: four factors of six values each, and the size of a clip."""
import torch

SIZE, FRAMES, FPS = 64, 16, 8                                   # pixels a side, frames a clip, frames a second
BACKGROUNDS = ["snow", "sea", "jungle", "desert", "city", "space"]
SUBJECTS = ["boat", "ball", "fish", "bird", "plane", "train"]
COLOURS = ["red", "yellow", "green", "blue", "pink", "white"]
MOTIONS = ["left", "right", "up", "down", "bounce", "circle"]
FACTORS = [BACKGROUNDS, SUBJECTS, COLOURS, MOTIONS]
HELD_OUT = 260                                                  # of 1,296 combinations


def all_labels():
    """Every combination, [1296, 4] of factor indices."""
    return torch.cartesian_prod(*[torch.arange(len(f)) for f in FACTORS])


def split():
    """(trained on, never trained on): a fixed fifth of the combinations is held out."""
    labels = all_labels()
    held = torch.randperm(len(labels), generator=torch.Generator().manual_seed(20261122))[:HELD_OUT]
    keep = torch.ones(len(labels), dtype=torch.bool)
    keep[held] = False
    return labels[keep], labels[held]
