#!/usr/bin/env python3
"""A Sensirion SHT31: temperature and humidity on I2C, each with its checksum.

Models single-shot measurements with clock stretching (2C 06, 2C 0D, 2C 10), which are done at once
as no part can hold the clock, and without (24 00, 24 0B, 24 16) with their times; the status
register (F3 2D) and soft reset (30 A2). Leaves out periodic measurements, the heater and the
alerts.
"""
import argparse

import perisphere_part

# Commands by how long they take at most, in nanoseconds.
MEASUREMENTS = {0x2C06: 0, 0x2C0D: 0, 0x2C10: 0, 0x2400: 15_000_000, 0x240B: 6_000_000, 0x2416: 4_000_000}
READ_STATUS = 0xF32D
SOFT_RESET = 0x30A2
STATUS_AFTER_RESET = 0x8010


def crc(data):
    """CRC-8 with polynomial 31h and start value FFh."""
    value = 0xFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value << 1) ^ (0x131 if value & 0x80 else 0)
    return value


def word(value):
    """Two bytes, high first, and their checksum."""
    data = round(value).to_bytes(2, "big")
    return data + bytes([crc(data)])


class Sht31:
    """The sensor, in air of a temperature (°C) and a relative humidity (%) that stay."""

    def __init__(self, temperature, humidity):
        self.measured = (word((temperature + 45) * 65535 / 175) + word(humidity * 65535 / 100))
        self.output = b""
        self.ready = 0  # when a measurement is done
        self.command = b""

    def start(self, address, access, time):
        self.execute(time)
        return access == "write" or (bool(self.output) and time >= self.ready)

    def write(self, byte):
        self.command += bytes([byte])
        return len(self.command) <= 2

    def read(self):
        byte, self.output = (self.output[0], self.output[1:]) if self.output else (0xFF, b"")
        return byte

    def stop(self, time):
        self.execute(time)

    def execute(self, time):
        """The command that a STOP or a repeated START has ended, if any."""
        command, self.command = int.from_bytes(self.command, "big"), b""
        if command in MEASUREMENTS:
            self.output = self.measured
            self.ready = time + MEASUREMENTS[command]
        elif command == READ_STATUS:
            self.output = word(STATUS_AFTER_RESET)
            self.ready = time
        elif command == SOFT_RESET:
            self.output = b""


def main():
    parser = argparse.ArgumentParser(description="Plays an SHT31 on a simulated board.")
    parser.add_argument("--device", help="name of the simulated device, if several run")
    parser.add_argument("--part", default="TEMP1", help="name on the board (default: TEMP1)")
    parser.add_argument("--temperature", type=float, default=21.5, help="in °C (default: 21.5)")
    parser.add_argument("--humidity", type=float, default=40, help="in %% (default: 40)")
    options = parser.parse_args()
    sensor = Sht31(options.temperature, options.humidity)
    perisphere_part.serve(sensor, options.part, options.device)


if __name__ == "__main__":
    main()
