#!/usr/bin/env python3
"""Scores a program on pictures of logs: codes found and false ones, sure ones that are wrong, time and memory.

    benches/pictures/score.py PROGRAM FOLDER [--by kind|look|way|scale|dark] [--misses N]

FOLDER holds pictures with NAME.expected.json beside each, as `make.py` writes them. A code is counted by family and value once
a picture. It is sure if its certainty is at least 0.9. Memory is the peak of the process (`/usr/bin/time`).
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import time

SURE = 0.9


def read(program, picture):
    """The certainty of each code that the program finds, the seconds and the megabytes that it takes."""
    start = time.time()
    command = ["/usr/bin/time", "-f", "peak %M", program, "inspect", "--format", "ndjson", "--no-redact", str(picture)]
    run = subprocess.run(command, capture_output=True)
    seconds = time.time() - start
    peak = re.search(rb"peak (\d+)", run.stderr)
    found = {}
    for line in run.stdout.decode("utf-8", "replace").splitlines():
        item = json.loads(line)
        if item.get("type") == "finding":
            key = (item["family"], item["name"] if item["family"] == "browser" else item["value"])
            found[key] = max(found.get(key, 0), item.get("certainty", 1))
    return found, seconds, int(peak[1]) / 1024 if peak else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--by", default="kind", choices=["kind", "look", "way", "scale", "dark"], nargs="+")
    parser.add_argument("--misses", type=int, default=20)
    args = parser.parse_args()
    by = [args.by] if isinstance(args.by, str) else args.by
    table, misses = collections.defaultdict(collections.Counter), []
    for expected in sorted(args.folder.glob("*.expected.json")):
        want = json.loads(expected.read_text("utf-8"))
        stem = expected.name.removesuffix(".expected.json")
        picture = next(path for path in args.folder.iterdir() if path.stem == stem and path.suffix != ".json")
        found, seconds, megabytes = read(args.program, picture)
        codes = {tuple(code) for code in want["codes"]}
        wrong = set(found) - codes
        for key in [(field, str(want.get(field))) for field in by] + [("all", "")]:
            row = table[key]
            row["pictures"] += 1
            row["codes"] += len(codes)
            row["hits"] += len(codes & set(found))
            row["found"] += len(found)
            row["false"] += len(wrong)
            row["sure"] += sum(certainty >= SURE for certainty in found.values())
            row["sure_wrong"] += sum(certainty >= SURE for key, certainty in found.items() if key in wrong)
            row["seconds"] += seconds
            row["peak"] = max(row["peak"], megabytes)
        if codes != set(found):
            certainty = {key: found[key] for key in wrong}
            misses.append(f"{picture.name}: missed {sorted(codes - set(found), key=str)[:6]}, false {certainty}")
    for (field, value), row in sorted(table.items()):
        print(
            f"{field:5} {value:10} pictures {row['pictures']:3}  codes {row['hits']:4} of {row['codes']:4} ({row['hits'] / max(1, row['codes']):.3f})  "
            f"false {row['false']:3} ({row['false'] / max(1, row['found']):.3f})  sure but wrong {row['sure_wrong']} of {row['sure']}  "
            f"{row['seconds'] / max(1, row['pictures']):.1f} s a picture, peak {row['peak']:.0f} MB"
        )
    print(*misses[: args.misses], sep="\n")


if __name__ == "__main__":
    main()
