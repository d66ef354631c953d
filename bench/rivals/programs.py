"""What is measured: every program with its threads, as a command that prints one line of JSON."""
import dataclasses
import json
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
PAGES = ["workers=2", "workers=1", "threads=0", "simd=base&workers=2", "simd=base&workers=1", "simd=base&threads=0"]
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
        """One round. What goes wrong is kept as the reason why there is no number."""
        command = [*self.command, "--seconds", str(seconds)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
            lines = done.stdout.strip().splitlines()
            if done.returncode == 0 and lines:
                self.results.append(self.read(done.stdout, lines[-1]))
                return
            errors = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
            self.missing = next((line for line in reversed(errors) if "rror" in line), errors[-1])[:120]
        except (subprocess.TimeoutExpired, OSError, ValueError) as error:
            self.missing = str(error)[:120]

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
    """Ours, then the rivals, one thread and all; `kernels` are the instruction sets that this machine has."""
    cores = os.cpu_count() or 1
    counts = sorted({1, min(2, cores), cores})
    programs = [squash(build, threads) for threads in counts]
    programs += [squash(build, 1, isa=isa) for isa in ("avx2", "avx512") if isa in kernels]
    programs.append(squash(build, 1, batch=32))
    programs += [page(build, node, query) for query in PAGES]
    for threads in counts:
        programs += native_rivals(build, threads) + browser_rivals(build, node, threads)
    for program in programs:
        for need in program.needs:
            reason = build / "rivals" / f"{need}.missing"
            if reason.exists():
                program.missing = reason.read_text().strip()
    return programs
