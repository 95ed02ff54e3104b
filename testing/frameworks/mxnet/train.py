"""A classifier of points by quadrant with Module.fit, checkpoints as its own callback names them."""
import argparse
import logging
import os
import re

import mxnet as mx
import numpy as np

PREFIX = "points"


def newest(folder):
    found = [int(m.group(1)) for name in os.listdir(folder) if (m := re.match(PREFIX + r"-(\d+)\.params$", name))]
    return max(found, default=0)


def save_whole(folder):
    def callback(number, symbol, arg, aux):
        partial = os.path.join(folder, ".partial")
        mx.model.save_checkpoint(partial, number + 1, symbol, arg, aux)
        os.replace(f"{partial}-symbol.json", os.path.join(folder, f"{PREFIX}-symbol.json"))
        os.replace(f"{partial}-{number + 1:04d}.params", os.path.join(folder, f"{PREFIX}-{number + 1:04d}.params"))

    return callback


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--learning-rate", type=float, default=0.1)
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    parser.add_argument("--model-dir", default=os.environ.get("SM_MODEL_DIR"))
    args, _ = parser.parse_known_args()

    x = np.random.RandomState(1).uniform(-1, 1, (24000, 2)).astype("float32")
    y = (x[:, 0] > 0) + 2 * (x[:, 1] > 0)
    train = mx.io.NDArrayIter(x[:20000], y[:20000], 50)
    validation = mx.io.NDArrayIter(x[20000:], y[20000:], 50)

    net = mx.sym.FullyConnected(mx.sym.Variable("data"), num_hidden=32)
    net = mx.sym.FullyConnected(mx.sym.Activation(net, act_type="relu"), num_hidden=4)
    net = mx.sym.SoftmaxOutput(net, name="softmax")
    first = newest(args.checkpoint_path)
    arg, aux = None, None
    if first:
        _, arg, aux = mx.model.load_checkpoint(os.path.join(args.checkpoint_path, PREFIX), first)
        print(f"Resuming training from epoch: {first}", flush=True)

    module = mx.mod.Module(net, context=mx.cpu())
    module.fit(
        train,
        eval_data=validation,
        optimizer="sgd",
        optimizer_params={"learning_rate": args.learning_rate},
        arg_params=arg,
        aux_params=aux,
        begin_epoch=first,
        num_epoch=args.epochs,
        epoch_end_callback=save_whole(args.checkpoint_path),
    )
    module.save_checkpoint(os.path.join(args.model_dir, "model"), 0)
