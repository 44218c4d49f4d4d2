"""What QEMU lets do from outside: its objects over QMP, its devices' lines over qtest."""

import json
import socket
import time


def connect(path):
    """The machine has just been started, and makes its sockets soon."""
    end = time.monotonic() + 30
    while True:
        one = socket.socket(socket.AF_UNIX)
        try:
            one.connect(str(path))
            return one
        except OSError:
            one.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


class Qmp:
    def __init__(self, path):
        self._file = connect(path).makefile("rw")
        self._file.readline()
        self.call("qmp_capabilities")

    @staticmethod
    def arguments(path):
        return ["-qmp", f"unix:{path},server=on,wait=off"]

    def call(self, command, **arguments):
        json.dump({"execute": command, "arguments": arguments}, self._file)
        self._file.write("\n")
        self._file.flush()
        while True:
            answer = json.loads(self._file.readline())
            if "error" in answer:
                raise RuntimeError(f"{command} {arguments}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def find(self, kind, parent="/machine/unattached"):
        """The path of the first object of that type."""
        names = (one["name"] for one in self.call("qom-list", path=parent) if one["type"] == f"child<{kind}>")
        return f"{parent}/{next(names)}"

    def set(self, path, name, value):
        self.call("qom-set", path=path, property=name, value=value)

    def get(self, path, name):
        return self.call("qom-get", path=path, property=name)


class Qtest:
    """Lines of one device: sets its inputs, and knows its outputs once they have changed."""

    def __init__(self, path, device):
        self._socket = connect(path)
        self._file = self._socket.makefile("r")
        self.device = device
        self.outputs = {}
        self._call(f"irq_intercept_out {device}")

    @staticmethod
    def arguments(path):
        return ["-accel", "tcg", "-qtest", f"unix:{path},server=on,wait=off", "-qtest-log", "/dev/null"]

    def set_input(self, line, level):
        self._call(f"set_irq_in {self.device} unnamed-gpio-in {line} {int(level)}")

    def update(self):
        """Takes what came by itself until now; the answer to a question, whichever, comes after it."""
        self._call("endianness")

    def _call(self, command):
        self._socket.sendall(f"{command}\n".encode())
        while True:
            words = self._file.readline().split()
            if words[:1] == ["IRQ"]:
                self.outputs[int(words[2])] = words[1] == "raise"
            elif words[:1] == ["OK"]:
                return
            else:
                raise RuntimeError(f"{command}: {' '.join(words)}")
