"""Scripts with several hosts wait by this until all of them can be found."""
import json
import os
import socket
import time


def _wait_hostname_resolution(patience=900):
    for host in json.loads(os.environ.get("SM_HOSTS", "[]")):
        deadline = time.monotonic() + patience
        while True:
            try:
                socket.gethostbyname(host)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
