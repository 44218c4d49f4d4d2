#!/usr/bin/env python3
"""Every kind of fault has a scenario that notices when the fault does nothing.

    faults_noticed.py PROGRAMS

tests/tools/failures/KIND.yaml is run by the command with that kind's effect removed (tests/tools/mutated). What has to
fail is the first expectation after the fault was injected, and nothing else; a scenario whose expectation there is that
something does not happen passes with and without the fault.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "failures"))
import scenario_file  # noqa: E402
import scenario_run  # noqa: E402


def noticing_step(scenario, kind):
    """The step that has to fail without the fault; None where none has to."""
    is_injected = False
    for step in scenario.steps:
        if step.fault == kind:
            is_injected = True
        elif is_injected and step.key == "expect":
            return step if step.log else None
    return None


def problems_of(kind, expected, results):
    if not any(expected.values()):
        yield f"{kind}.yaml has no scenario in which something is expected after the fault"
    for name, failure in results.items():
        step = expected[name]
        if step is None and failure is not None:
            yield f"{kind}.yaml:{failure['line']}: \"{name}\" fails without the fault and should not"
        elif step is not None and failure is None:
            yield f"{kind}.yaml:{step.line}: \"{name}\" does not notice that the fault does nothing"
        elif step is not None and failure["line"] != step.line:
            yield (f"{kind}.yaml:{failure['line']}: \"{name}\" fails at \"{failure['step']}\" and not at line "
                   f"{step.line}, the first that is expected of the fault")


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    bench = scenario_run.Bench(programs)
    kinds = bench.fault_kinds()
    missing = [kind for kind in kinds if not (scenario_file.FOLDER / f"{kind}.yaml").exists()]
    problems = [f"the fault \"{kind}\" has no scenario: add tests/tools/failures/{kind}.yaml" for kind in missing]
    kinds = [kind for kind in kinds if kind not in missing]
    mutated = str(programs / "perisphere_mutated")
    expected = {}
    for kind in kinds:
        scenarios = scenario_file.scenarios_of(scenario_file.FOLDER / f"{kind}.yaml")
        expected[kind] = {scenario.name: noticing_step(scenario, kind) for scenario in scenarios}
        for step in filter(None, expected[kind].values()):
            bench.shorten(step, f"{kind}.yaml")
    all_results = bench.run_all([([mutated, kind], f"{kind}.yaml") for kind in kinds])
    for kind, results in zip(kinds, all_results):
        problems += problems_of(kind, expected[kind], results)
    if problems:
        sys.exit("failed:\n" + "\n".join(problems))


if __name__ == "__main__":
    main()
