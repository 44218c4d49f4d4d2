#!/usr/bin/env python3
"""The functions that headers declare are the ones that a list of exported symbols has.

check_symbols.py <gcc> <nm> <include folder> <headers folder below it> <list> [<flag>...]

The compiler itself tells what is declared (gcc -aux-info) and what is referred to (nm of a file that
takes the address of each listed symbol), so nothing here has to understand C.
"""
import pathlib
import re
import subprocess
import sys
import tempfile


def listed(path):
    lines = path.read_text().splitlines()
    symbols = [line for line in lines if line and not line.startswith("#")]
    if symbols != sorted(set(symbols)):
        sys.exit(f"{path}: not sorted, or a symbol is there twice")
    return symbols


def main():
    compiler, nm, include, folder, symbol_file, *flags = sys.argv[1:]
    include = pathlib.Path(include)
    headers = sorted((include / folder).glob("*.h"))
    symbols = listed(pathlib.Path(symbol_file))
    with tempfile.TemporaryDirectory() as directory:
        source = pathlib.Path(directory, "all.c")
        declarations = pathlib.Path(directory, "all.aux")
        program = pathlib.Path(directory, "all.o")
        text = "".join(f"#include <{folder}/{header.name}>\n" for header in headers)
        text += "void (*const listed[])(void) = {\n"
        text += "".join(f"    (void (*)(void)){symbol},\n" for symbol in symbols) + "};\n"
        source.write_text(text)
        command = [compiler, "-std=c11", "-O0", "-w", *flags, f"-I{include}"]
        command += ["-aux-info", str(declarations), "-c", str(source), "-o", str(program)]
        if subprocess.run(command).returncode != 0:
            sys.exit(f"{symbol_file}: a symbol that no header declares, or a header that does not compile; see above")
        declared = set()
        for line in declarations.read_text().splitlines():
            match = re.match(r"/\* (.*?):\d+:\w+ \*/ extern (.*)$", line)
            if match and pathlib.Path(match[1]).parent == include / folder:
                declared.add(re.search(r"(\w+) \(", match[2])[1])
        undefined = subprocess.run([nm, "-u", str(program)], check=True, capture_output=True, text=True)
        referred = set(re.findall(r"U (\w+)", undefined.stdout))
    problems = [f"declared but not listed: {name}" for name in sorted(declared - set(symbols))]
    problems += [f"listed but not declared: {name}" for name in sorted(set(symbols) - declared)]
    problems += [f"listed but inline: {name}" for name in sorted(set(symbols) - referred)]
    if problems or not symbols:
        sys.exit("\n".join(problems) or f"{symbol_file}: no symbols")
    print(f"{len(symbols)} functions, all declared and listed")


main()
