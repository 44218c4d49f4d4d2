"""Watches the line of the PL061 that stands for the first LED until it has blinked twice, and ends the machine."""

import threading
import time

from outside.qemu import Qmp, Qtest

LINE = 4
CHANGES = 4
SECONDS_BETWEEN_LOOKS = 0.02


class Outside:
    stops = True  # the machine, when it is content

    def __init__(self, folder):
        self.qmp_path = folder / "qmp"
        self.qtest_path = folder / "qtest"
        self.changes = 0

    def arguments(self):
        return [*Qmp.arguments(self.qmp_path), *Qtest.arguments(self.qtest_path)]

    def start(self):
        self.lines = Qtest(self.qtest_path, Qmp(self.qmp_path).find("pl061"))
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        level = self.lines.outputs.get(LINE)
        while self.changes < CHANGES:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            self.lines.update()
            now = self.lines.outputs.get(LINE)
            if now != level:
                self.changes += 1
                level = now
        self.stop()

    def hears(self, text):
        pass

    def is_content(self):
        return self.changes >= CHANGES
