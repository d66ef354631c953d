"""Runs Squash and its rivals in turn, several rounds, so that what disturbs the machine hits all alike; takes medians
(of ratios: of a round's), prints one table and how the project's goals stand, and writes everything as JSON. scripts/bench.sh --rivals calls it.
"""
import argparse
import json
import math
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

from goals import all_goals
from programs import activation_steps, all_programs


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--node", default="node")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--only", default="", help="only the programs whose key contains this")
    return parser.parse_args()


def say(text):
    print(text, file=sys.stderr, flush=True)


def copy_bandwidth():
    """Bytes read and written a second by one thread that copies more than the caches hold, in GB/s; the best of some."""
    source, target = bytearray(1 << 27), bytearray(1 << 27)
    best = math.inf
    for _ in range(8):
        start = time.perf_counter()
        target[:] = source
        best = min(best, time.perf_counter() - start)
    return 2 * len(source) / best * 1e-9


def squash_list(build, what):
    return json.loads(subprocess.run([build / "native/squash", "list", what, "--json"], capture_output=True, check=True).stdout)


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def run_rounds(programs, options):
    """Runs all in turn; for each round {key: {part: number}}."""
    rounds = []
    for number in range(1, options.rounds + 1):
        rounds.append({})
        for program in programs:
            if program.missing:
                continue
            say(f"round {number} of {options.rounds}: {program.key}")
            rounds[-1][program.key] = numbers(program.run(options.seconds))
    return rounds


def numbers(result):
    found = {part: value for part, value in result.items() if isinstance(value, (int, float)) and not isinstance(value, bool)}
    if found.get("early") and found.get("train"):
        found["warmup"] = found["early"] / found["train"]
    return found


def medians(programs, rounds):
    """{key: {part: median}} over the rounds."""
    found = {}
    for program in programs:
        parts = {}
        for results in rounds:
            for part, value in results.get(program.key, {}).items():
                parts.setdefault(part, []).append(value)
        found[program.key] = {part: statistics.median(values) for part, values in parts.items()}
    return found


def train_memory(build):
    """Resident bytes at most while `squash train` goes once through all of CIFAR-10."""
    if not os.environ.get("CIFAR10_DIR"):
        return None
    say("squash train on all images, for its memory")
    # Asked of a child of its own, since the largest of all children is what is told.
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, "
            "check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    done = subprocess.run([sys.executable, "-c", code, build / "native/squash", "train", "--epochs", "1", "--json"],
                          capture_output=True, text=True)
    return int(done.stdout) * 1024 if done.returncode == 0 else None


def median_ratio(rounds, ours, theirs):
    """As the goals are taken: within a round, then the median."""
    pairs = [(programs.get(ours, {}).get("train"), programs.get(theirs, {}).get("train")) for programs in rounds]
    return statistics.median([a / b for a, b in pairs if a and b] or [0])


def number(value, form="{:,.0f}"):
    return form.format(value) if value else "-"


def note_of(program):
    """What tells this line from others of its name: the version, the page's query, or our own options."""
    if not program.results:
        return "missing: " + program.missing
    if program.missing:
        return f"{len(program.results)} round(s) only: {program.missing}"
    if program.name == "Squash":
        return program.key.removeprefix(f"squash {program.threads}").removeprefix("page").strip() or program.results[-1]["version"]
    return program.results[-1]["version"]


def table(programs, found, rounds):
    lines = [f"{'program':<26} {'where':<9} {'threads':>7} {'train':>8} {'predict':>8} {'ours/its':>9}  note"]
    for program in programs:
        seen = found[program.key]
        like = f"squash {program.threads}" if program.where == "native" else f"page workers={max(1, program.threads)}"
        share = median_ratio(rounds, like, program.key)
        lines.append(f"{program.name:<26} {program.where:<9} {program.threads or '-':>7} {number(seen.get('train')):>8} "
                     f"{number(seen.get('predict')):>8} {number(share, '{:.2f}'):>9}  {note_of(program)}")
    return "\n".join(lines)


def goal_table(goals):
    lines = [f"{'goal':<68} {'wanted':>9} {'measured':>9}  met"]
    for goal in goals:
        sign = "<=" if goal.at_most else ">="
        note = f" ({goal.note})" if goal.note else ""
        lines.append(f"{goal.text:<68} {sign} {goal.wanted:>6g} {number(goal.measured, '{:.2f}'):>9}  {goal.met()}{note}")
    return "\n".join(lines)


def main():
    options = read_arguments()
    cores = os.cpu_count() or 1
    kernels = [kernel["name"] for kernel in squash_list(options.build, "kernels") if kernel["available"]]
    names = [activation["name"] for activation in squash_list(options.build, "activations")]
    programs = [one for one in all_programs(options.build, options.node, kernels) if options.only in one.key]
    activations = [one for one in [activation_steps(options.build)] if options.only in one.key]
    rounds = run_rounds(programs + activations, options)
    found = medians(programs + activations, rounds)
    goals = all_goals(rounds, cores, names, None if options.only else train_memory(options.build))
    machine = {"processor": processor(), "cores": cores, "kernels": kernels, "system": platform.platform(),
               "load": os.getloadavg(), "copyGBs": round(copy_bandwidth(), 1), "cifar10": bool(os.environ.get("CIFAR10_DIR"))}
    say("")
    for program in activations:
        if program.missing:
            say(f"{program.key}: {program.missing}")
    print(f"{machine['processor']}, {cores} cores, {' '.join(kernels)}; load {machine['load'][0]:.1f}; "
          f"images a second, medians of {options.rounds} rounds\n")
    print(table(programs, found, rounds) + "\n\n" + goal_table(goals))
    document = {
        "machine": machine, "rounds": options.rounds, "seconds": options.seconds, "medians": found,
        "goals": [goal.as_json() for goal in goals],
        "programs": [{"key": one.key, "program": one.name, "where": one.where, "threads": one.threads,
                      "missing": one.missing or None, "rounds": one.results} for one in programs + activations],
    }
    folder = options.build / "bench"
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(document, indent=1) + "\n")


main()
