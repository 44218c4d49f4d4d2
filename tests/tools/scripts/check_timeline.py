#!/usr/bin/env python3
"""Checks a timeline: that it is one, that its slices nest, and that what a run has done is on it in the right order.

usage: check_timeline.py FILE [real-time]
With "real-time" there is a real-time app that blinks by a timer's interrupt as well.
"""

import json
import sys
from decimal import Decimal

with open(sys.argv[1], encoding="utf-8") as file:
    events = json.load(file, parse_float=Decimal, parse_int=Decimal)["traceEvents"]


def check(holds, what):
    if not holds:
        sys.exit(f"failed: {sys.argv[1]}: {what}")


groups = {}
tracks = {}
for event in events:
    if event["name"] == "process_name":
        groups[event["pid"]] = event["args"]["name"]
    if event["name"] == "thread_name":
        tracks[event["pid"], event["tid"]] = groups[event["pid"]], event["args"]["name"]

timed = [event for event in events if event["ph"] != "M"]
check(timed, "nothing happens")
check(all(a["ts"] <= b["ts"] for a, b in zip(timed, timed[1:])), "not ordered by time")
check(all(event["ts"] >= 0 and (event["pid"], event["tid"]) in tracks for event in timed), "an event without a track")
check([e["args"]["count"] for e in events if e["name"] == "dropped_events"] == [0], "events are missing")

# Slices of a track lie in one another or beside one another.
slices = [event for event in timed if event["ph"] == "X"]
opened = {}
for event in slices:
    stack = opened.setdefault((event["pid"], event["tid"]), [])
    while stack and stack[-1] <= event["ts"]:
        stack.pop()
    end = event["ts"] + event["dur"]
    check(not stack or end <= stack[-1], f"{event} ends after what it lies in")
    stack.append(end)


def of(track, name=None, category=None):
    found = [e for e in slices if tracks[e["pid"], e["tid"]] == track and name in (None, e["name"])
             and category in (None, e["cat"])]
    check(found, f"no {name or category} on {track}")
    return found


def end_of(event):
    return event["ts"] + event["dur"]


# The app asks for the sensor's values, waits, and has them: call, transfer, end of the wait.
thread = next(track for track in tracks.values() if track[0] == "Day" and track[1].endswith(" (100)"))
calls = of(thread, category="system call")
transfers = [e for e in of(("buses", "I2C of ISU2"), "write 0x6A, read 0x6A")
             if e["args"]["detail"].startswith("write 0x6A: 28; read 0x6A: ")]
check(len(transfers) >= 3, f"only {len(transfers)} measurements")
for transfer in transfers:
    # START, address, register; START, address, six bytes; STOP: 84 clocks of 400 kHz
    check(transfer["dur"] == 210, f"{transfer} takes another time than its 84 clocks")
    before = [call for call in calls if call["ts"] < transfer["ts"]]
    check(before[-1]["name"] == "sendto" and end_of(before[-1]) == transfer["ts"],
          f"{transfer} does not begin where it was asked for, but {before[-1]}")
    waits = [call for call in calls if transfer["ts"] < call["ts"] < end_of(transfer) and call["name"] == "poll"]
    check(len(waits) == 1 and end_of(transfer) <= end_of(waits[0]) <= end_of(transfer) + 1,
          f"{transfer} is not what the app waits for: {waits}")
seconds = [b["ts"] - a["ts"] for a, b in zip(transfers, transfers[1:])]
check(all(abs(s - 1_000_000) < 200 for s in seconds), f"not once a second: {seconds}")

# While all threads wait, the core does nothing: it runs from the end of each wait on.
runs = of((thread[0], "core"), category="thread")
for wait in (call for call in calls if call["name"] == "epoll_pwait"):
    ran = sum(min(end_of(run), end_of(wait)) - max(run["ts"], wait["ts"]) for run in runs
              if run["ts"] < end_of(wait) and end_of(run) > wait["ts"])
    check(ran < 20, f"the core runs for {ran} us while {wait}")

if "real-time" in sys.argv[2:]:
    core = ("real-time core 0", "handlers and sleep")
    interrupts = of(core, "IRQ 1", "interrupt")
    sleeps = of(core, "sleep", "sleep")
    edges = [e for e in timed if e["ph"] == "C" and e["name"] == "MT3620.GPIO8"][1:]
    check(len(edges) >= 4 and all(a["args"]["value"] != b["args"]["value"] for a, b in zip(edges, edges[1:])),
          f"the LED does not blink: {edges}")
    for edge in edges[-4:]:
        # Each edge follows from an interrupt that ended a sleep.
        handler = [e for e in interrupts if e["ts"] < edge["ts"]][-1]
        sleep = [e for e in sleeps if e["ts"] < edge["ts"]][-1]
        check(end_of(sleep) <= handler["ts"] and end_of(handler) <= edge["ts"] < handler["ts"] + 20,
              f"{edge} after {sleep} and {handler}")
    beats = [b["ts"] - a["ts"] for a, b in zip(interrupts, interrupts[1:])]
    check(all(abs(beat - 500_000) < 100 for beat in beats), f"not twice a second: {beats}")
print(f"{len(timed)} events on {len(tracks)} tracks")
