#!/usr/bin/env python3
"""Failures as an app meets them: all scenarios of tests/tools/failures pass.

    failures.py PROGRAMS

docs/simulator/failures.md quotes them; that it does is scripts/generate-failures-reference --check.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "failures"))
import scenario_file  # noqa: E402
import scenario_run  # noqa: E402


def main():
    bench = scenario_run.Bench(pathlib.Path(sys.argv[1]).resolve())
    names = [file.name for file in scenario_file.files()]
    failed = 0
    for file, results in zip(names, bench.run_all([(["perisphere"], name) for name in names])):
        for name, failure in results.items():
            if failure is None:
                continue
            failed += 1
            print(f"{file}:{failure['line']}: {name}: {failure['step']}: {failure['seen']}")
            print(*(f"    {line}" for line in failure["log"]), sep="\n")
    if failed:
        sys.exit(f"failed: {failed} scenarios do not pass")


if __name__ == "__main__":
    main()
