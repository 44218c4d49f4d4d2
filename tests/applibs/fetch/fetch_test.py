#!/usr/bin/env python3
"""perisphere-fetch against a real HTTPS server on this machine: what it brings, and what it refuses with which words."""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FETCH = sys.argv[1]


def certificate(folder, name, address):
    file = folder / f"{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj", f"/CN={name}", "-addext", f"subjectAltName=IP:{address}", "-days", "2",
                    "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt"],
                   check=True, capture_output=True)
    file.write_bytes((folder / f"{name}.key").read_bytes() + (folder / f"{name}.crt").read_bytes())
    return file


class Server:
    def __init__(self, files, pem):
        self.process = subprocess.Popen(
            [sys.executable, HERE / "https_server.py", files, pem, "--endless", "endless.bin", "--slow", "slow.bin"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate("")


def fetch(url, authorities, *, most=100, seconds=20):
    done = subprocess.run([FETCH, "--max-bytes", str(most), "--max-seconds", str(seconds), "--authorities", authorities,
                           "--", url], capture_output=True, timeout=120)
    return done.returncode, done.stdout, done.stderr.decode().strip()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        files = folder / "files"
        (files / "folder").mkdir(parents=True)
        (files / "hello.txt").write_bytes(b"hello")
        ours = certificate(folder, "ours", "127.0.0.1")
        elsewhere = certificate(folder, "elsewhere", "127.0.0.9")
        trusted = folder / "ours.crt"
        with Server(files, ours) as server, Server(files, elsewhere) as other:
            base = f"https://127.0.0.1:{server.port}"
            cases = [
                # what, arguments, exit code, output, words on the error stream
                ("a file", [f"{base}/hello.txt", trusted], {}, 0, b"hello", ""),
                ("as long as it may be", [f"{base}/hello.txt", trusted], {"most": 5}, 0, b"hello", ""),
                ("a file that is not there", [f"{base}/none", trusted], {}, 3, b"", "404"),
                ("too long", [f"{base}/hello.txt", trusted], {"most": 4}, 1, b"", "longer than 4 bytes"),
                ("without end", [f"{base}/endless.bin", trusted], {}, 1, b"", "longer than 100 bytes"),
                ("slow", [f"{base}/slow.bin", trusted], {"seconds": 2}, 1, None, "timed out"),
                ("a redirection to http", [f"{base}/to-http", trusted], {}, 1, b"", "http"),
                ("another maker's certificate", [f"{base}/hello.txt", folder / "elsewhere.crt"], {}, 1, b"",
                 "certificate"),
                ("another host's certificate", [f"https://127.0.0.1:{other.port}/hello.txt",
                                                folder / "elsewhere.crt"], {}, 1, b"", "127.0.0.1"),
                ("without encryption", [f"http://127.0.0.1:{server.port}/hello.txt", trusted], {}, 1, b"", "http"),
                ("a file of this machine", ["file:///etc/hostname", trusted], {}, 1, b"", "file"),
                ("nobody there", ["https://127.0.0.1:1/hello.txt", trusted], {}, 1, b"", "connect"),
            ]
            for what, arguments, options, code, output, words in cases:
                result = fetch(*arguments, **options)
                assert result[0] == code, (what, result)
                assert output is None or result[1] == output, (what, result)
                assert words.lower() in result[2].lower(), (what, result)


main()
