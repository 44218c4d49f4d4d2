#!/usr/bin/env python3
"""perisphere run in a pseudo-terminal: shows the board, takes keys, gives the terminal back on every way out.

    text_board.py PROGRAMS

The app is a copy of sleep: what moves here is the board alone, a lamp with a button and a terminal that hears itself.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time

PROGRAMS = os.path.abspath(sys.argv[1])
LIMIT = 60  # seconds; only a failure takes as long

MANIFEST = """{
  "SchemaVersion": 1, "Name": "Shown", "ComponentId": "d2f6a1b0-7c3e-4a58-9d14-6e8b0c2f4a10",
  "EntryPoint": "/bin/app", "CmdArgs": ["600"], "Capabilities": {}, "ApplicationType": "Default"
}
"""
BOARD = """{
  "name": "Test board", "extends": "mt3620_rdb",
  "parts": [
    {"name": "LAMP", "type": "led", "at": [0, 0], "label": "Lamp"},
    {"name": "BTN", "type": "button", "at": [0, 0], "label": "Lamp button"},
    {"name": "TERM1", "type": "uart-terminal", "at": [0, 0]},
    {"name": "LOOP", "type": "uart-loopback", "at": [0, 0]}
  ],
  "wires": [["LAMP.anode", "3V3"], ["LAMP.cathode", "BTN.1"], ["BTN.2", "GND"], ["TERM1.TX", "LOOP.A"],
            ["TERM1.RX", "LOOP.B"]]
}
"""


class Screen:
    """A run in a terminal of its own, read until something is seen."""

    def __init__(self, folder, *options, term="xterm", program=None):
        self.output = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update(TERM=term, LC_ALL="C.UTF-8", HOME=folder, XDG_RUNTIME_DIR=f"{folder}/run")
            program = program or [f"{PROGRAMS}/perisphere", "run", "app", "--board", "board.json", *options]
            os.execv(program[0], program)
        self.resize(50, 120)
        self.before = termios.tcgetattr(self.fd)

    def resize(self, rows, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return None
        try:
            return os.read(self.fd, 65536).decode(errors="replace")
        except OSError:  # the other end is closed
            return ""

    def until(self, pattern):
        """Reads until the pattern is in what came since the last call; gives it back."""
        start = time.monotonic()
        while not re.search(pattern, self.output):
            got = self.read(1)
            if got == "" or time.monotonic() - start > LIMIT:
                sys.exit(f"failed: no {pattern!r} in the end of\n{self.output[-2000:]!r}")
            self.output += got or ""
        seen, self.output = self.output, ""
        return seen

    def end(self):
        """Reads to the end; gives the exit status and what came."""
        start = time.monotonic()
        while (got := self.read(1)) != "":
            self.output += got or ""
            if time.monotonic() - start > LIMIT:
                sys.exit(f"failed: the run does not end\n{self.output[-2000:]!r}")
        return os.waitpid(self.pid, 0)[1], self.output


def check(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def is_given_back(output):
    """The cursor is shown after it was hidden last."""
    return output.rfind("\x1b[?25h") > output.rfind("\x1b[?25l")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/app/bin")
        os.mkdir(f"{folder}/run", 0o700)
        for name, text in (("app/app_manifest.json", MANIFEST), ("board.json", BOARD)):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        # A program that ends on SIGTERM as programs do.
        with open("/bin/sleep", "rb") as program, open(f"{folder}/app/bin/app", "wb") as file:
            file.write(program.read())
        os.chmod(f"{folder}/app/bin/app", 0o755)
        run_all(folder)


def wake_ups(screen):
    """How often the thread that draws has gone to sleep so far."""
    with open(f"/proc/{screen.pid}/status", encoding="utf-8") as status:
        return int(re.search(r"\nvoluntary_ctxt_switches:\s*(\d+)", status.read())[1])


def check_stillness(screen):
    """Nothing changes: nothing is written for a second, and nobody looks whether something has changed."""
    start = time.monotonic()
    while True:  # until no part changes for a second: some do by themselves
        before = wake_ups(screen)
        if screen.read(1) is None:
            break
        check(time.monotonic() - start < LIMIT, "nothing is written while nothing changes")
    count = wake_ups(screen) - before
    check(count <= 5, f"nothing is done while nothing changes, not {count} times in a second")


def check_stop_and_continue(folder):
    shell = Screen(folder, program=["/bin/bash", "--norc", "--noprofile", "-i"])
    shell.type(f"{PROGRAMS}/perisphere run app --board board.json\n")
    shell.until(r"quits")
    shell.type("\x1a")
    check(is_given_back(shell.until(r"Stopped")), "Ctrl-Z gives the cursor back")
    shell.type("fg\n")
    shell.until(r"(?s)\x1b\[\?25l.*\x1b\[H\x1b\[2J.*Test board")  # the shell has written meanwhile
    shell.type("q")
    shell.until(r"\x1b\[\?25h")
    shell.type("exit $?\n")
    check(shell.end()[0] == 0, "a run that was stopped and continued ends well")


def check_rate(folder):
    """A lamp that blinks 200 times a second: no more than 25 frames are drawn, the last of them is of the last state."""
    sets = []
    for i in range(300):
        sets += ["--set", f"BTN.pressed={'true' if i % 2 == 0 else 'false'}@{1000 + 5 * i}ms"]
    sets += ["--set", "BTN.pressed=true@2500ms"]
    screen = Screen(folder, *sets)
    output = screen.until("LAMP Lamp")
    start = time.monotonic()
    while (got := screen.read(2)) is not None:  # until it stands still
        output += got
    seconds = time.monotonic() - start
    frames = len(re.findall(r"\r\x1b\[\d+A", output))
    check(10 <= frames <= 25 * seconds + 2, f"not {frames} frames in {seconds} s")
    lamps = re.findall("[●○][^ ]* LAMP Lamp", output)
    check(lamps[-1].startswith("●"), "the last frame is of the last state")
    screen.type("q")
    check(screen.end()[0] == 0, "the run ends well")


def run_all(folder):
    # Keys: d is the fourth button of the board, behind those of the RDB.
    screen = Screen(folder)
    first = screen.until(r"(?s)Test board.*quits")
    check("\x1b[?25l" in first, "the cursor is hidden")
    check("[d]" in first and "BTN Lamp button" in first, "the button stands there with its key")
    check(not termios.tcgetattr(screen.fd)[3] & termios.ECHO, "keys are not echoed")
    screen.type("D")
    screen.until("●\x1b\\[0m LAMP Lamp")  # held: lit
    screen.type("D")
    screen.until("○ LAMP Lamp")
    screen.type("d")
    screen.until("●\x1b\\[0m LAMP Lamp")  # pressed and let go
    screen.until("○ LAMP Lamp")
    screen.type("ehello\n")  # typed into the terminal, which is looped back
    screen.until("│ hello")
    check_stillness(screen)
    screen.resize(10, 60)
    screen.until(r"(?s)\x1b\[H\x1b\[2J.*Test board.*more lines")
    screen.type("q")
    status, output = screen.end()
    check(status == 0, f"q ends the run well, not with {status}")
    check(is_given_back(output), "q gives the cursor back")

    check_stop_and_continue(folder)
    check_rate(folder)

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGSEGV", "SIGABRT"):
        screen = Screen(folder)
        screen.until(r"quits")
        os.kill(screen.pid, getattr(signal, name))
        _, output = screen.end()
        check(is_given_back(output), f"{name} gives the cursor back")

    screen = Screen(folder, "--until-log", "nothing", "--for", "500ms")
    status, output = screen.end()
    check(os.waitstatus_to_exitcode(status) != 0, "time that runs out is a failure on a terminal too")
    check(is_given_back(output), "the end of the time gives the cursor back")
    check("has not shown" in output.rsplit("\x1b[?25h", 1)[1], "the reason comes after the board is gone")

    for options, term in ((["--headless"], "xterm"), ([], "dumb")):
        screen = Screen(folder, "--for", "500ms", *options, term=term)
        status, output = screen.end()
        check(status == 0, f"a plain run with {options} on {term} ends well")
        check("\x1b" not in output, f"no control sequences with {options} on {term}")


main()
