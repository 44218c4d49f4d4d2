#!/usr/bin/env python3
"""Reads a value change dump as IEEE 1364-2005, clause 18, defines it, and prints it plainly.

Knows nothing of how Perisphere writes one. Reads standard input; prints a line for each variable
("var", full name, type, size) and each change ("at", time, full name, value; values as 0, 1, x, z,
an unsigned integer, or a real), in the file's order. Fails on anything out of place.
"""
import sys


def fail(message):
    sys.exit(f"not a value change dump: {message}")


def tokens_until_end(tokens):
    section = []
    for token in tokens:
        if token == "$end":
            return section
        section.append(token)
    fail("a section without $end")


def read_header(tokens):
    scopes, variables, timescale = [], {}, None
    for token in tokens:
        body = tokens_until_end(tokens)
        if token == "$scope":
            kind, name = body
            if kind not in ("module", "task", "function", "begin", "fork"):
                fail(f"scope type {kind}")
            scopes.append(name)
        elif token == "$upscope":
            scopes.pop()
        elif token == "$timescale":
            timescale = "".join(body)
        elif token == "$var":
            kind, size, code, name = body
            if code in variables:
                fail(f"identifier code {code} used twice")
            variables[code] = (".".join(scopes + [name]), kind, int(size))
        elif token == "$enddefinitions":
            if scopes or timescale != "1ns":
                fail("scopes left open, or no timescale")
            return variables
        elif token not in ("$date", "$version", "$comment"):
            fail(f"section {token}")
    fail("no $enddefinitions")


def read_changes(tokens, variables):
    time, dumping, initial = None, False, set()
    for token in tokens:
        if token.startswith("#"):
            now = int(token[1:])
            if time is not None and now <= time:
                fail(f"time {now} after {time}")
            time = now
            print("time", time)
            continue
        if token == "$dumpvars":
            dumping = True
            continue
        if token == "$end" and dumping:
            if initial != set(variables):
                fail("$dumpvars does not give every variable a value")
            dumping = False
            continue
        if token[0] in "bBrR":
            code = next(tokens)
            name, kind, size = variables[code]
            if token[0] in "rR":
                if kind != "real":
                    fail(f"real value for {name}")
                value = float(token[1:])
            else:
                if kind == "real" or len(token) - 1 > size:
                    fail(f"vector {token} for {name}")
                value = int(token[1:], 2)
        elif token[0] in "01xXzZ":
            code, value = token[1:], token[0].lower()
            name, kind, size = variables[code]
            if size != 1 or kind == "real":
                fail(f"scalar value for {name}")
        else:
            fail(f"{token!r} among the changes")
        if time is None:
            fail("a change before the first time")
        if dumping:
            initial.add(code)
        print("at", time, name, value)


def main():
    tokens = iter(sys.stdin.read().split())
    variables = read_header(tokens)
    for name, kind, size in variables.values():
        print("var", name, kind, size)
    read_changes(tokens, variables)


main()
