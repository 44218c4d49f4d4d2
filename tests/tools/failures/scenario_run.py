"""The scenarios of this folder, run several files at a time, with an app that is built once."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import scenario_file

AT_A_TIME = 8  # a scenario mostly waits
LIMIT = 100  # seconds; only a failure takes as long


class Bench:
    """A copy of the folder, with the app's image package in place of its project."""

    def __init__(self, programs):
        self._work = tempfile.TemporaryDirectory()
        root = pathlib.Path(self._work.name)
        self.folder = root / "failures"
        shutil.copytree(scenario_file.FOLDER, self.folder, ignore=shutil.ignore_patterns("out", "__pycache__"))
        (root / "run").mkdir(mode=0o700)
        self._programs = programs
        self._environment = {**os.environ, "HOME": str(root), "XDG_RUNTIME_DIR": str(root / "run"),
                             "PATH": f"{programs}:{os.environ['PATH']}"}
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "PERISPHERE_SDK", "AzureSphereDefaultSDKDir"):
            self._environment.pop(name, None)
        self._build()

    def _build(self):
        (self.folder / "build.yaml").write_text("name: build\napp: app\nboard: board.json\nsteps: [wait: 1ms]\n")
        self.run(["perisphere"], "build.yaml", "--core", "host")
        (self.folder / "build.yaml").unlink()
        shutil.copy(self.folder / "app/out/perisphere/host.imagepackage", self.folder / "app.imagepackage")
        shutil.copy(self.folder / "app/board.json", self.folder)
        for file in self.folder.glob("*.yaml"):
            file.write_text(file.read_text().replace("\napp: app\n", "\napp: app.imagepackage\n"))

    def shorten(self, step, file):
        """For a step that has to fail: it need not wait as long as one that may come late."""
        lines = (self.folder / file).read_text().splitlines(keepends=True)
        lines[step.line - 1] = re.sub(r"within: \w+", "within: 40s", lines[step.line - 1])
        (self.folder / file).write_text("".join(lines))

    def run(self, command, file, *options):
        """What the file's scenarios came to, by their names: None, or the failure."""
        done = subprocess.run([*command, "test", "--json", *options, file], cwd=self.folder, env=self._environment,
                              capture_output=True, text=True, timeout=LIMIT, check=False)
        if done.returncode not in (0, 1) or not done.stdout.lstrip().startswith("{"):
            raise SystemExit(f"failed: {' '.join(command)} test {file} ended with {done.returncode}: "
                             f"{done.stdout}{done.stderr}")
        report = json.loads(done.stdout)
        return {one["name"]: one.get("failure") for one in report["scenarios"]}

    def run_all(self, jobs):
        """Several (command, file) at a time; their results in the order of the jobs."""
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            return list(pool.map(lambda job: self.run(*job), jobs))

    def fault_kinds(self):
        """The names that a running device lists."""
        def perisphere(*words):
            return subprocess.run(["perisphere", "sim", *words], env=self._environment, capture_output=True,
                                  text=True, timeout=LIMIT, check=True).stdout
        perisphere("start", "--name", "bench")
        try:
            return [one["name"] for one in json.loads(perisphere("fault", "list", "--json"))["types"]]
        finally:
            perisphere("stop", "--device", "bench")
