#!/usr/bin/env python3
"""Renders pictures of logs, as customers send them, and what must be found in them.

    benches/pictures/make.py PROGRAM FOLDER [--count N] [--seed N]

Writes N pictures into FOLDER, each with NAME.expected.json: its kind (clean, compressed, photo) and the codes that PROGRAM
finds in the same text. The texts are passages of tests/data/problems. Needs Chromium, the Python package `pillow`, and for
Chinese the font Noto Sans CJK.
"""
import argparse
import html
import io
import json
import pathlib
import random
import subprocess
import tempfile

from PIL import Image, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONO = ["DejaVu Sans Mono", "Liberation Mono", "Inconsolata", "JetBrains Mono", "Noto Sans Mono CJK SC"]
SANS = ["Liberation Sans", "Roboto", "Noto Sans CJK SC", "DejaVu Sans"]


def passage(rng, lines, count):
    """Lines of a log around one that looks like a failure."""
    marks = [nth for nth, line in enumerate(lines) if any(word in line for word in ("ERROR", "rror", "code", "fail"))]
    middle = rng.choice(marks or range(len(lines)))
    start = max(0, middle - rng.randrange(count))
    return [line[:230] for line in lines[start : start + count] if line.strip() and line.isprintable()]


def console(rng, lines, dark):
    """A browser's console: rows with an icon at the left and a link at the right."""
    family, size = rng.choice(MONO), rng.choice([11, 12, 12, 13])
    colors = ("#282828", "#e8e8e8", "#4e3534") if dark else ("#ffffff", "#1f1f1f", "#fcebea")
    rows = []
    for line in lines:
        first, _, rest = line.partition(" ")
        link, text = (first, rest) if ".js:" in first else ("", line)
        background = colors[2] if "ERROR" in text or "rror:" in text else "transparent"
        icon = "▶" if rng.random() < 0.1 else ""
        rows.append(
            f'<div style="display:flex;border-bottom:1px solid #8883;background:{background};padding:2px 6px 2px 22px">'
            f'<span style="width:10px;margin-left:-14px">{icon}</span>'
            f'<span style="flex:1;white-space:pre-wrap;word-break:break-all">{html.escape(text)}</span>'
            f'<u style="color:#888;margin-left:12px">{html.escape(link)}</u></div>'
        )
    return f'<body style="margin:0;background:{colors[0]};color:{colors[1]};font:{size}px/1.45 \'{family}\'">{"".join(rows)}'


def alert(rng, lines, dark):
    """An alert of a phone, or a chat about it: a few large lines in a box."""
    family = rng.choice(SANS)
    colors = ("#1c1c1e", "#2c2c2e", "#f2f2f7") if dark else ("#e9e9eb", "#ffffff", "#111111")
    texts = [line.split("> ", 1)[-1][:160] for line in lines[:4]]
    said = rng.choice(["进房失败，麻烦看一下", "The call fails for one student, see below", "用户进不去房间", "What does this mean?"])
    boxes = "".join(
        f'<p style="background:{colors[1]};border-radius:12px;padding:14px 16px;margin:10px;overflow-wrap:anywhere">{html.escape(text)}</p>'
        for text in [said, *texts]
    )
    return f'<body style="margin:0;padding:24px 0;background:{colors[0]};color:{colors[2]};font:16px/1.4 \'{family}\'">{boxes}'


def shoot(page, width, height, scale):
    """Renders a page with Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, picture = pathlib.Path(folder, "page.html"), pathlib.Path(folder, "page.png")
        source.write_text(f'<!doctype html><meta charset="utf-8">{page}', "utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}",
             f"--force-device-scale-factor={scale}", f"--screenshot={picture}", f"--user-data-dir={folder}/profile", str(source)],
            check=True, capture_output=True,
        )
        return Image.open(io.BytesIO(picture.read_bytes())).convert("RGB")


def jpeg(picture, quality):
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=quality)
    return Image.open(io.BytesIO(data.getvalue())).convert("RGB")


def photo(rng, picture):
    """A photo of a screen: tilted, uneven, a little blurred, with noise."""
    picture = picture.resize((picture.width * 2, picture.height * 2), Image.BICUBIC)
    picture = picture.rotate(rng.uniform(-2.5, 2.5), Image.BICUBIC, expand=True, fillcolor=(40, 40, 44))
    w, h = picture.size
    shift = [rng.uniform(0, 0.02) * side for side in (w, h) * 4]
    corners = (shift[0], shift[1], shift[2], h - shift[3], w - shift[4], h - shift[5], w - shift[6], shift[7])
    picture = picture.transform((w, h), Image.QUAD, corners, Image.BICUBIC)
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 1.1)))
    noise = Image.effect_noise(picture.size, rng.uniform(8, 18)).convert("RGB")
    return jpeg(Image.blend(picture, noise, 0.08), 80)


def codes(program, text):
    """The codes that the program finds in a text."""
    run = subprocess.run([program, "inspect", "--format", "ndjson", "--no-redact", "-"], input=text.encode(), capture_output=True)
    items = map(json.loads, run.stdout.decode().splitlines())
    found = {(item["family"], item["name"] if item["family"] == "browser" else item["value"]) for item in items if item["type"] == "finding"}
    return sorted(map(list, found), key=str)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    args.folder.mkdir(parents=True, exist_ok=True)
    logs = sorted((ROOT / "tests/data/problems").glob("*.log"))
    made = 0
    while made < args.count:
        log = rng.choice(logs)
        lines = log.read_text("utf-8", "replace").splitlines()
        kind = rng.choice(["clean", "clean", "compressed", "compressed", "photo"])
        dark, is_alert = rng.random() < 0.4, rng.random() < 0.25
        shown = passage(rng, lines, 4 if is_alert else rng.randrange(8, 24))
        text = "\n".join(line.split("> ", 1)[-1][:160] for line in shown) if is_alert else "\n".join(shown)
        wanted = codes(args.program, text)
        if not wanted:
            continue
        scale = rng.choice([1, 1.25, 2])
        if is_alert:
            picture = shoot(alert(rng, shown, dark), 390, 700, max(scale, 2))
        else:
            picture = shoot(console(rng, shown, dark), rng.choice([900, 1280, 1440]), 130 + 26 * len(shown), scale)
        name, ending = f"{made:03}-{kind}-{log.stem}", "png"
        if kind == "compressed":
            if picture.width > 1080 and rng.random() < 0.5:
                picture = picture.resize((1080, picture.height * 1080 // picture.width), Image.LANCZOS)
            picture, ending = jpeg(picture, 60), "jpg"
        elif kind == "photo":
            picture, ending = photo(rng, picture), "jpg"
        picture.save(args.folder / f"{name}.{ending}", quality=85)
        (args.folder / f"{name}.expected.json").write_text(json.dumps({"kind": kind, "codes": wanted, "lines": shown}, ensure_ascii=False))
        made += 1
        print(name, len(wanted), "codes")


if __name__ == "__main__":
    main()
