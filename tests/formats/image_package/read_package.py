#!/usr/bin/env python3
"""Reads an image package with nothing but the format's description: an independent check of our writer.

usage: read_package.py PACKAGE TARGET_FOLDER COMPONENT_ID NAME RUNTIME_VERSION CERTIFICATE

Extracts the files to TARGET_FOLDER and fails on the first thing that is not as described or not as told.
"""
import os
import struct
import subprocess
import sys
import tempfile
import uuid
import zlib


def expect(name, actual, wanted):
    if actual != wanted:
        sys.exit(f"{name}: {actual!r}, wanted {wanted!r}")


def inode(body, at):
    first, second, third = struct.unpack_from("<III", body, at)
    return {
        "mode": first & 0xFFFF,
        "owner": (first >> 16) | (second >> 24),
        "size": second & 0xFFFFFF,
        "name": (third & 0x3F) * 4,
        "offset": (third >> 6) * 4,
    }


def extract(body, directory, folder, seen):
    os.mkdir(folder, 0o700)
    at, end = directory["offset"], directory["offset"] + directory["size"]
    previous = b""
    while at < end:
        entry = inode(body, at)
        name = body[at + 12 : at + 12 + entry["name"]].rstrip(b"\0")
        expect("names in order", name > previous, True)
        expect("owner", entry["owner"], 0)
        previous, at = name, at + 12 + entry["name"]
        seen.append(name)
        path = os.path.join(folder, name)
        if entry["mode"] & 0o170000 == 0o040000:
            extract(body, entry, path, seen)
            continue
        expect("execute in place", entry["mode"] & 0o171000, 0o101000)
        expect("page", entry["offset"] % 4096, 0)
        with open(path, "wb") as file:
            file.write(body[entry["offset"] : entry["offset"] + entry["size"]])
        os.chmod(path, entry["mode"] & 0o777)
    expect("end of directory", at, end)
    os.chmod(folder, directory["mode"] & 0o777)


def check_file_system(body, folder):
    magic, size, flags, future = struct.unpack_from("<IIII", body, 0)
    expect("magic", magic, 0x28CD3D45)
    expect("size", size, len(body))
    expect("flags", flags, 3)
    expect("future", future, 0)
    expect("signature", body[16:32], b"Compressed ROMFS")
    expect("crc", zlib.crc32(body[36:], zlib.crc32(b"\0\0\0\0", zlib.crc32(body[:32]))), struct.unpack_from("<I", body, 32)[0])
    seen = []
    extract(body, inode(body, 64), os.fsencode(folder), seen)
    expect("inodes", struct.unpack_from("<I", body, 44)[0], len(seen) + 1)


def sections(metadata):
    expect("metadata magic", metadata[:4], b"4X4M")
    found, at = {}, 8
    for _ in range(struct.unpack_from("<I", metadata, 4)[0]):
        name, length = struct.unpack_from("<2sH", metadata, at)
        found[name] = metadata[at + 4 : at + 4 + length]
        at += 4 + length
    expect("end of sections", at, len(metadata) - 4)
    return found


def der_integer(raw):
    raw = raw.lstrip(b"\0") or b"\0"
    raw = b"\0" + raw if raw[0] & 0x80 else raw
    return bytes([2, len(raw)]) + raw


def check_signature(signed, signature, certificate):
    body = der_integer(signature[:32]) + der_integer(signature[32:])
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("signed", signed), ("signature", bytes([0x30, len(body)]) + body)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        key = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-pubkey"], check=True, capture_output=True)
        with open(os.path.join(folder, "key"), "wb") as file:
            file.write(key.stdout)
        subprocess.run(
            ["openssl", "dgst", "-sha256", "-verify", "key", "-signature", "signature", "signed"], cwd=folder, check=True
        )


def main():
    package, folder, component, name, version, certificate = sys.argv[1:]
    certificate = os.path.abspath(certificate)
    with open(package, "rb") as file:
        data = file.read()
    signed, signature = data[:-64], data[-64:]
    length = struct.unpack("<I", signed[-4:])[0]
    found = sections(signed[-length:])
    expect("sections", list(found), [b"ID", b"SG", b"DB", b"TP", b"ND"])
    expect("image type", struct.unpack_from("<H", found[b"ID"])[0], 10)
    expect("component", str(uuid.UUID(bytes_le=found[b"ID"][4:20])), component)
    expect("build time", struct.unpack_from("<Q", found[b"DB"])[0], 1700000000)
    expect("name", found[b"DB"][8:].rstrip(b"\0").decode(), name)
    expect("temporary", found[b"TP"], b"\2\0\0\0")
    expect("abi", struct.unpack("<III", found[b"ND"]), (1, int(version), 3))
    fingerprint = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha1"], check=True, capture_output=True, text=True
    ).stdout
    thumbprint = fingerprint.split("=")[1].strip().replace(":", "").lower()
    expect("thumbprint", found[b"SG"][:20].hex(), thumbprint)
    check_signature(signed, signature, certificate)
    check_file_system(signed[:-length], folder)


main()
