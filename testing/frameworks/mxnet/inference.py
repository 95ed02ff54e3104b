import os
from collections import namedtuple

import mxnet as mx

Batch = namedtuple("Batch", ["data"])


def model_fn(model_dir):
    net, arg, aux = mx.model.load_checkpoint(os.path.join(model_dir, "model"), 0)
    module = mx.mod.Module(net, label_names=None)
    module.bind(for_training=False, data_shapes=[("data", (1, 2))])
    module.set_params(arg, aux, allow_missing=True)
    return module


def predict_fn(data, module):
    module.forward(Batch([data]), is_train=False)
    return module.get_outputs()[0]
