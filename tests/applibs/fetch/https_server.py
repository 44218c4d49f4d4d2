#!/usr/bin/env python3
"""A web server with the files of a folder, for the tests of the update feed: on a port of 127.0.0.1 that it prints, with
the certificate and key that it is given. Files whose names end as the arguments say are without end, or come slowly.
It ends with its standard input."""
import argparse
import http.server
import pathlib
import ssl
import sys
import threading


def handler_of(options):
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=options.folder)

        def log_message(self, *_):
            pass

        def do_GET(self):
            if options.endless and self.path.endswith(options.endless):
                self.send_response(200)
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(b" " * 65536)
                except OSError:
                    return
            if options.slow and self.path.endswith(options.slow):
                self.send_response(200)
                self.send_header("Content-Length", "4000")
                self.end_headers()
                self.wfile.write(b"{")
                self.wfile.flush()
                options.over.wait()
                return
            if self.path.endswith("to-http"):
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1/")
                self.end_headers()
                return
            super().do_GET()

    return Handler


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # clients that hang up are what is tested


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("certificate", type=pathlib.Path)
    parser.add_argument("--endless")
    parser.add_argument("--slow")
    options = parser.parse_args()
    options.over = threading.Event()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate)
    server = Server(("127.0.0.1", 0), handler_of(options))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    options.over.set()


main()
