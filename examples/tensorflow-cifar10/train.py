"""CIFAR-10 with Keras: a checkpoint after every epoch, and training that goes on after the newest one."""
import argparse
import glob
import os
import re

import numpy as np
import tensorflow as tf

WHOLE_CHECKPOINT = re.compile(r"^checkpoint-(\d+)\.keras$")


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch-size", type=int, default=256)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--width", type=int, default=32, help="filters of the first layer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    for channel in ("train", "validation"):
        place = os.environ.get(f"SM_CHANNEL_{channel.upper()}", f"/opt/ml/input/data/{channel}")
        parser.add_argument(f"--{channel}", default=place)
    # SageMaker's SDK adds --model_dir, a place in S3; what lies in SM_MODEL_DIR is uploaded.
    return parser.parse_known_args()[0]


def read_pictures(folder):
    """All images-*.npy of a channel with their labels, in order of name."""
    files = sorted(glob.glob(os.path.join(folder, "images*.npy")))
    if not files:
        raise SystemExit(f"There are no images*.npy in {folder}. Prepare the example's data first.")
    images = np.concatenate([np.load(file) for file in files])
    labels = np.concatenate([np.load(file.replace("images", "labels")) for file in files])
    return images, labels.astype("int64")


def build_model(width, learning_rate):
    layers = tf.keras.layers
    blocks = []
    for filters in (width, 2 * width, 4 * width):
        blocks += [
            layers.Conv2D(filters, 3, padding="same", use_bias=False),
            # Few steps an epoch must be enough for its averages.
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Dropout(0.2),
        ]
    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(32, 32, 3)),
            # The model takes pixels as they come, 0 to 255, so that whoever asks it need not know.
            layers.Rescaling(1 / 127.5, offset=-1),
            *blocks,
            layers.Flatten(),
            layers.Dense(4 * width, activation="relu"),
            layers.Dropout(0.3),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def newest_checkpoint(folder):
    """The checkpoint of the highest epoch, compared as numbers: 10 comes after 9."""
    found = [(int(match.group(1)), name) for name in os.listdir(folder) if (match := WHOLE_CHECKPOINT.match(name))]
    return max(found, default=None)


class SaveCheckpoint(tf.keras.callbacks.Callback):
    """Writes beside the checkpoint's place and renames: a file of this name is whole."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        place = os.path.join(self.folder, f"checkpoint-{epoch + 1}.keras")
        partial = os.path.join(self.folder, f".partial-{epoch + 1}.keras")
        self.model.save(partial)
        os.replace(partial, place)


def save_model(model, folder):
    """As TensorFlow Serving takes it: a SavedModel in a folder that is named by its version."""
    place = os.path.join(folder, "1")
    if hasattr(model, "export"):
        model.export(place)
    else:
        model.save(place)


def main():
    arguments = read_arguments()
    tf.keras.utils.set_random_seed(arguments.seed)
    os.makedirs(arguments.checkpoint_path, exist_ok=True)
    train = read_pictures(arguments.train)
    validation = read_pictures(arguments.validation)
    print(f"{len(train[0])} pictures to train on, {len(validation[0])} to validate with", flush=True)

    newest = newest_checkpoint(arguments.checkpoint_path)
    first_epoch = 0
    if newest is None:
        print("No checkpoint was found: training starts at epoch 1", flush=True)
        model = build_model(arguments.width, arguments.learning_rate)
    else:
        first_epoch, name = newest
        print(f"Latest epoch checkpoint file name: {name}", flush=True)
        print(f"Resuming training from epoch: {first_epoch + 1}", flush=True)
        model = tf.keras.models.load_model(os.path.join(arguments.checkpoint_path, name))

    model.fit(
        *train,
        batch_size=arguments.batch_size,
        epochs=arguments.epochs,
        initial_epoch=first_epoch,
        validation_data=validation,
        callbacks=[SaveCheckpoint(arguments.checkpoint_path)],
        verbose=2,
    )
    save_model(model, os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))


if __name__ == "__main__":
    main()
