"""What the scenarios of this folder say, line by line: they have one step a line."""
import dataclasses
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent
STEP = re.compile(r"  - (\w+): (.*)")
NAME = re.compile(r"name: (.*)")
LOG = re.compile(r'\{log: "(.*?)", within: \w+\}')
FAULT = re.compile(r"\{type: ([a-z0-9-]+)[,}]|([a-z0-9-]+)$")


@dataclasses.dataclass
class Step:
    line: int
    key: str
    value: str

    @property
    def log(self):
        """The pattern that an expectation of a line has; None for other steps."""
        found = LOG.fullmatch(self.value) if self.key == "expect" else None
        return found and found[1]

    @property
    def fault(self):
        found = FAULT.match(self.value) if self.key == "fault" else None
        return found and (found[1] or found[2])

    @property
    def text(self):
        return f"{self.key}: {self.value}"


@dataclasses.dataclass
class Scenario:
    file: pathlib.Path
    name: str
    steps: list


def files():
    return sorted(FOLDER.glob("*.yaml"))


def scenarios_of(file):
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if name := NAME.fullmatch(line):
            found.append(Scenario(file, name[1].strip('"'), []))
        elif step := STEP.fullmatch(line):
            found[-1].steps.append(Step(number, *step.groups()))
    return found
