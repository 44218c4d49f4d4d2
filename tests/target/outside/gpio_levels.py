"""Who is at the other end of the PL061's lines of the machine "virt", for gpio_levels.c.

"wants LINE LEVEL" has an input set; "drives LINE LEVEL" has an output looked at, and acknowledged on line 1 if it is so.
"""

from outside.qemu import Qmp, Qtest

ACKNOWLEDGE = 1


class Outside:
    def __init__(self, folder):
        self.qmp_path = folder / "qmp"
        self.qtest_path = folder / "qtest"
        self.levels_seen = set()

    def arguments(self):
        return [*Qmp.arguments(self.qmp_path), *Qtest.arguments(self.qtest_path)]

    def start(self):
        self.lines = Qtest(self.qtest_path, Qmp(self.qmp_path).find("pl061"))
        self.acknowledged = False

    def hears(self, text):
        words = text.split()
        if words[:1] == ["wants"]:
            self.lines.set_input(int(words[1]), words[2] == "high")
        elif words[:1] == ["drives"]:
            self.lines.update()
            level = self.lines.outputs.get(int(words[1]), False)
            if level == (words[2] == "high"):
                self.levels_seen.add(level)
                self.acknowledged = not self.acknowledged
                self.lines.set_input(ACKNOWLEDGE, self.acknowledged)
            else:
                print(f"from outside line {words[1]} is {'high' if level else 'low'}", flush=True)

    def is_content(self):
        return self.levels_seen == {False, True}
