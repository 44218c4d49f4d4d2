#!/usr/bin/env python3
"""How soon a device blinks, and how many blink on one machine.

    devices.py PROGRAMS [--devices 200] [--seconds 20]

Lines are "name ours reference ratio", as those of the other benchmarks: from the command to the first edge of a LED,
against the bare start and end of the same app without a device. Then that many devices, each with the blinking app; what
one takes of memory (proportional set size of simulator and app), and how far from its half second an edge is: median
and 99th percentile of the devices that were watched. Their reference is the same app's sleep on this machine alone.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

HALF_PERIOD = 0.5  # seconds, of samples/blink
WATCHED = 10  # devices whose edges are timed
ROUNDS = 15
SAMPLE = pathlib.Path(__file__).resolve().parents[1] / "samples" / "blink"


def environment_in(folder, programs):
    (folder / "run").mkdir(mode=0o700)
    return {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run"),
            "PATH": f"{programs}:{os.environ['PATH']}"}


def first_edge(package, environment):
    """Seconds from the command to the LED's first light."""
    begin = time.monotonic()
    with subprocess.Popen(["perisphere", "run", "--headless", "--watch", "D1.redLit", package], env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        for line in run.stdout:
            if "D1.redLit = true" in line:
                taken = time.monotonic() - begin
                run.terminate()
                return taken
    raise SystemExit("the LED was never lit")


def bare_start(program, environment):
    begin = time.monotonic()
    subprocess.run([program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.monotonic() - begin


def proportional_kib(pid):
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])


def children(pid):
    return [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def edges_of(name, seconds, environment):
    return subprocess.Popen(["perisphere", "sim", "watch", "D1.redLit", "--device", name, "--for", f"{seconds}s"],
                            env=environment, stdout=subprocess.PIPE, text=True)


def deviations(text):
    times = [float(word) for word in re.findall(r"^\[\s*([\d.]+)\]", text, re.MULTILINE)][1:]  # after the present value
    return [abs(after - before - HALF_PERIOD) for before, after in zip(times, times[1:])]


def sleep_deviations(count):
    found = []
    for _ in range(count):
        begin = time.monotonic()
        time.sleep(HALF_PERIOD)
        found.append(abs(time.monotonic() - begin - HALF_PERIOD))
    return found


def percentile_99(values):
    return sorted(values)[int(len(values) * 0.99)]


def line(name, ours, reference, unit):
    print(f"{name} {ours:.3f}{unit} {reference:.3f}{unit} {ours / reference:.3f}", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("programs", type=pathlib.Path)
    arguments.add_argument("--devices", type=int, default=200)
    arguments.add_argument("--seconds", type=int, default=20)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        environment = environment_in(folder, given.programs.resolve())

        def perisphere(*words):
            return subprocess.run(["perisphere", *words], env=environment, check=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True).stdout

        package = json.loads(perisphere("build", str(SAMPLE), "--core", "host", "--json"))["package"]
        perisphere("image", "extract", package, str(folder / "image"))
        program = folder / "image" / "bin" / "app"
        first_edge(package, environment)  # the device's folder is made
        pairs = [(first_edge(package, environment), bare_start(program, environment)) for _ in range(ROUNDS)]
        line("run.command_to_first_edge", statistics.median(one for one, _ in pairs) * 1e3,
             statistics.median(two for _, two in pairs) * 1e3, "ms")

        names = [f"bench{number}" for number in range(given.devices)]
        pids = []
        try:
            for name in names:
                pids.append(json.loads(perisphere("sim", "start", "--name", name, "--json"))["pid"])
                perisphere("device", "sideload", package, "--device", name)
            watched = [edges_of(name, given.seconds, environment) for name in names[:: max(1, len(names) // WATCHED)]]
            found = [value for one in watched for value in deviations(one.communicate()[0])]
            memory = [sum(proportional_kib(process) for process in (pid, *children(pid))) for pid in pids]
            app_memory = [proportional_kib(process) for pid in pids for process in children(pid)]
        finally:
            for name in names[:len(pids)]:
                perisphere("sim", "stop", "--device", name)
        reference = sleep_deviations(20)
        line(f"devices_{len(names)}.edge_deviation_median", statistics.median(found) * 1e3,
             statistics.median(reference) * 1e3, "ms")
        line(f"devices_{len(names)}.edge_deviation_p99", percentile_99(found) * 1e3, max(reference) * 1e3, "ms")
        line(f"devices_{len(names)}.memory_per_device", statistics.median(memory) / 1024,
             statistics.median(app_memory) / 1024, "MiB")


if __name__ == "__main__":
    main()
