"""Backgrounds, [n, frames, 3, 64, 64] in 0..1. `first` is the frame number of the window's first frame, so that waves go on."""
import torch
from factors import BACKGROUNDS, FPS, SIZE

_fixed = torch.Generator().manual_seed(3)                   # window and star patterns are few, so that they can be learned
WINDOWS = (torch.rand(1, 1, 1, 16, 16, generator=_fixed) < .4).float()
STARS = (torch.rand(4, SIZE // 2, SIZE // 2, generator=_fixed) < .02).float().repeat_interleave(2, 1).repeat_interleave(2, 2)


def mix(a, b, amount):
    return a + (b - a) * amount


def rgb(*v):
    return torch.tensor(v).view(1, 1, 3, 1, 1)


class _Canvas:
    """Coordinates in 0..1, seconds, and one random phase and horizon for each clip."""

    def __init__(self, n, frames, first, g):
        self.n, self.g = n, g
        side = torch.arange(SIZE).float() / SIZE
        self.x, self.y = side.view(1, 1, 1, 1, SIZE), side.view(1, 1, 1, SIZE, 1)
        self.t = ((first.view(n, 1) + torch.arange(frames)) / FPS).view(n, frames, 1, 1, 1)
        self.phase, self.horizon = self.random(0, 6.28), self.random(.5, .66)

    def random(self, low, high):
        return low + (high - low) * torch.rand(self.n, 1, 1, 1, 1, generator=self.g)

    def below(self, height):
        return ((self.y - height) * SIZE + .5).clamp(0, 1)

    def disc(self, x, y, pixels):
        return (pixels - ((self.x - x) ** 2 + (self.y - y) ** 2).sqrt() * SIZE).clamp(0, 1)


def snow(c):
    img = mix(rgb(.66, .76, .88), rgb(.84, .89, .95), c.y)
    img = mix(img, rgb(.76, .82, .92), c.below(c.horizon - .08 + .06 * torch.sin(5 * c.x + c.phase)))
    return mix(img, rgb(.95, .97, 1.), c.below(c.horizon + .05 * torch.sin(4 * c.x + 2 * c.phase)))


def sea(c):
    wave = .5 + .5 * torch.sin(14 * c.x + 3 * torch.sin(40 * c.y + c.phase) + 3 * c.t)
    water = mix(rgb(.05, .30, .58), rgb(.16, .50, .74), .6 * wave * c.y + .15)
    return mix(mix(rgb(.55, .80, .98), rgb(.85, .93, 1.), c.y / .6), water, c.below(c.horizon))


def jungle(c):
    leaf = torch.sin(11 * c.x + c.phase) * torch.sin(9 * c.y + 1.7 * c.phase) * .5 + .5
    img = mix(rgb(.04, .22, .08), rgb(.16, .44, .14), leaf)
    for k in range(3):
        trunk = (c.phase * .159 + k / 3 + .05 * torch.sin(c.phase * (k + 2))) % 1
        img = mix(img, rgb(.24, .15, .07), ((.035 - (c.x - trunk).abs()) * SIZE + .5).clamp(0, 1))
    return mix(img, rgb(.10, .16, .05), c.below(c.random(.84, .9)))


def desert(c):
    img = mix(rgb(.98, .72, .40), rgb(1., .88, .62), c.y / .6)
    img = mix(img, rgb(1., .97, .80), c.disc(c.random(.2, .8), .16, 6.5))
    img = mix(img, rgb(.86, .62, .32), c.below(c.horizon + .06 * torch.sin(6 * c.x + c.phase)))
    return mix(img, rgb(.74, .50, .24), c.below(c.horizon + .16 + .05 * torch.sin(5 * c.x + 2 * c.phase)))


def city(c):
    roof = .38 + .09 * torch.randint(5, (c.n, 1, 1, 1, 8), generator=c.g).float().repeat_interleave(8, -1)
    cell = ((torch.arange(SIZE) % 4) // 2).float()
    lit = WINDOWS.repeat_interleave(4, 3).repeat_interleave(4, 4) * cell.view(1, 1, 1, 1, -1) * cell.view(1, 1, 1, -1, 1)
    img = mix(mix(rgb(.03, .04, .14), rgb(.14, .10, .30), c.y), rgb(.08, .08, .13), c.below(roof))
    return mix(img, rgb(.95, .80, .35), lit * (c.y > roof + .03).float())


def space(c):
    star = STARS[torch.randint(4, (c.n,), generator=c.g)].view(c.n, 1, 1, SIZE, SIZE)
    planet = mix(rgb(.50, .30, .55), rgb(.25, .14, .35), c.y)
    return mix(rgb(.01, .01, .04) + star * rgb(.85, .85, .95), planet, c.disc(c.random(.1, .9), c.random(.75, .95), 11))


_DRAW = [snow, sea, jungle, desert, city, space]
assert [f.__name__ for f in _DRAW] == BACKGROUNDS


def background(kind, n, frames, first, g):
    return _DRAW[kind](_Canvas(n, frames, first, g)).clamp(0, 1).expand(n, frames, 3, SIZE, SIZE)
