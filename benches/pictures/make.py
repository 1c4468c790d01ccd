#!/usr/bin/env python3
"""Renders pictures of logs, as customers send them, with what must be found in each.

    benches/pictures/make.py PROGRAM FOLDER [--count N] [--seed N] [--logs FOLDER]

Writes N pictures into FOLDER, each with NAME.expected.json: its kind (clean, compressed, photo), its look, and the codes that
PROGRAM finds in the same text. The texts are passages of tests/data/problems and of the `.log` files under `--logs`, and
lines and sentences made of codes of the catalog. `benches/pictures/score.py` scores a program on them. See README.md in this folder.
"""
import argparse
import html
import io
import json
import pathlib
import random
import subprocess
import tempfile

import numpy
from PIL import Image, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONO = ["DejaVu Sans Mono", "Liberation Mono", "Inconsolata", "JetBrains Mono", "Noto Sans Mono CJK SC"]
SANS = ["Liberation Sans", "Roboto", "Noto Sans CJK SC", "DejaVu Sans"]
TABS = {
    "chromium": "Elements Console Sources Network Performance Memory Application Security Lighthouse",
    "firefox": "Inspector Console Debugger Network Style&nbsp;Editor Performance Memory Storage Accessibility",
    "safari": "Elements Console Sources Network Timelines Storage Graphics Layers Audit",
}


# ---- texts

def passage(rng, lines, count):
    """Lines of a log around one that looks like a failure."""
    marks = [nth for nth, line in enumerate(lines) if any(word in line for word in ("ERROR", "rror", "code", "fail"))]
    middle = rng.choice(marks or range(len(lines)))
    start = max(0, middle - rng.randrange(count))
    return [line[:230] for line in lines[start : start + count] if line.strip() and line.isprintable()]


def catalog(families):
    """The entries of these families that have a number."""
    entries = []
    for family in families:
        entries += json.loads((ROOT / f"assets/catalog/{family}.json").read_text("utf-8"))["entries"]
    return [entry for entry in entries if isinstance(entry.get("value"), int) and entry["value"]]


def sentence(rng, language):
    """A sentence of an alert or a chat with a code in it."""
    entry = rng.choice(catalog(["server", "account", "web-v4", "web-v5"]))
    value, name = entry["value"], (entry.get("name") or "error").lower().replace("_", " ")
    shown = hex(value) if 0x4000 <= value <= 0x5000 else str(value)
    if language == "zh":
        forms = ["进房失败，错误码：{code}", "进入房间失败（错误码 {code}），请稍后重试", "请求失败 code: {code}, msg: {name}", "登录失败，错误代码：{code}", "enterRoom failed, errorCode: {code}"]
    else:
        forms = ["Could not join the room. Error code: {code}", "Join failed: {name} (code: {code})", "Error {code}: {name}", "enterRoom failed, code: {code} message: {name}", "RtcError: {name}, code {code}"]
    return rng.choice(forms).format(code=shown, name=name)


def failures(rng, count):
    """Lines of a console with many different codes."""
    lines, user = [], rng.choice(["alice", "student_07", "张伟", "u10086"])
    for _ in range(count):
        time = f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}:{rng.randrange(1000):03}"
        head = f"TRTC[{time}] <{rng.choice(['ERROR', 'WARN', 'INFO'])}> [↑{rng.choice(['c1', 't1', 'r2', 'ws'])}|{user}]"
        server = rng.choice(catalog(["server", "account"]))["value"]
        web = rng.choice([entry for entry in catalog(["web-v4", "web-v5"]) if entry.get("name")])
        name, value = web["name"], web["value"]
        lines.append(rng.choice([
            f"trtc.js:1 {head} Join room failed result: {server} error: request refused by the server",
            f"trtc.js:1 {head} join room failed code: {server} cost: {rng.randrange(20, 9000)}ms",
            f"app.js:{rng.randrange(1, 900)} Uncaught (in promise) RtcError: <{name} {value:#x}> see the documentation",
            f"app.js:{rng.randrange(1, 900)} enterRoom failed {{code: {value}, extraCode: {server}}}",
            f"trtc.js:1 {head} {name}: errorCode {value} (retry {rng.randrange(1, 9)})",
            f"app.js:{rng.randrange(1, 900)} 进房失败，错误码：{server}，房间 {rng.randrange(1000, 999999)}",
            f"trtc.js:1 {head} stat: rtt {rng.randrange(300)} loss {rng.randrange(30)} bytes {rng.randrange(100000, 9999999)} audio {rng.randrange(100)}",
            f"trtc.js:1 {head} heartbeat {rng.randrange(10000, 99999)} seq {rng.randrange(100000)} ok",
        ]))
    return lines


# ---- pages

def page(background, color, font, body):
    return f'<!doctype html><meta charset="utf-8"><body style="margin:0;background:{background};color:{color};font:{font}">{body}'


def toolbar(rng, look, dark):
    """The tabs and the filter row of developer tools."""
    color, line = ("#9aa0a6", "#3c4043") if dark else ("#5f6368", "#cacdd1")
    tabs = "".join(f'<span style="margin:0 9px">{tab}</span>' for tab in TABS[look].split(" "))
    filters = {
        "chromium": "⊘ &nbsp; top ▾ &nbsp; 👁 &nbsp; <span style='border:1px solid #8884;padding:2px 60px 2px 8px'>Filter</span> &nbsp; Default levels ▾ &nbsp; 1 Issue: 1",
        "firefox": "🗑 &nbsp; Filter Output &nbsp; Errors &nbsp; Warnings &nbsp; Logs &nbsp; Info &nbsp; Debug &nbsp; | &nbsp; CSS &nbsp; XHR &nbsp; Requests",
        "safari": "Filter Console Log &nbsp; All &nbsp; Evaluations &nbsp; Errors &nbsp; Warnings &nbsp; Logs",
    }[look]
    font = f"font:12px '{rng.choice(SANS)}';color:{color};border-bottom:1px solid {line};padding:6px;white-space:nowrap;overflow:hidden"
    return f'<div style="{font}">{tabs}</div><div style="{font}">{filters}</div>'


def console(rng, lines, dark, look):
    """A browser's console: rows with an icon or the number of repetitions at the left and a link at the right."""
    family = rng.choice(MONO)
    size = {"chromium": rng.choice([11, 12, 12, 13]), "firefox": rng.choice([11, 12]), "safari": rng.choice([11, 12])}[look]
    if look == "chromium":
        colors = ("#282828", "#e8e8e8", "#4e3534", "#f28b82") if dark else ("#ffffff", "#1f1f1f", "#fcebea", "#c5221f")
    elif look == "firefox":
        colors = ("#232327", "#d7d7db", "#4b2f36", "#ffb3d2") if dark else ("#ffffff", "#0c0c0d", "#fdf2f5", "#a4000f")
    else:
        colors = ("#1e1e1e", "#dfdfdf", "#3d1f1f", "#ff8080") if dark else ("#ffffff", "#000000", "#fff0f0", "#d11507")
    rows = [toolbar(rng, look, dark)] if rng.random() < 0.5 else []
    for line in lines:
        first, _, rest = line.partition(" ")
        link, text = (first, rest) if ".js:" in first else ("", line)
        if look == "firefox" and link:
            link += f":{rng.randrange(10, 99999)}"
        is_error = "ERROR" in text or "rror:" in text
        icon = "✕" if is_error else "▶" if rng.random() < 0.1 else ""
        if rng.random() < 0.05:
            icon = f'<span style="background:#8ab4f8;color:#fff;border-radius:8px;padding:0 5px;font-size:10px">{rng.randrange(2, 40)}</span>'
        rows.append(
            f'<div style="display:flex;border-bottom:1px solid #8883;background:{colors[2] if is_error else "transparent"};'
            f'color:{colors[3] if is_error else colors[1]};padding:2px 6px 2px 24px">'
            f'<span style="width:14px;margin-left:-18px">{icon}</span>'
            f'<span style="flex:1;white-space:pre-wrap;word-break:{rng.choice(["break-all", "break-word"])}">{html.escape(text)}</span>'
            f'<u style="color:#888;margin-left:12px">{html.escape(link)}</u></div>'
        )
    return page(colors[0], colors[1], f"{size}px/1.45 '{family}'", "".join(rows))


def editor(rng, lines, dark, _):
    """A log in an editor or a terminal, with numbers of lines."""
    colors = ("#1e1e1e", "#d4d4d4", "#858585") if dark else ("#ffffff", "#222222", "#999999")
    first = rng.randrange(1, 4000)
    has_numbers = rng.random() < 0.5
    number = '<span style="width:48px;color:{}">{}</span>'
    rows = "".join(
        f'<div style="display:flex">{number.format(colors[2], first + nth) if has_numbers else ""}'
        f'<span style="flex:1;white-space:pre-wrap;word-break:break-all">{html.escape(line)}</span></div>'
        for nth, line in enumerate(lines)
    )
    return page(colors[0], colors[1], f"{rng.choice([12, 13, 14])}px/1.4 '{rng.choice(MONO)}'", rows)


def mobile_console(rng, lines, dark, _):
    """vConsole, the console that web pages show on phones."""
    colors = ("#191919", "#cccccc", "#4d2026", "#ff5c77") if dark else ("#ffffff", "#222222", "#ffe8e8", "#dc143c")
    tabs = "".join(f'<span style="flex:1;text-align:center;padding:10px 0;border-right:1px solid #8883">{tab}</span>' for tab in ("Log", "System", "Network", "Element", "Storage"))
    wrong = f"background:{colors[2]};color:{colors[3]}"
    rows = "".join(
        f'<div style="padding:6px 8px;border-bottom:1px solid #8883;word-break:break-all;'
        f'{wrong if "rror" in line or "ERROR" in line else ""}">{html.escape(line)}</div>'
        for line in lines
    )
    return page(colors[0], colors[1], f"12px/1.4 '{rng.choice(MONO + SANS)}'", f'<div style="display:flex;font-size:13px">{tabs}</div>{rows}')


def alert(rng, lines, dark, _):
    """An alert of a phone over a dimmed page."""
    colors = ("#1c1c1e", "#2c2c2e", "#f2f2f7") if dark else ("#7d7d7f", "#ffffff", "#111111")
    title, button = rng.choice([("提示", "确定"), ("进房失败", "我知道了"), ("Error", "OK"), ("class.example.com says", "Close")])
    box = (
        f'<div style="margin:{rng.randrange(120, 240)}px 48px;background:{colors[1]};border-radius:14px;text-align:center">'
        f'<b style="display:block;padding:18px 16px 4px;font-size:17px">{title}</b>'
        f'<p style="margin:0;padding:4px 16px 18px;overflow-wrap:anywhere;font-size:{rng.choice([13, 14, 15])}px">{"<br>".join(map(html.escape, lines))}</p>'
        f'<div style="border-top:1px solid #8884;padding:12px;color:#0a7cff;font-size:17px">{button}</div></div>'
    )
    head = '<div style="display:flex;justify-content:space-between;padding:12px 24px"><b>9:41</b><span>5G 82%</span></div>'
    return page(colors[0], colors[2], f"16px/1.4 '{rng.choice(SANS)}'", head + box)


def chat(rng, lines, dark, _):
    """A chat on a phone."""
    colors = ("#111111", "#2c2c2c", "#3eb575", "#eeeeee") if dark else ("#ededed", "#ffffff", "#95ec69", "#111111")
    said = rng.choice([("进房失败，麻烦看一下", "好的，有报错吗"), ("The call fails for one student, see below", "What does the console say?"), ("用户进不去房间", "截图发一下")])
    texts = [said[0], said[1], *lines]
    rows = "".join(
        f'<div style="display:flex;margin:12px 10px;flex-direction:{"row-reverse" if nth % 3 == 1 else "row"}">'
        f'<span style="width:38px;height:38px;border-radius:5px;background:hsl({rng.randrange(360)},40%,60%)"></span>'
        f'<p style="margin:0 8px;max-width:250px;background:{colors[2] if nth % 3 == 1 else colors[1]};border-radius:5px;padding:9px 11px;overflow-wrap:anywhere">{html.escape(text)}</p></div>'
        for nth, text in enumerate(texts)
    )
    return page(colors[0], colors[3], f"16px/1.4 '{rng.choice(SANS)}'", f'<div style="text-align:center;color:#888;font-size:12px;padding-top:8px">14:2{rng.randrange(10)}</div>{rows}')


# ---- pictures

def shoot(markup, width, height, scale):
    """Renders a page with Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, picture = pathlib.Path(folder, "page.html"), pathlib.Path(folder, "page.png")
        source.write_text(markup, "utf-8")
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
    """A photo of a screen: tilted, in perspective, uneven light, moiré, a little blurred, with noise."""
    factor = 2 if picture.width < 2000 else 1
    picture = picture.resize((picture.width * factor, picture.height * factor), Image.BICUBIC)
    picture = picture.rotate(rng.uniform(-2.5, 2.5), Image.BICUBIC, expand=True, fillcolor=(40, 40, 44))
    w, h = picture.size
    shift = [rng.uniform(0, 0.02) * side for side in (w, h) * 4]
    corners = (shift[0], shift[1], shift[2], h - shift[3], w - shift[4], h - shift[5], w - shift[6], shift[7])
    picture = picture.transform((w, h), Image.QUAD, corners, Image.BICUBIC)
    pixels = numpy.asarray(picture, dtype=numpy.float32)
    y, x = numpy.mgrid[0:h, 0:w].astype(numpy.float32)
    # The screen's pixels and the camera's make waves of a few pixels in slightly different colours.
    waves = [numpy.sin((x * rng.uniform(0.6, 1.1) + y * rng.uniform(-0.2, 0.2)) + phase) for phase in (0, 1, 2)]
    waves = [wave + numpy.sin(y * rng.uniform(0.5, 0.9) + x * 0.05) for wave in waves]
    light = 0.82 + 0.18 * numpy.cos((x / w - rng.random()) * 2) * numpy.cos((y / h - rng.random()) * 2)
    pixels = pixels * light[..., None] + rng.uniform(2, 7) * numpy.stack(waves, axis=-1)
    noise = numpy.random.default_rng(rng.randrange(1 << 30)).normal(0, rng.uniform(3, 7), pixels.shape)
    picture = Image.fromarray(numpy.clip(pixels + noise, 0, 255).astype(numpy.uint8))
    return jpeg(picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.0))), 80)


# Look, function, dark or not, the scales of the screen, and how often it is drawn.
LOOKS = [
    ("chromium", console, 4), ("firefox", console, 2), ("safari", console, 2), ("editor", editor, 1),
    ("vconsole", mobile_console, 1), ("alert", alert, 2), ("chat", chat, 2),
]
# How the picture was sent on, and its kind.
SENT = [("plain", "clean", 3), ("jpeg60", "compressed", 2), ("chat1080", "compressed", 2), ("photo", "photo", 1)]


def send(rng, picture, way):
    if way == "chat1080":
        if picture.width > 1080:
            picture = picture.resize((1080, picture.height * 1080 // picture.width), Image.LANCZOS)
        return jpeg(picture, rng.choice([60, 70, 80]))
    if way == "jpeg60":
        return jpeg(picture, 60)
    return photo(rng, picture) if way == "photo" else picture


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
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--logs", type=pathlib.Path)
    parser.add_argument("--looks", nargs="+", help="only these looks")
    parser.add_argument("--ways", nargs="+", help="only these ways of sending")
    parser.add_argument("--dense", action="store_true", help="consoles with many codes only")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    args.folder.mkdir(parents=True, exist_ok=True)
    logs = sorted((ROOT / "tests/data/problems").glob("*.log"))
    recorded = sorted(args.logs.rglob("*.log")) if args.logs else []
    looks = [row for row in LOOKS if not args.looks or row[0] in args.looks]
    ways = [row for row in SENT if not args.ways or row[0] in args.ways]
    weighted = lambda rows: rng.choices(rows, [row[-1] for row in rows])[0]
    made = 0
    while made < args.count:
        look, draw, _ = weighted(looks)
        way, kind, _ = weighted(ways)
        dark, scale = rng.random() < 0.4, rng.choice([1, 1, 1.25, 2])
        log = rng.choice(recorded if recorded and rng.random() < 0.5 else logs)
        is_phone = look in ("alert", "chat", "vconsole")
        if look in ("alert", "chat"):
            language = rng.choice(["zh", "en"])
            shown = [sentence(rng, language) for _ in range(rng.randrange(1, 4) if look == "chat" else 1)]
            if rng.random() < 0.4:
                shown += [line.split("> ", 1)[-1][:160] for line in passage(rng, log.read_text("utf-8", "replace").splitlines(), 2)]
        elif args.dense or rng.random() < 0.35:
            shown = failures(rng, rng.randrange(8, 24))
        else:
            lines = log.read_text("utf-8", "replace").splitlines()
            shown = passage(rng, lines, rng.randrange(5, 12) if is_phone else rng.randrange(8, 24))
        wanted = codes(args.program, "\n".join(shown))
        if not wanted and rng.random() < 0.9:
            continue
        markup = draw(rng, shown, dark, look)
        if is_phone:
            scale = rng.choice([2, 3])
            # All that is expected has to be visible.
            picture = shoot(markup, rng.choice([360, 390, 414]), max(760, 150 + 80 * len(shown)), scale)
        else:
            picture = shoot(markup, rng.choice([900, 1280, 1280, 1440, 1680]), 150 + 34 * len(shown), scale)
        picture, ending = send(rng, picture, way), "png" if kind == "clean" else "jpg"
        name = f"{made:03}-{look}-{'dark' if dark else 'light'}-{scale}x-{way}"
        picture.save(args.folder / f"{name}.{ending}", **({"quality": 90} if ending == "jpg" else {}))
        expected = {"kind": kind, "look": look, "way": way, "scale": scale, "dark": dark, "codes": wanted, "lines": shown}
        (args.folder / f"{name}.expected.json").write_text(json.dumps(expected, ensure_ascii=False))
        made += 1
        print(name, len(wanted), "codes", flush=True)


if __name__ == "__main__":
    main()
