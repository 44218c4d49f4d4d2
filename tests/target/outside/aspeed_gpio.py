"""Sets inputs of an AST2600 when aspeed_devices.c says "wants NAME LEVEL"."""

from outside.qemu import Qmp

CONTROLLER = "/machine/soc/gpio"


class Outside:
    def __init__(self, folder):
        self.path = folder / "qmp"

    def arguments(self):
        return Qmp.arguments(self.path)

    def start(self):
        self.qmp = Qmp(self.path)

    def hears(self, text):
        words = text.split()
        if words[:1] == ["wants"]:
            self.qmp.set(CONTROLLER, words[1], words[2] == "high")

    def is_content(self):
        return True
