"""A serial port of which the receiver is wired to the transmitter, at the pace of 115200 baud."""

import contextlib
import fcntl
import os
import select
import threading
import time

BYTES_PER_TURN = 115
SECONDS_PER_TURN = 0.01
SECONDS_UNTIL_LOST = 0.2  # what a closed port has not taken


class Outside:
    PORT = ("-device", "pci-serial,chardev=loop")

    def __init__(self, folder):
        self.path = folder / "loop"

    def arguments(self):
        for end in (".in", ".out"):
            os.mkfifo(f"{self.path}{end}")
        return ["-chardev", f"pipe,id=loop,path={self.path}", *self.PORT]

    def start(self):
        threading.Thread(target=self._pass, daemon=True).start()

    def _pass(self):
        transmitted = os.open(f"{self.path}.out", os.O_RDWR)
        received = os.open(f"{self.path}.in", os.O_RDWR)
        # What is on the line is little: the port's own queue is what fills.
        for pipe in (transmitted, received):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 4096)
        os.set_blocking(received, False)
        while True:
            if select.select([transmitted], [], [], SECONDS_UNTIL_LOST)[0]:
                self._write(received, os.read(transmitted, BYTES_PER_TURN))
                time.sleep(SECONDS_PER_TURN)
            elif select.select([received], [], [], 0)[0]:
                os.read(received, 4096)  # QEMU takes nothing from it while the port is closed

    @staticmethod
    def _write(pipe, data):
        with contextlib.suppress(BlockingIOError):  # what finds no room is lost, as on a line
            os.write(pipe, data)

    def hears(self, line):
        pass

    def is_content(self):
        return True
