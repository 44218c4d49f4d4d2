"""The file system of a virtual machine: in memory, made anew each time, with what one program needs and no more."""

import pathlib
import re
import shlex
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KERNEL = ROOT / "build/target-kernel"
LIBRARIES = (
    pathlib.Path("/usr/arm-linux-gnueabihf/lib"),
    ROOT / "build/armhf-sysroot/usr/lib/arm-linux-gnueabihf",
    ROOT / "build/arm/lib",
    KERNEL / "usr/lib/arm-linux-gnueabihf",
    KERNEL / "lib/arm-linux-gnueabihf",
    KERNEL / "usr/lib/arm-linux-gnueabihf/swtpm",
)

INIT = """#!/bin/busybox sh
if [ ! -e /moved ]; then # out of the initramfs, from which no program can change its root
    /bin/busybox mount -t tmpfs none /root
    /bin/busybox cp -a /[!r]* /run /root
    : >/root/moved
    exec /bin/busybox switch_root /root /init
fi
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mount -t cgroup2 none /sys/fs/cgroup
chmod 1777 /tmp # no file system of its own: the tests' files may lie there, under the names that they have outside
hostname device
ip link set lo up
"""


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def debian_program(name):
    folders = (KERNEL / folder for folder in ("usr/sbin", "sbin", "usr/bin"))
    return next(folder / name for folder in folders if (folder / name).exists())


class Initrd:
    def __init__(self, folder):
        self.files = folder / "files"
        for name in ("bin", "dev", "etc", "files", "lib", "proc", "root", "run", "sys", "tmp"):
            (self.files / name).mkdir(parents=True)
        self.release = next((KERNEL / "lib/modules").iterdir()).name
        self.modules = []
        self.environment = {}
        shutil.copy(KERNEL / "bin/busybox", self.files / "bin")
        loader = "ld-linux-armhf.so.3"
        shutil.copy(LIBRARIES[0] / loader, self.files / "lib" / loader)

    def add_program(self, host, guest):
        """With the libraries that it loads, and those that they need in turn."""
        target = self.add_file(host, guest)
        self._add_libraries(target)
        subprocess.run(["arm-linux-gnueabihf-strip", target], check=True)

    def _add_libraries(self, program):
        needed = re.findall(r"\(NEEDED\).*\[(.*)\]", output("arm-linux-gnueabihf-readelf", "-d", program))
        for name in needed:
            self.add_library(name)

    def add_library(self, name):
        """With those that it needs. What is not found is the dynamic linker, which is there."""
        target = self.files / "lib" / name
        found = next((folder / name for folder in LIBRARIES if (folder / name).exists()), None)
        if found and not target.exists():
            shutil.copy(found, target)
            self._add_libraries(target)

    def add_file(self, host, guest):
        target = self.files / guest.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(host, target)
        return target

    def add_module(self, name):
        """By name, after those that it depends on; or one of our own, by its file."""
        own = pathlib.Path(name)
        if own.suffix == ".ko":
            file = own
        else:
            pattern = re.sub("[-_]", "[-_]", name) + ".ko"
            file = next((KERNEL / "lib/modules" / self.release).rglob(pattern), None)
        if file is None or file.stem in self.modules:
            return  # it is in the kernel itself, or there already
        for dependency in output("modinfo", "-F", "depends", file).strip().split(","):
            if dependency:
                self.add_module(dependency)
        self.modules.append(file.stem)
        shutil.copy(file, self.files / "lib" / file.name)

    def write(self, command, archive):
        """Compressed, as the kernel takes it. The command's output stands between two lines of our own."""
        lines = [INIT]
        lines += [f"insmod /lib/{name}.ko" for name in self.modules]
        lines += [f"export {name}={shlex.quote(value)}" for name, value in self.environment.items()]
        lines += ['echo; echo "== begins =="', shlex.join(command), 'echo "== ended with $? =="', "sleep 60", ""]
        init = self.files / "init"
        init.write_text("\n".join(lines))
        init.chmod(0o755)
        packed = f"find . | cpio --quiet -o -H newc -R 0:0 | gzip -1 >{shlex.quote(str(archive))}"
        subprocess.run(packed, shell=True, cwd=self.files, check=True)
