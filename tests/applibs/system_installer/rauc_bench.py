"""RAUC on a D-Bus of its own, with two slots that are files and a boot loader that is a folder: a system that can be
updated, on any machine.

  rauc_bench.py FOLDER    boots the primary slot of what is in the folder, or makes it; writes the address of the bus and
                          the bundle of system 26.12, then "ready"; until the end of its standard input
"""
import os
import pathlib
import subprocess
import sys

BOOT_LOADER = """#!/bin/sh
case $1 in
get-primary) cat "{0}/primary" ;;
set-primary) echo "$2" >"{0}/primary" ;;
get-state) cat "{0}/state.$2" ;;
set-state) echo "$3" >"{0}/state.$2" ;;
*) exit 1 ;;
esac
"""

SYSTEM = """[system]
compatible=bench
bootloader=custom
statusfile={0}/status
mountprefix={0}/mnt
bundle-formats=plain

[handlers]
bootloader-custom-backend={0}/boot-loader

[keyring]
path={0}/ours.crt

[slot.rootfs.0]
device={0}/slot0
type=raw
bootname=A

[slot.rootfs.1]
device={0}/slot1
type=raw
bootname=B
"""

MANIFEST = """[update]
compatible={compatible}
version=26.12

[bundle]
format=plain

[image.rootfs]
filename=rootfs.img
"""

SLOT_BYTES = 64 * 1024


class RaucBench:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        if not (folder / "system.conf").exists():
            self.make()
        (folder / "bus").unlink(missing_ok=True)
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1",
                                     f"--address=unix:path={folder}/bus"], stdout=subprocess.PIPE, text=True)
        self.address = self.bus.stdout.readline().strip()
        self.rauc = None
        self.start_rauc()

    def make(self):
        folder = self.folder
        for name in ("slot0", "slot1"):
            (folder / name).write_bytes(bytes(SLOT_BYTES))
        (folder / "primary").write_text("A\n")
        for name in ("A", "B"):
            (folder / f"state.{name}").write_text("bad\n" if name == "B" else "good\n")
        loader = folder / "boot-loader"
        loader.write_text(BOOT_LOADER.format(folder))
        loader.chmod(0o755)
        for name in ("ours", "strangers"):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                            "-subj", f"/CN={name}", "-days", "2", "-keyout", folder / f"{name}.key",
                            "-out", folder / f"{name}.crt"], check=True, capture_output=True)
        (folder / "system.conf").write_text(SYSTEM.format(folder))
        (folder / "mnt").mkdir()

    def start_rauc(self):
        self.rauc = subprocess.Popen(
            ["rauc", "service", "--conf", self.folder / "system.conf", f"--override-boot-slot={self.primary()}"],
            env=os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": self.address}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        # The bus tells when somebody has the name.
        subprocess.run(["gdbus", "wait", "--address", self.address, "--timeout", "30", "de.pengutronix.rauc"], check=True)

    def close(self):
        for process in (self.rauc, self.bus):
            process.terminate()
            process.wait()

    def bundle(self, content: bytes, *, name="bundle", signer="ours", compatible="bench"):
        source = self.folder / f"{name}.source"
        source.mkdir()
        (source / "rootfs.img").write_bytes(content)
        (source / "manifest.raucm").write_text(MANIFEST.format(compatible=compatible))
        file = self.folder / f"{name}.raucb"
        subprocess.run(["rauc", "bundle", "--cert", self.folder / f"{signer}.crt", "--key", self.folder / f"{signer}.key",
                        "--keyring", self.folder / f"{signer}.crt", source, file], check=True, capture_output=True)
        return file

    def slot(self, number):
        return (self.folder / f"slot{number}").read_bytes()

    def primary(self):
        return (self.folder / "primary").read_text().strip()

    def state(self, name):
        return (self.folder / f"state.{name}").read_text().strip()


def main():
    bench = RaucBench(pathlib.Path(sys.argv[1]))
    try:
        bundle = bench.folder / "bundle.raucb"
        if not bundle.exists():
            bench.bundle(b"the new system")
        print(bench.address, bundle, "ready", sep="\n", flush=True)
        sys.stdin.read()
    finally:
        bench.close()


if __name__ == "__main__":
    main()
