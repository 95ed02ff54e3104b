"""MNIST digits with MXNet's Module: a checkpoint after every epoch, and training that goes on after the newest one."""
import argparse
import glob
import gzip
import json
import logging
import os
import re
import shutil
import struct

import mxnet as mx
import numpy as np

PREFIX = "mnist"
WHOLE_CHECKPOINT = re.compile(PREFIX + r"-(\d+)\.params$")


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch-size", type=int, default=100)
    parser.add_argument("--learning-rate", type=float, default=0.1)
    parser.add_argument("--train-size", type=int, default=0, help="digits to train on; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    parser.add_argument("--model-dir", default=os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))
    for channel in ("train", "test"):
        place = os.environ.get(f"SM_CHANNEL_{channel.upper()}", f"/opt/ml/input/data/{channel}")
        parser.add_argument(f"--{channel}", default=place)
    return parser.parse_known_args()[0]


def read_digits(folder, count=0):
    """images.gz and labels.gz are MNIST's own files. https://yann.lecun.com/exdb/mnist/"""
    places = {name: glob.glob(os.path.join(folder, "**", name), recursive=True) for name in ("images.gz", "labels.gz")}
    for name, found in places.items():
        if not found:
            raise SystemExit(f"There is no {name} in {folder}.")
    with gzip.open(places["labels.gz"][0]) as file:
        struct.unpack(">II", file.read(8))
        labels = np.frombuffer(file.read(), dtype=np.uint8)
    with gzip.open(places["images.gz"][0]) as file:
        _, _, rows, columns = struct.unpack(">IIII", file.read(16))
        images = np.frombuffer(file.read(), dtype=np.uint8).reshape(len(labels), 1, rows, columns)
    end = count or len(labels)
    return images[:end].astype(np.float32), labels[:end].astype(np.float32)


def build_network():
    # It takes pixels as they come, 0 to 255, so that whoever asks it need not know.
    net = mx.sym.flatten(data=mx.sym.var("data") / 255)
    for size in (128, 64):
        net = mx.sym.Activation(data=mx.sym.FullyConnected(data=net, num_hidden=size), act_type="relu")
    scores = mx.sym.FullyConnected(data=net, num_hidden=10, name="scores")
    return mx.sym.SoftmaxOutput(data=scores, name="softmax")


def newest_checkpoint(folder):
    """The checkpoint of the highest epoch, compared as numbers: 10 comes after 9."""
    found = [int(match.group(1)) for name in os.listdir(folder) if (match := WHOLE_CHECKPOINT.match(name))]
    return max(found, default=None)


def save_whole(module, folder):
    """Writes beside the places and renames, the parameters last: where they lie, the checkpoint is whole."""

    def at_epoch_end(epoch, symbol, arg, aux):
        partial = os.path.join(folder, f".partial-{PREFIX}")
        module.save_checkpoint(partial, epoch + 1, save_optimizer_states=True)
        for ending in ("-symbol.json", f"-{epoch + 1:04d}.states", f"-{epoch + 1:04d}.params"):
            os.replace(partial + ending, os.path.join(folder, PREFIX + ending))

    return at_epoch_end


def save_model(module, folder):
    module.symbol.save(os.path.join(folder, "model-symbol.json"))
    module.save_params(os.path.join(folder, "model-0000.params"))
    shapes = [{"name": each.name, "shape": list(each.shape)} for each in module.data_shapes]
    with open(os.path.join(folder, "model-shapes.json"), "w") as file:
        json.dump(shapes, file)
    # The inference image looks for its handlers in code/.
    os.makedirs(os.path.join(folder, "code"), exist_ok=True)
    handlers = os.path.join(os.path.dirname(os.path.abspath(__file__)), "inference.py")
    shutil.copy(handlers, os.path.join(folder, "code"))


def main():
    logging.basicConfig(level=logging.INFO)
    arguments = read_arguments()
    mx.random.seed(arguments.seed)
    np.random.seed(arguments.seed)
    os.makedirs(arguments.checkpoint_path, exist_ok=True)
    context = [mx.gpu(each) for each in range(int(os.environ.get("SM_NUM_GPUS", "0")))] or mx.cpu()
    train = mx.io.NDArrayIter(*read_digits(arguments.train, arguments.train_size), arguments.batch_size, shuffle=True)
    test = mx.io.NDArrayIter(*read_digits(arguments.test, arguments.train_size // 6), arguments.batch_size)

    newest = newest_checkpoint(arguments.checkpoint_path)
    if newest is None:
        print("No checkpoint was found: training starts at epoch 0", flush=True)
        module = mx.mod.Module(build_network(), context=context)
    else:
        print(f"Latest epoch checkpoint file name: {PREFIX}-{newest:04d}.params", flush=True)
        # MXNet counts epochs from 0: the checkpoint's number is that of the next one.
        print(f"Resuming training from epoch: {newest}", flush=True)
        place = os.path.join(arguments.checkpoint_path, PREFIX)
        module = mx.mod.Module.load(place, newest, load_optimizer_states=True, context=context)
    module.fit(
        train,
        eval_data=test,
        optimizer="sgd",
        optimizer_params={"learning_rate": arguments.learning_rate, "momentum": 0.9},
        initializer=mx.initializer.Xavier(),
        begin_epoch=newest or 0,
        num_epoch=arguments.epochs,
        epoch_end_callback=save_whole(module, arguments.checkpoint_path),
    )
    save_model(module, arguments.model_dir)


if __name__ == "__main__":
    main()
