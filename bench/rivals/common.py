"""What the Python rivals share: options, images, how time is taken, and the line that is printed.

Every program of this folder does the same work: the article's LeNet-5 with relu, 256 images of 32x32x3 a step,
sparse categorical cross-entropy, Adam. It prints one line of JSON; scripts/bench.sh --rivals collects them.
"""
import argparse
import json
import os
import statistics
import sys
import time

BATCH = 256
BATCHES = 16  # of different images: more than any cache holds
IMAGE_BYTES = 3 * 32 * 32


def read_arguments(**switches):
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4, help="about how long to measure, in all")
    parser.add_argument("--threads", type=int, default=0, help="0: all cores")
    for name, text in switches.items():
        parser.add_argument("--" + name, action="store_true", help=text)
    options = parser.parse_args()
    options.threads = options.threads or len(os.sched_getaffinity(0))
    return options


def load_images():
    """Images as float32 [N][32][32][3] from 0 to 255, and their classes: CIFAR-10's first, else noise."""
    import numpy as np

    count = BATCH * BATCHES
    folder = os.environ.get("CIFAR10_DIR")
    if not folder:
        draw = np.random.default_rng(1)
        return draw.integers(0, 256, (count, 32, 32, 3)).astype(np.float32), draw.integers(0, 10, count)
    records = np.fromfile(os.path.join(folder, "data_batch_1.bin"), np.uint8).reshape(-1, 1 + IMAGE_BYTES)[:count]
    pixels = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(pixels, dtype=np.float32), records[:, 0].astype(np.int64)


def images_per_second(seconds, images, work):
    """The median over calls, as `squash bench` takes it: a call that something else held up does not count."""
    work()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return images / statistics.median(times)


def report(program, threads, train, predict, version):
    print(json.dumps({
        "program": program, "where": "native", "threads": threads, "train": round(train, 1),
        "predict": round(predict, 1), "version": version,
    }))
    sys.stdout.flush()
