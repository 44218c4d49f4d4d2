"""The machines of QEMU that the tests start, and how a kernel is started on each."""

import dataclasses
import pathlib
import shutil
import subprocess

import initrd


@dataclasses.dataclass(frozen=True)
class Machine:
    arguments: tuple  # of qemu-system-arm
    console: str  # as the kernel calls it
    devices: tuple = ()  # besides those of the machine: arguments of QEMU
    serials_before: int = 0  # ports before the console's
    tree: str = ""  # a device tree of the kernel's; empty: QEMU makes one
    edits: tuple = ()  # of it: arguments of fdtput, in its place the file

    def make_tree(self, release, folder):
        """Gives QEMU's arguments for it."""
        if not self.tree:
            return []
        file = folder / "machine.dtb"
        shutil.copy(initrd.KERNEL / f"usr/lib/linux-image-{release}" / self.tree, file)
        for edit in self.edits:
            subprocess.run(["fdtput", *(str(file) if word == FILE else word for word in edit)], check=True)
        return ["-dtb", file]


FILE = "FILE"

MACHINES = {
    # Debian's kernel without large addresses does not reach the PCI bus where QEMU usually has it.
    "virt": Machine(("-M", "virt,highmem=off", "-cpu", "cortex-a7", "-m", "256"), "ttyAMA0"),
    # The flash memory is spidev's; DMA is left out, for which QEMU has no controller.
    "sabrelite": Machine(
        ("-M", "sabrelite", "-m", "512"),
        "ttymxc1",
        devices=("-device", "ds1338,bus=i2c-bus.0,address=0x68"),
        serials_before=1,
        tree="imx6q-sabrelite.dtb",
        edits=(
            ("-t", "s", FILE, "/soc/bus@2000000/spba-bus@2000000/spi@2008000/flash@0", "compatible", "rohm,dh2228fv"),
            ("-d", FILE, "/soc/bus@2000000/spba-bus@2000000/spi@2008000", "dmas", "dma-names"),
            ("-d", FILE, "/soc/bus@2000000/spba-bus@2000000/serial@2020000", "dmas", "dma-names"),
        ),
    ),
    "ast2600-evb": Machine(
        ("-M", "ast2600-evb"),
        "ttyS4",
        devices=("-device", "ds1338,bus=aspeed.i2c.bus.1,address=0x68"),
        tree="aspeed-ast2600-evb.dtb",
        edits=(("-t", "s", FILE, "/ahb/apb/adc@1e6e9000", "status", "okay"),),
    ),
}
