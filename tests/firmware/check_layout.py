#!/usr/bin/env python3
"""A firmware's ELF file is what the loader of the real-time cores takes.

    check_layout.py tcm|sysram|flash hard|soft FILE

Where code and variables have to be follows from the linker script that it was linked by. The first words of the vector
table, the segments and the float ABI are read with binutils.
"""

import re
import subprocess
import sys

TCM = (0x00100000, 192 * 1024)
SYSRAM = (0x22000000, 64 * 1024)
FLASH = (0x10000000, 1024 * 1024)
CODE = {"tcm": TCM, "sysram": TCM, "flash": FLASH}
DATA = {"tcm": TCM, "sysram": SYSRAM, "flash": TCM}
STACK_TOP = TCM[0] + TCM[1]


def is_in(region, address, size=0):
    return region[0] <= address and address + size <= region[0] + region[1]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    layout, float_abi, file = sys.argv[1:]
    failures = []

    def want(is_right, text):
        if not is_right:
            failures.append(text)

    header = run("arm-none-eabi-readelf", "--wide", "--file-header", file)
    entry = int(re.search(r"Entry point address:\s+(0x[0-9a-f]+)", header)[1], 16)
    want("EXEC" in header, "it is not an executable (ET_EXEC)")
    want(f"{float_abi}-float ABI" in header, f"its ABI is not {float_abi}-float")

    symbols = {}
    for line in run("arm-none-eabi-nm", file).splitlines():
        words = line.split()
        if len(words) == 3:
            symbols[words[2]] = int(words[0], 16)
        else:
            failures.append(f"undefined symbol {words[-1]}")
    want(symbols["VectorTable"] == entry == CODE[layout][0],
         f"the entry point {entry:#x} is not the vector table at the start of {layout}'s code, {CODE[layout][0]:#x}")
    want(symbols["StackTop"] == STACK_TOP, f"StackTop is not the end of TCM, {STACK_TOP:#x}")

    # Offset, VirtAddr, PhysAddr, FileSiz, MemSiz
    segments = [[int(word, 16) for word in match.groups()]
                for match in re.finditer(r"^\s+LOAD" + r"\s+(0x[0-9a-f]+)" * 5, run(
                    "arm-none-eabi-readelf", "--wide", "--program-headers", file), re.MULTILINE)]
    flash = [segment for segment in segments if is_in(FLASH, segment[1])]
    for offset, address, physical, file_size, size in segments:
        name = f"the segment at {address:#x}"
        want(any(is_in(region, address, size) for region in (TCM, SYSRAM, FLASH)), f"{name} is in no memory")
        want(address == physical, f"{name} has another load address, {physical:#x}, which the loader ignores")
        want(not is_in(TCM, address) or address + size <= STACK_TOP, f"{name} reaches into the stack")
    want(len(flash) == (layout == "flash"), f"{len(flash)} segments are in flash")
    for offset, address, physical, file_size, size in flash:
        want(address == FLASH[0], f"the segment in flash is at {address:#x}, not at {FLASH[0]:#x}")
        want(offset % 32 == 0, f"the segment in flash is at offset {offset:#x}, no multiple of 32")
        want(file_size == size, "the segment in flash has memory that the file has not")

    sections = {}
    for match in re.finditer(r"\]\s+(\.\S+)\s+(\S+)\s+([0-9a-f]{8})\s+[0-9a-f]+\s+([0-9a-f]+)", run(
            "arm-none-eabi-readelf", "--wide", "--section-headers", file)):
        sections[match[1]] = (match[2], int(match[3], 16), int(match[4], 16))
    for name, region in ((".text", CODE), (".rodata", CODE), (".data", DATA), (".bss", DATA)):
        if name in sections and sections[name][2] > 0:
            want(is_in(region[layout], *sections[name][1:]), f"{name} is not where {layout} has it")
    if ".sysram" in sections:
        want(sections[".sysram"][0] == "NOBITS", ".sysram takes room in the file")
        want(is_in(SYSRAM, *sections[".sysram"][1:]), ".sysram is not in SYSRAM")

    # The vector table, as objdump shows it: little-endian words
    dump = run("arm-none-eabi-objdump", "--full-contents", f"--start-address={entry}", f"--stop-address={entry + 16}",
               "--section=.text", file)
    words = re.search(rf"^ {entry:x} ([0-9a-f]{{8}}) ([0-9a-f]{{8}})", dump, re.MULTILINE)
    stack, reset = (int.from_bytes(bytes.fromhex(word), "little") for word in words.groups())
    want(stack == STACK_TOP, f"the vector table's stack is {stack:#x}")
    want(reset & 1 == 1 and is_in(CODE[layout], reset), f"the reset handler {reset:#x} is no Thumb address in the code")

    for failure in failures:
        print(f"{file}: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
