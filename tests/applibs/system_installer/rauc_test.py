#!/usr/bin/env python3
"""perisphere-install-system with RAUC itself: a system is installed, another is refused with RAUC's reason, the one that
runs is marked as good."""
import pathlib
import subprocess
import sys
import tempfile

from rauc_bench import RaucBench, SLOT_BYTES

PROGRAM = sys.argv[1]


def call(bench, *words):
    done = subprocess.run([PROGRAM, "--bus", bench.address, *words], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def check_refusals(bench):
    tampered = bench.bundle(b"tampered" * 1000, name="tampered")
    content = bytearray(tampered.read_bytes())
    content[200] ^= 1
    tampered.write_bytes(content)
    cases = [
        ("somebody else's", bench.bundle(b"x", name="strangers", signer="strangers"), "signature"),
        ("another board's", bench.bundle(b"x", name="other", compatible="other"), "Compatible"),
        ("a tampered one", tampered, "signature"),
        ("none", bench.folder / "none.raucb", "none.raucb"),
    ]
    for what, bundle, words in cases:
        code, _, said = call(bench, "install", bundle)
        assert code == 1 and words in said, (what, code, said)
        assert bench.slot(1) == bytes(SLOT_BYTES) and bench.primary() == "A", what


def main():
    with tempfile.TemporaryDirectory() as name:
        bench = RaucBench(pathlib.Path(name))
        try:
            check_refusals(bench)
            code, told, said = call(bench, "install", bench.bundle(b"the new system"))
            assert code == 0, (code, told, said)
            assert "100%" in told, told
            assert bench.slot(1).startswith(b"the new system") and bench.primary() == "B"

            (bench.folder / "state.A").write_text("bad\n")
            code, told, said = call(bench, "mark-good")
            assert code == 0 and bench.state("A") == "good", (code, told, said)
        finally:
            bench.close()
        code, _, said = call(bench, "mark-good")
        assert code == 1 and "bus" in said, (code, said)


main()
