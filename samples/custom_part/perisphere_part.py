"""Plays a custom-i2c part of a simulated device; the standard library is all it needs.

A part is an object with these methods, each of which may be left out:

    start(address, access, time) -> bool   START: access is "read" or "write", time virtual nanoseconds
    write(byte) -> bool                    a byte from the controller; False does not acknowledge it
    read() -> int                          the next byte for the controller, 0 to 255
    stop(time)                             STOP

The device waits for each answer, and its time stands still meanwhile.
"""
import json
import os
import pathlib
import socket


def registry():
    """Where the running devices are, as docs/simulator/control-api.md says."""
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/tmp/perisphere-{os.getuid()}"
    return pathlib.Path(runtime) / "perisphere"


def control_socket(device=None):
    """The device's socket; without a name, of the only one that runs."""
    if device is not None:
        return registry() / device / "control.sock"
    sockets = list(registry().glob("*/control.sock"))
    if len(sockets) != 1:
        names = ", ".join(sorted(path.parent.name for path in sockets)) or "none"
        raise SystemExit(f"one device has to run, or be named with --device; running: {names}")
    return sockets[0]


def serve(part, name, device=None):
    """Plays the part `name` until the device ends the connection."""
    path = control_socket(device)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
    except OSError as error:
        raise SystemExit(f"cannot connect to \"{path}\": {error.strerror}; is the device running?")
    lines = connection.makefile("rw", encoding="utf-8", newline="\n")

    def send(message):
        lines.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        lines.flush()

    send({"id": 1, "method": "bus.serve", "params": {"part": name}})
    answer = json.loads(lines.readline() or "{}")
    if "result" not in answer:
        reason = answer.get("error", {}).get("message", "the device has ended the connection")
        raise SystemExit(f"cannot play \"{name}\": {reason}")
    print(f"playing {name}", flush=True)
    try:
        for line in lines:
            request = json.loads(line)
            result = call(part, request["method"], request["params"])
            if "id" in request:
                send({"id": request["id"], "result": result})
    except ConnectionError:
        raise SystemExit(f"the device has disconnected {name}; its log says why") from None


def call(part, method, params):
    """What the part does, as the result of a request."""
    action = getattr(part, method.removeprefix("i2c."), None)
    if method == "i2c.read":
        return {"byte": action() if action else 0xFF}
    if method == "i2c.stop":
        return action(**params) if action else None
    return {"acknowledge": bool(action(**params)) if action else method == "i2c.start"}
