#!/usr/bin/python3
"""Renders the label texts as alpha masks: <name>.pgm, 8-bit, cropped to the ink, all of the same height.

Needs Debian's python3-pil, fonts-dejavu-core and fonts-droid-fallback. Rerun it in this folder only when a text changes; the
product reads the committed masks and no font.
"""
from PIL import Image, ImageDraw, ImageFont

LATIN = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
HAN = "/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf"
HEIGHT = 96  # of the ink, in pixels

# name -> runs of (text, font). Every run is scaled to the same ink height, so that no character is smaller than the label.
TEXTS = {
    "ai-generated-capitals": [("AI GENERATED", LATIN)],
    "ai-modified-capitals": [("AI MODIFIED", LATIN)],
    "ai-generated": [("AI-generated", LATIN)],
    "ai-modified": [("AI-modified", LATIN)],
    "ai-generated-zh": [("AI", LATIN), ("生成", HAN)],
}


def render(text, font, size):
    face = ImageFont.truetype(font, size)
    left, top, right, bottom = face.getbbox(text)
    image = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(image).text((-left, -top), text, font=face, fill=255)
    return image.crop(image.getbbox())


def of_height(text, font):
    size = next(s for s in range(HEIGHT // 2, 4 * HEIGHT) if render(text, font, s).height >= HEIGHT)
    image = render(text, font, size)
    return image.resize((round(image.width * HEIGHT / image.height), HEIGHT), Image.LANCZOS)


def main():
    for name, runs in TEXTS.items():
        parts = [of_height(*run) for run in runs]
        gap = HEIGHT // 6
        mask = Image.new("L", (sum(p.width for p in parts) + gap * (len(parts) - 1), HEIGHT))
        x = 0
        for part in parts:
            mask.paste(part, (x, 0))
            x += part.width + gap
        mask.save(name + ".pgm")
        print(name, mask.size)


if __name__ == "__main__":
    main()
