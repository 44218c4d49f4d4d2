#!/usr/bin/env python3
"""kill -9 of a device, and of its clients, at 200 random instants each: nothing is lost, nothing is left.

    device_kill.py PROGRAMS

The device runs an app that counts its starts in its mutable file. Whatever the instant, the next device finds app and
count as they were, and no process or registration of the one before. Whatever a client was doing, the device goes on,
with as many descriptors as before.
"""
import json
import os
import pathlib
import random
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
STORAGE = pathlib.Path(__file__).resolve().parents[3] / "samples" / "storage"
KILLS = 200
SEED = 20261125
MOST_DELAY = 0.05  # seconds; a device has started its app within this
LIMIT = 60  # seconds; only a failure takes as long

work = tempfile.TemporaryDirectory()
root = pathlib.Path(work.name)
run = root / "run"
run.mkdir(mode=0o700)
environment = {**os.environ, "HOME": str(root), "XDG_RUNTIME_DIR": str(run),
               "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "PERISPHERE_DEVICE", "PERISPHERE_SDK", "AzureSphereDefaultSDKDir"):
    environment.pop(name, None)
instants = random.Random(SEED)


def fail(message):
    sys.exit(f"failed: {message}")


def perisphere(*words):
    done = subprocess.run(["perisphere", *words], env=environment, capture_output=True, text=True, timeout=LIMIT)
    if done.returncode != 0:
        fail(f"perisphere {' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def start_device():
    return json.loads(perisphere("sim", "start", "--name", "bench", "--json"))["pid"]


def wait_for_end(pid):
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    if not select.select([descriptor], [], [], LIMIT)[0]:
        fail(f"process {pid} is still there")
    os.close(descriptor)


def kill_after_a_while(pid):
    select.select([], [], [], instants.random() * MOST_DELAY)  # the random instant, not a wait for something
    os.kill(pid, signal.SIGKILL)


def children(pid):
    try:
        return [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def follow_log():
    return subprocess.Popen(["perisphere", "app", "log", "--follow"], env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def starts_counted(is_first=False):
    """What the app counts on this device, once it has told."""
    with follow_log() as log:
        for line in log.stdout:
            if not is_first and "counting from zero" in line:
                fail(f"the app's file is lost: {line}")
            if found := re.search(r"start number (\d+)", line):
                log.kill()
                return int(found[1])
    fail("the log ends before the app has said which start this is")


def kill_devices():
    """Leaves a device running; its process id."""
    package = json.loads(perisphere("build", str(STORAGE), "--core", "host", "--json"))["package"]
    pid = start_device()
    perisphere("device", "sideload", package)
    count = starts_counted(is_first=True)
    for round_number in range(KILLS):
        apps = children(pid)
        if round_number % 10 == 9:
            before, count = count, starts_counted()
            if count <= before:
                fail(f"round {round_number} of seed {SEED}: {count} starts after {before}")
        kill_after_a_while(pid)
        for process in (pid, *apps):
            wait_for_end(process)
        pid = start_device()
        listed = json.loads(perisphere("app", "list", "--json"))["apps"]
        if [app["name"].lower() for app in listed] != ["storage"]:
            fail(f"round {round_number} of seed {SEED}: the device has the apps {listed}")
    entries = sorted(entry.name for entry in (run / "perisphere").iterdir() if entry.name[0] != ".")
    if entries != ["bench"]:
        fail(f"registered are {entries}")
    return pid


def kill_clients(pid):
    def descriptors(expected=None):
        """Once those of clients that have just ended are closed."""
        end = time.monotonic() + (LIMIT if expected else 1)
        count = len(os.listdir(f"/proc/{pid}/fd"))
        while count != expected and time.monotonic() < end:
            select.select([], [], [], 0.01)
            now = len(os.listdir(f"/proc/{pid}/fd"))
            count = now if expected else min(count, now)
        return count

    commands = [("app", "log", "--follow"), ("sim", "watch", "*.*"), ("app", "stop"), ("app", "start"),
                ("sim", "get", "*.*")]
    perisphere("app", "start")
    before = descriptors()
    for _ in range(KILLS):
        client = subprocess.Popen(["perisphere", *instants.choice(commands)], env=environment,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        select.select([], [], [], instants.random() * MOST_DELAY)
        client.kill()
        client.wait()
    perisphere("app", "start")
    state = json.loads(perisphere("app", "status", "--json"))["state"]
    if state != "running":
        fail(f"the app is {state}")
    after = descriptors(expected=before)
    if after != before:
        fail(f"the device has {after} descriptors and had {before}")
    if len(children(pid)) != 1:
        fail(f"the device has the children {children(pid)} and not the app alone")


if __name__ == "__main__":
    device = kill_devices()
    kill_clients(device)
    perisphere("sim", "stop")
    wait_for_end(device)
