"""The project's goals for speed and memory, each with what was measured: a ratio, or None where a part is missing."""
import dataclasses
import statistics


@dataclasses.dataclass
class Goal:
    text: str
    measured: float | None
    wanted: float
    at_most: bool = False  # else at least
    note: str = ""

    def met(self):
        if self.measured is None:
            return "n/a"
        return "yes" if (self.measured <= self.wanted) == self.at_most or self.measured == self.wanted else "no"

    def as_json(self):
        return {**dataclasses.asdict(self), "met": self.met()}


def ratio(ours, theirs):
    return ours / theirs if ours and theirs else None


class Numbers:
    """Looks up a round's number by the program's key; what is missing is None."""

    def __init__(self, programs, known):
        self.programs = programs
        self.known = known  # keys of the programs that have numbers in any round

    def get(self, key, part="train"):
        return self.programs.get(key, {}).get(part)

    def best(self, keys, part):
        """Of those that ran in any round; None where one of them is missing in this one, so that all rounds compare the same."""
        values = [self.get(key, part) for key in keys if key in self.known]
        return max(values) if values and all(values) else None


def native_goals(see, cores):
    cores = min(2, cores)  # what the goals speak of
    one, both = "squash 1", f"squash {cores}"
    rivals = {threads: [f"keras {threads}", f"torch {threads}"] for threads in (1, cores)}
    goals = [
        Goal("native training, 1 thread: Keras or PyTorch", ratio(see.get(one), see.best(rivals[1], "train")), 3.0),
        Goal(f"native training, {cores} threads: Keras or PyTorch", ratio(see.get(both), see.best(rivals[cores], "train")), 2.8),
        Goal(f"native training, {cores} threads: our own 1 thread", ratio(see.get(both), see.get(one)), 1.85),
    ]
    for threads in (1, cores):
        every = [*rivals[threads], f"torch-compiled {threads}"]
        goals.append(Goal(f"native prediction, {threads} thread(s): the best rival, compiled included",
                          ratio(see.get(f"squash {threads}", "predict"), see.best(every, "predict")), 1.5))
    goals.append(Goal("AVX2 forced: AVX-512", ratio(see.get("squash 1 --isa avx2"), see.get("squash 1 --isa avx512")), 0.8))
    goals.append(Goal("batch 32: batch 256, 1 thread", ratio(see.get("squash 1 --batch 32"), see.get(one)), 0.6))
    return goals


def page_goals(see):
    two, one, none = (see.get("page " + query) for query in ("workers=2", "workers=1", "threads=0"))
    native = see.get("squash 1")
    goals = [
        Goal("Chromium, 2 workers: Keras natively on 2 threads", ratio(two, see.get("keras 2")), 1.2),
        Goal("Chromium, 1 worker: native 1 thread", ratio(one, native), 0.45),
        Goal("Chromium, without threads: native 1 thread", ratio(none, native), 0.45),
        Goal("Chromium, without threads: 1 worker", ratio(none, one), 0.9),
    ]
    for kind in ("workers=2", "workers=1", "threads=0"):
        goals.append(Goal(f"Chromium, {kind}: base SIMD to relaxed",
                          ratio(see.get("page simd=base&" + kind), see.get("page " + kind)), 0.75))
    for kind in ("workers=2", "workers=1", "threads=0"):
        goals.append(Goal(f"Chromium, {kind}: the first 3 s to later", see.get("page " + kind, "warmup"), 0.5))
    return goals


def activation_goals(rounds, activations):
    """The largest of the activations' medians."""
    steps = {}
    for name in activations:
        measured = [ratio(see.get("activations", "relu"), see.get("activations", name)) for see in rounds]
        measured = [value for value in measured if value]
        if measured and name != "relu":
            steps[name] = statistics.median(measured)
    worst = max(steps, key=steps.get, default=None)
    return [Goal("a step with the slowest activation: relu's", steps.get(worst), 1.25, at_most=True, note=worst or "")]


def memory_goals(rounds, native_bytes):
    mib = 1 / (1 << 20)
    page = max((see.get(key, "memoryBytes") or 0 for see in rounds for key in see.programs if key.startswith("page ")), default=0)
    return [
        Goal("memory of squash train on all 60,000 images, MiB", native_bytes and native_bytes * mib, 400, at_most=True),
        Goal("memory of WebAssembly in the page, MiB", page * mib or None, 256, at_most=True),
    ]


def frame_goals(see, cores):
    page = f"page workers={max(1, cores - 1)}"
    return [
        Goal("share of the page's frames within 33 ms, cores-1 workers", see.get(page, "smooth"), 0.95, note="drawn by the processor here"),
        Goal("the page's own work a frame, 95 of 100 within, ms", see.get(page, "frameMs"), 8, at_most=True),
    ]


def goals_of_round(see, cores):
    return [*native_goals(see, cores), *page_goals(see), *frame_goals(see, cores)]


def median_goals(rounds, cores):
    """The machine's speed changes from minute to minute, so a ratio is taken within a round; its median counts."""
    for goals in zip(*(goals_of_round(see, cores) for see in rounds), strict=True):
        measured = [goal.measured for goal in goals if goal.measured is not None]
        yield dataclasses.replace(goals[0], measured=statistics.median(measured) if measured else None)


def all_goals(rounds, cores, activations, native_bytes):
    """`rounds`: for each {program's key: {part: number}}."""
    known = {key for programs in rounds for key, parts in programs.items() if parts}
    rounds = [Numbers(programs, known) for programs in rounds]
    return [*median_goals(rounds, cores), *activation_goals(rounds, activations), *memory_goals(rounds, native_bytes)]
