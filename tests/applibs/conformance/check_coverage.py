#!/usr/bin/env python3
"""Whether the conformance suite uses every function of the applibs headers, in C and through the C++ layer.

check_coverage.py HEADERS SUITE
"""

import re
import sys
from pathlib import Path

AREAS = ["adc", "application", "applications", "certstore", "eventloop", "gpio", "i2c", "log", "networking",
         "networking_proxy", "powermanagement", "pwm", "rtc", "spi", "storage", "sysevent", "uart", "wificonfig"]
# In C++ only; their C functions are in another area's header.
CPP_AREAS = ["networking_servers"]

# Private functions of the C++ layer.
HELPERS = {"usage", "text"}
# C functions only: what is C++ there returns no Result.
TLSUTILS = ["deviceauth", "deviceauth_curl"]

C_FUNCTION = re.compile(r"\b([A-Za-z0-9]+(?:_[A-Za-z0-9]+)+)\(")
C_FUNCTION_TYPE = re.compile(r"\btypedef \w+ \w+\([^;]*;")
CPP_FUNCTION = re.compile(r"^ *(?:\[\[nodiscard\]\] )?(?:static |inline )*Result<.*> (\w+)\(", re.MULTILINE)


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


def wrappers_of(headers: Path, area: str) -> set[str]:
    return set(CPP_FUNCTION.findall((headers / f"{area}.hpp").read_text()))


def missing(headers: Path, suite: Path) -> list[str]:
    in_c = "".join(file.read_text() for file in suite.glob("*.c"))
    in_cpp = "".join(file.read_text() for file in suite.glob("*.cpp"))
    problems = []
    for area in CPP_AREAS:
        problems += [f"{area}::{name} has no case" for name in sorted(wrappers_of(headers, area))
                     if not re.search(rf"\b{name}\(", in_cpp)]
    for area in AREAS:
        header = without_comments((headers / f"{area}.h").read_text())
        declared = set(C_FUNCTION.findall(C_FUNCTION_TYPE.sub("", header)))
        functions = {name for name in declared if not name.startswith(("z_", "_AZSPHERE"))}
        wrappers = wrappers_of(headers, area)
        if not functions or not wrappers:
            problems.append(f"no function found in {area}.h or {area}.hpp")
        problems += [f"{name} has no case" for name in sorted(functions) if not re.search(rf"\b{name}\(", in_c)]
        problems += [f"{area}::{name} has no case" for name in sorted(wrappers - HELPERS)
                     if not re.search(rf"\b{name}\(", in_cpp)]
    for area in TLSUTILS:
        header = without_comments((headers.parent / "tlsutils" / f"{area}.h").read_text())
        problems += [f"{name} has no case" for name in sorted(set(C_FUNCTION.findall(header)))
                     if not re.search(rf"\b{name}\(", in_c)]
    return problems


def main() -> int:
    problems = missing(Path(sys.argv[1]), Path(sys.argv[2]))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
