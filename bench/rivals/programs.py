"""What is measured: every program with its threads, as a command that prints one line of JSON."""
import dataclasses
import json
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT = 300  # seconds: torch.compile takes a minute on a busy machine


@dataclasses.dataclass
class Program:
    key: str  # names it in the JSON
    name: str
    where: str
    threads: int
    command: list
    needs: tuple = ()  # folders of build/rivals
    results: list = dataclasses.field(default_factory=list)
    missing: str = ""

    def run(self, seconds):
        """One round; its result, {} where something went wrong, which is kept as the reason."""
        command = [*self.command, *self.duration(seconds)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
            lines = done.stdout.strip().splitlines()
            if done.returncode == 0 and lines:
                self.results.append(self.read(done.stdout, lines[-1]))
                return self.results[-1]
            errors = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
            self.missing = next((line for line in reversed(errors) if "rror" in line), errors[-1])[:120]
        except (subprocess.TimeoutExpired, OSError, ValueError) as error:
            self.missing = str(error)[:120]
        return {}

    def duration(self, seconds):
        return ["--seconds", str(seconds)]

    def read(self, output, last):
        if self.where == "native" and self.name == "Squash":
            result = json.loads(output)
            rates = {part: result[part]["imagesPerSecond"] for part in ("train", "predict")}
            return {**rates, "version": result["isa"], "detail": result}
        return json.loads(last)


def squash(build, threads, **options):
    """`squash bench`, with the options that differ from the default."""
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    key = " ".join(["squash", str(threads), *words])
    return Program(key, "Squash", "native", threads, [str(build / "native/squash"), "bench", "--json", "--threads", str(threads), *words])


class ActivationSteps(Program):
    """Training steps with each activation, one thread: images a second by the activation's name."""

    def duration(self, _seconds):
        return []

    def read(self, output, _last):
        runs = [run for run in json.loads(output)["benchmarks"] if run.get("aggregate_name") == "median"]
        return {run["run_name"].split("/")[0]: run["items_per_second"] for run in runs}


def activation_steps(build):
    return ActivationSteps("activations", "Squash", "native", 1, [str(build / "native/bench/bench_activation_steps"), "--benchmark_format=json"])


def page(build, node, query):
    command = [node, str(HERE / "squash_page.mjs"), "--site", str(build / "site"), "--query", query]
    threads = int(query.split("workers=")[1]) if "workers=" in query else 0
    return Program("page " + query, "Squash", "chromium", threads, command)


def native_rivals(build, threads):
    rivals = build / "rivals"
    keras, torch = (str(rivals / name / "bin/python") for name in ("keras", "torch"))
    count = ["--threads", str(threads)]
    return [
        Program(f"keras {threads}", "Keras", "native", threads, [keras, str(HERE / "keras_step.py"), *count], ("keras",)),
        Program(f"torch {threads}", "PyTorch, channels_last", "native", threads, [torch, str(HERE / "torch_step.py"), *count], ("torch",)),
        Program(f"torch-compiled {threads}", "PyTorch, compiled", "native", threads,
                [torch, str(HERE / "torch_step.py"), "--compile", *count], ("torch",)),
    ]


def browser_rivals(build, node, threads):
    rivals = build / "rivals"
    names = {"onnx": ("onnxruntime-web", ("npm", "onnx-models")), "jax": ("jax-js, im2col by hand", ("npm",)), "convnet": ("ConvNetJS", ("npm",))}
    common = ["--threads", str(threads), "--npm", str(rivals / "npm/node_modules"), "--models", str(rivals / "onnx-models")]
    return [
        Program(f"{rival} {threads}", name, "chromium", threads, [node, str(HERE / "chromium.mjs"), rival, *common], needs)
        for rival, (name, needs) in names.items()
        if threads == 1 or rival != "convnet"  # which knows no threads
    ]


def all_programs(build, node, kernels):
    """One thread and all, those that are compared near each other; `kernels`: the instruction sets that this machine has."""
    cores = os.cpu_count() or 1
    counts = sorted({1, min(2, cores), cores})
    plain, compiled = [], []
    for threads in counts:
        *usual, last = native_rivals(build, threads)
        plain.append(usual)
        compiled.append(last)
    programs = [*plain[0], *(squash(build, threads) for threads in counts)]
    for usual in plain[1:]:
        programs += usual
    pages = [f"workers={workers}" for workers in sorted({1, 2, max(1, cores - 1)}, reverse=True)] + ["threads=0"]
    programs += [page(build, node, simd + query) for simd in ("", "simd=base&") for query in pages]
    programs += [squash(build, 1, isa=isa) for isa in ("avx2", "avx512") if isa in kernels]
    programs += [squash(build, 1, batch=32), *compiled]
    for threads in counts:
        programs += browser_rivals(build, node, threads)
    for program in programs:
        for need in program.needs:
            reason = build / "rivals" / f"{need}.missing"
            if reason.exists():
                program.missing = reason.read_text().strip()
    return programs
