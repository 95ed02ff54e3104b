"""Writes checkpoints in the ways of Python's own libraries, at random; each version's digest is logged as drill-script.ts says."""
import hashlib
import io
import json
import mmap
import multiprocessing
import os
import pickle
import random
import shutil
import signal
import sqlite3
import tempfile
import threading
import time
import zipfile

FOLDER = "/opt/ml/checkpoints" if os.path.isdir("/opt/ml/checkpoints") else os.environ["SAGEMAKER_BASE_DIR"] + "/checkpoints"
LOG = os.environ["DRILL_LOG"]


def log(name, what, content=None):
    digest = "-" if content is None else hashlib.sha256(content).hexdigest()
    with open(LOG, "a") as text:
        text.write(f"{name} {what} {digest} {int(time.time() * 1000)}\n")


def at(name):
    return os.path.join(FOLDER, name)


def content(r):
    size = r.choice([0, 10, 5000, 300_000, 2_000_000])
    return bytes([r.randrange(256)]) * size


def replaced(r, name):
    """The usual way: a temporary name, fsync, os.replace."""
    data = pickle.dumps({"epoch": r.random(), "weights": content(r)})
    with open(at(name + ".part"), "wb") as file:
        half = len(data) // 2
        file.write(data[:half])
        time.sleep(r.random() * 0.05)
        file.write(data[half:])
        file.flush()
        os.fsync(file.fileno())
        log(name + ".part", "whole", data)
    log(name + ".part", "begun")
    log(name, "whole", data)
    os.replace(at(name + ".part"), at(name))


def temporary(r, name):
    """A random temporary name, as libraries take one: it may be left behind."""
    data = json.dumps({"at": r.random(), "text": "x" * r.choice([5, 50_000])}).encode()
    with tempfile.NamedTemporaryFile(dir=FOLDER, prefix=".saving-", delete=False) as file:
        short = os.path.basename(file.name)
        log(short, "whole", data)
        file.write(data)
    log(short, "begun")
    log(name, "whole", data)
    os.rename(file.name, at(name))


def in_place(r, name):
    """Straight into its place, piece by piece."""
    data = content(r)
    log(name, "begun")
    with open(at(name), "wb", buffering=0) as file:
        for start in range(0, len(data), max(1, len(data) // 4)):
            file.write(data[start : start + max(1, len(data) // 4)])
            time.sleep(r.random() * 0.04)
        log(name, "whole", data)


def zipped(r, name):
    """As torch.save and numpy.savez do: an archive whose directory comes last."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(3):
            archive.writestr(f"archive/data/{number}", content(r))
    data = data.getvalue()
    log(name, "begun")
    with open(at(name), "wb") as file:
        file.write(data[: len(data) // 3])
        file.flush()
        time.sleep(r.random() * 0.08)
        file.write(data[len(data) // 3 :])
        log(name, "whole", data)


def numbered(r, name):
    """A file an epoch, the newest three kept."""
    numbers = sorted(int(each.rsplit("-", 1)[1]) for each in os.listdir(FOLDER) if each.startswith(name + "-") and each.rsplit("-", 1)[1].isdigit())
    number = numbers[-1] + 1 if numbers else 0
    data = content(r)
    place = f"{name}-{number}"
    log(place, "begun")
    with open(at(place), "wb") as file:
        file.write(data)
        log(place, "whole", data)
    for old in numbers[:-2]:
        log(f"{name}-{old}", "begun")
        os.remove(at(f"{name}-{old}"))


def mapped(r, name):
    """Through memory, as memory-mapped arrays are written."""
    data = bytes([r.randrange(256)]) * 40_000
    log(name, "begun")
    with open(at(name), "wb+") as file:
        file.truncate(len(data))
        with mmap.mmap(file.fileno(), len(data)) as memory:
            memory[:20_000] = data[:20_000]
            time.sleep(r.random() * 0.05)
            memory[20_000:] = data[20_000:]
            memory.flush()
        log(name, "whole", data)


def write_in_child(place, name, data):
    with open(place, "wb") as file:
        file.write(data[:1000])
        file.flush()
        time.sleep(0.03)
        file.write(data[1000:])
        log(name, "whole", data)


def by_child(r, name):
    """A process of its own writes, as data loaders and asynchronous savers do."""
    log(name, "begun")
    child = multiprocessing.get_context("spawn").Process(target=write_in_child, args=(at(name), name, content(r) + b"end"))
    child.start()
    child.join()


def folder(r, name):
    """A whole folder built aside and renamed, as SavedModel and Transformers do."""
    building = "building-" + name
    shutil.rmtree(at(building), ignore_errors=True)
    os.makedirs(at(building), exist_ok=True)
    for part in ("model.bin", "config.json"):
        data = content(r)
        log(f"{name}/{part}", "begun")
        log(f"{building}/{part}", "whole", data)
        with open(at(f"{building}/{part}"), "wb") as file:
            file.write(data)
        log(f"{building}/{part}", "begun")
        log(f"{name}/{part}", "whole", data)
    # A marker may be put into a folder while it is being removed.
    for _ in range(50):
        shutil.rmtree(at(name), ignore_errors=True)
        if not os.path.exists(at(name)):
            break
        time.sleep(0.005)
    os.rename(at(building), at(name))
    log(f"{name}/model.bin", "begun")


def database(r, name):
    """Copied by SQLite's own back-up into a closed file."""
    source = sqlite3.connect(":memory:")
    source.execute("create table t (x)")
    source.executemany("insert into t values (?)", [(r.random(),) for _ in range(200)])
    source.commit()
    place = os.path.join(tempfile.gettempdir(), f"{name}.sqlite")
    if os.path.exists(place):
        os.remove(place)
    with sqlite3.connect(place) as target:
        source.backup(target)
    target.close()
    with open(place, "rb") as file:
        data = file.read()
    log(name + ".copy", "whole", data)
    shutil.copyfile(place, at(name) + ".copy")
    log(name + ".copy", "begun")
    log(name, "whole", data)
    os.replace(at(name) + ".copy", at(name))


WAYS = [replaced, temporary, in_place, zipped, numbered, mapped, by_child, folder, database]


def keep_on(way, seed):
    r = random.Random(seed)
    while True:
        way(r, way.__name__)
        time.sleep(r.random() * (1.5 if r.random() < 0.4 else 0.15))


if __name__ == "__main__":
    chosen = random.Random(int(os.environ["DRILL_SEED"]))
    os.makedirs(FOLDER, exist_ok=True)
    if chosen.random() < 0.3:
        # A handler that does nothing, as in a program that wants to be ended hard.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ways = chosen.sample(WAYS, chosen.randint(1, 4))
    print("up", *[way.__name__ for way in ways])
    for way in ways:
        threading.Thread(target=keep_on, args=(way, chosen.random()), daemon=True).start()
    while True:
        time.sleep(60)
