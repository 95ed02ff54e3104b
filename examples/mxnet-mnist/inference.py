"""Handlers as AWS's MXNet image takes them; bodies are read and written by the image's own."""
import os
from collections import namedtuple

import mxnet as mx

Batch = namedtuple("Batch", ["data"])


def model_fn(model_dir):
    symbol, arg, aux = mx.model.load_checkpoint(os.path.join(model_dir, "model"), 0)
    # Without the layer that compares with labels, any number of digits can be asked about at once.
    shares = mx.sym.softmax(symbol.get_internals()["scores_output"])
    module = mx.mod.Module(shares, label_names=None)
    module.bind(for_training=False, data_shapes=[("data", (1, 1, 28, 28))])
    module.set_params(arg, aux)
    return module


def predict_fn(digits, module):
    module.forward(Batch([digits.astype("float32").reshape((-1, 1, 28, 28))]), is_train=False)
    return module.get_outputs()[0]
