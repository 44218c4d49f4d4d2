#!/usr/bin/env python3
"""Whether the conformance suite uses every function of the applibs headers, in C and through the C++ layer.

check_coverage.py HEADERS SUITE
"""

import re
import sys
from pathlib import Path

# Networking and Wi-Fi have their cases when a device serves them.
AREAS = ["adc", "application", "applications", "certstore", "eventloop", "gpio", "i2c", "log", "powermanagement", "pwm", "rtc", "spi",
         "storage", "sysevent", "uart"]

C_FUNCTION = re.compile(r"\b([A-Za-z0-9]+_[A-Za-z0-9]+|clock_systohc)\(")
CPP_FUNCTION = re.compile(r"^ *(?:\[\[nodiscard\]\] )?(?:static |inline )*Result<.*> (\w+)\(", re.MULTILINE)


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


def missing(headers: Path, suite: Path) -> list[str]:
    in_c = "".join(file.read_text() for file in suite.glob("*.c"))
    in_cpp = "".join(file.read_text() for file in suite.glob("*.cpp"))
    problems = []
    for area in AREAS:
        declared = set(C_FUNCTION.findall(without_comments((headers / f"{area}.h").read_text())))
        functions = {name for name in declared if not name.startswith("z_")}
        wrappers = set(CPP_FUNCTION.findall((headers / f"{area}.hpp").read_text()))
        if not functions or not wrappers:
            problems.append(f"no function found in {area}.h or {area}.hpp")
        problems += [f"{name} has no case" for name in sorted(functions) if not re.search(rf"\b{name}\(", in_c)]
        problems += [f"{area}::{name} has no case" for name in sorted(wrappers - {"usage"})
                     if not re.search(rf"\b{name}\(", in_cpp)]
    return problems


def main() -> int:
    problems = missing(Path(sys.argv[1]), Path(sys.argv[2]))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
