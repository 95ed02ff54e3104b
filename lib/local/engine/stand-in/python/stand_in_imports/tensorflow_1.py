"""
TensorFlow 2 as TensorFlow 1: its own compatibility API under the names that scripts of the 1.x images use, `tensorflow` and
`keras` alike. https://www.tensorflow.org/guide/migrate
"""
import importlib
import os
import sys
import types

KERAS_1 = "keras.api._v1.keras"


def _put(target, source, with_modules):
    """Names of the older API in place of the newer ones; what only the newer one has stays."""
    for name in dir(source):
        value = None if name.startswith("_") else getattr(source, name)
        is_kept = isinstance(value, types.ModuleType) and hasattr(target, name) and not with_modules
        if value is not None and not is_kept:
            setattr(target, name, value)


def change_tensorflow(tensorflow):
    older = tensorflow.compat.v1
    older.disable_v2_behavior()
    keras = importlib.import_module(KERAS_1)
    for name in [each for each in sys.modules if each.split(".")[:2] == ["tensorflow", "keras"]]:
        del sys.modules[name]
    # `import tensorflow.keras.models` is found beside Keras's own API.
    folder = os.path.dirname(os.path.dirname(keras.__file__))
    tensorflow.__path__[:] = [folder, *(each for each in tensorflow.__path__ if "keras" not in each)]
    _put(tensorflow, older, True)
    tensorflow.keras = keras


def change_keras(keras):
    importlib.import_module(KERAS_1)
    for name in [each for each in sys.modules if each == KERAS_1 or each.startswith(f"{KERAS_1}.")]:
        public = "keras" + name[len(KERAS_1) :]
        try:
            target = keras if public == "keras" else importlib.import_module(public)
        except ImportError:
            continue
        # Keras's own code looks for its parts below these modules.
        _put(target, sys.modules[name], False)


def name_metrics_as_keras():
    """Keras of its own names a metric as the script does; TensorFlow 1's calls accuracy acc, and counts batches aloud."""
    from keras.callbacks import ProgbarLogger
    from keras.engine import training_utils_v1

    named = training_utils_v1.get_metric_name
    training_utils_v1.get_metric_name = lambda metric, weighted=False: (
        metric if metric in ("accuracy", "acc") else named(metric, weighted)
    )
    update = ProgbarLogger._batch_update_progbar

    def update_without_counts(self, batch, logs=None):
        counts = ("batch", "size", "num_steps") if self.use_steps else ()
        return update(self, batch, {name: value for name, value in (logs or {}).items() if name not in counts})

    ProgbarLogger._batch_update_progbar = update_without_counts


def change():
    import tensorflow
    import keras

    log = tensorflow.get_logger()
    level = log.level
    # It warns of every older name that it is asked for.
    log.setLevel("ERROR")
    change_tensorflow(tensorflow)
    change_keras(keras)
    log.setLevel(level)
