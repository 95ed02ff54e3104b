"""
Training on several hosts, for scripts: the first host by name runs XGBoost's tracker, and all of them meet there.
"""
import json
import logging
import os
import socket
import sys
import time
from contextlib import contextmanager

import xgboost as xgb
from sagemaker_containers.entry_point import _wait_hostname_resolution

DEFAULT_PORT = 9099
PATIENCE = 300


def wait_hostname_resolution(sm_hosts):
    os.environ.setdefault("SM_HOSTS", json.dumps(list(sm_hosts)))
    _wait_hostname_resolution()


def get_rank():
    """0 where training is not distributed."""
    if hasattr(xgb, "collective"):
        return xgb.collective.get_rank()
    return xgb.rabit.get_rank()


def _await_listener(host, port):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((host, port), timeout=5).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{host} does not listen on port {port}.") from None
            time.sleep(0.2)


def _exchange(hosts, current_host, port, value):
    """@returns what every host says, by host: the first collects and hands out."""
    if current_host != hosts[0]:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with socket.create_connection((hosts[0], port), timeout=PATIENCE) as link, link.makefile("rw") as text:
                    text.write(json.dumps([current_host, value]) + "\n")
                    text.flush()
                    return json.loads(text.readline())
            except OSError:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{hosts[0]} does not listen on port {port}.") from None
                time.sleep(0.2)
    said = {current_host: value}
    with socket.create_server((socket.gethostbyname(current_host), port)) as server:
        server.settimeout(PATIENCE)
        links = []
        while len(said) < len(hosts):
            link, _ = server.accept()
            text = link.makefile("rw")
            host, theirs = json.loads(text.readline())
            said[host] = theirs
            links.append((link, text))
        for link, text in links:
            text.write(json.dumps(said) + "\n")
            text.flush()
            text.close()
            link.close()
    return said


@contextmanager
def _joined(hosts, current_host, port):
    """@returns whether this host is the first; within, XGBoost trains on all of them."""
    from xgboost.tracker import RabitTracker

    is_master = current_host == hosts[0]
    address = socket.gethostbyname(hosts[0])
    # Before 2.1 the tracker is a thread of this process.
    is_older = not hasattr(RabitTracker, "worker_args")
    if is_master:
        tracker = RabitTracker(host_ip=address, n_workers=len(hosts), port=port)
        tracker.start(len(hosts)) if is_older else tracker.start()
        arguments = {} if is_older else tracker.worker_args()
    else:
        arguments = {}
    if is_older:
        if not is_master:
            # A listener that is tried would count as a worker: the tracker says on a port of its own that it is there.
            _await_listener(hosts[0], port + 1)
            beacon = None
        else:
            beacon = socket.create_server((address, port + 1))
        arguments = {
            "DMLC_TRACKER_URI": address,
            "DMLC_TRACKER_PORT": str(port),
            "DMLC_NUM_WORKER": str(len(hosts)),
            "DMLC_TASK_ID": current_host,
        }
    else:
        beacon = None
        said = _exchange(hosts, current_host, port + 1, arguments)
        arguments = dict(said[hosts[0]], dmlc_task_id=current_host)
    try:
        if hasattr(xgb, "collective"):
            with xgb.collective.CommunicatorContext(**arguments):
                yield is_master
        else:
            xgb.rabit.init([f"{name}={value}".encode() for name, value in arguments.items()])
            try:
                yield is_master
            finally:
                xgb.rabit.finalize()
        if is_master:
            # The others say goodbye to it.
            tracker.join() if is_older else tracker.wait_for()
    finally:
        if beacon is not None:
            beacon.close()


def rabit_run(
    exec_fun,
    args,
    include_in_training,
    hosts,
    current_host,
    first_port=None,
    second_port=None,
    update_rabit_args=False,
):
    """Runs `exec_fun(**args)` on the hosts that have data; with `update_rabit_args` it is told `is_master`."""
    first_port = first_port or DEFAULT_PORT
    said = _exchange(sorted(hosts), current_host, first_port, bool(include_in_training))
    with_data = sorted(host for host, has_data in said.items() if has_data)
    if not with_data:
        raise RuntimeError("No host received training data.")
    if not include_in_training:
        logging.warning("Host %s has no data and does not train.", current_host)
        sys.exit(0)
    args = dict(args)
    if len(with_data) == 1:
        if update_rabit_args:
            args["is_master"] = True
        exec_fun(**args)
        return
    with _joined(with_data, current_host, second_port or first_port + 1) as is_master:
        if update_rabit_args:
            args["is_master"] = is_master
        exec_fun(**args)
