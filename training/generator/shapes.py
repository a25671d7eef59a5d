"""Subjects as signed distances, in units of the subject's half size; u points right, v points down."""
import math
import torch


def circle(u, v, x, y, r):
    return ((u - x) ** 2 + (v - y) ** 2).sqrt() - r


def ellipse(u, v, x, y, a, b):
    return ((((u - x) / a) ** 2 + ((v - y) / b) ** 2).sqrt() - 1) * min(a, b)


def box(u, v, x, y, a, b):
    return torch.maximum((u - x).abs() - a, (v - y).abs() - b)


def polygon(u, v, points):
    """Convex, clockwise on screen."""
    distance = None
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
        edge = ((u - x0) * (y1 - y0) - (v - y0) * (x1 - x0)) / math.hypot(x1 - x0, y1 - y0)
        distance = edge if distance is None else torch.maximum(distance, edge)
    return distance


def union(*parts):
    out = parts[0]
    for p in parts[1:]:
        out = torch.minimum(out, p)
    return out


def boat(u, v, phase):
    hull = polygon(u, v, [(-1, .3), (1, .3), (.6, .9), (-.6, .9)])
    sail = polygon(u, v, [(.05, -1), (.85, .12), (.05, .12)])
    jib = polygon(u, v, [(-.08, -.8), (-.08, .12), (-.65, .12)])
    return union(hull, box(u, v, 0, -.3, .06, .65), sail, jib), [(sail, .6)]


def ball(u, v, phase):
    return circle(u, v, 0, 0, .85), [(box(u, v, 0, 0, .85, .16), .6), (circle(u, v, -.3, -.42, .16), 1)]


def fish(u, v, phase):
    tail = polygon(u, v, [(-.4, 0), (-1.05, .62), (-1.05, -.62)])
    return union(ellipse(u, v, .2, 0, .8, .52), tail), [(circle(u, v, .6, -.12, .14), 0), (box(u, v, .1, 0, .06, .3), .6)]


def bird(u, v, phase):
    beat, span = .55 * torch.sin(phase), u.abs()
    wing = torch.maximum((v - .05 + (beat + .25) * span).abs() - (.26 - .16 * span), span - 1.1)
    return union(ellipse(u, v, 0, .14, .34, .42), wing), [(circle(u, v, .12, -.06, .1), 0)]


def plane(u, v, phase):
    dart = polygon(u, v, [(-1, -.55), (1.05, 0), (-.55, .1)])
    keel = polygon(u, v, [(-.62, .05), (1.05, 0), (-.5, .62)])
    return union(dart, keel), [(keel, .55)]


def train(u, v, phase):
    wheels = union(*[circle(u, v, x, .68, .24) for x in (-.62, .02, .6)])
    body = union(box(u, v, -.1, .2, .9, .34), box(u, v, -.62, -.35, .36, .4), box(u, v, .5, -.35, .16, .3), wheels)
    return body, [(wheels, 0), (box(u, v, -.62, -.35, .18, .18), 1)]


# name -> (u, v, phase) -> distance to the body, [(distance, shade)]; shade 1 is lighter, 0 is black
SUBJECT = {f.__name__: f for f in (boat, ball, fish, bird, plane, train)}
