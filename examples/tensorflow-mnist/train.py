"""MNIST digits with Keras: a checkpoint after every epoch, and training that goes on after the newest one."""
import argparse
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
    parser.add_argument("--train-size", type=int, default=0, help="digits to train on; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    parser.add_argument("--training", default=os.environ.get("SM_CHANNEL_TRAINING", "/opt/ml/input/data/training"))
    # SageMaker's SDK adds --model_dir, a place in S3; what lies in SM_MODEL_DIR is uploaded.
    return parser.parse_known_args()[0]


def read_digits(folder, name, count=0):
    images = np.load(os.path.join(folder, f"{name}_data.npy"))
    labels = np.load(os.path.join(folder, f"{name}_labels.npy"))
    images = images.reshape((-1, 28, 28)).astype("float32")
    if images.max() <= 1:
        images *= 255.0
    end = count or len(images)
    return images[:end], labels.reshape(-1)[:end].astype("int64")


def build_model(learning_rate):
    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(28, 28)),
            # The model takes pixels as they come, 0 to 255, so that whoever asks it need not know.
            tf.keras.layers.Rescaling(1 / 255),
            tf.keras.layers.Reshape((28, 28, 1)),
            tf.keras.layers.Conv2D(16, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(64, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
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
    train = read_digits(arguments.training, "train", arguments.train_size)
    test = read_digits(arguments.training, "eval", arguments.train_size // 6)

    newest = newest_checkpoint(arguments.checkpoint_path)
    first_epoch = 0
    if newest is None:
        print("No checkpoint was found: training starts at epoch 1", flush=True)
        model = build_model(arguments.learning_rate)
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
        validation_data=test,
        callbacks=[SaveCheckpoint(arguments.checkpoint_path)],
        verbose=2,
    )
    save_model(model, os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))


if __name__ == "__main__":
    main()
