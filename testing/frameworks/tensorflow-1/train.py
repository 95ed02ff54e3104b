"""A classifier of points by quadrant in the form of TensorFlow 1's scripts: graph, sessions, Keras as a package of its own."""
import argparse
import logging
import os
import re

import keras
import tensorflow as tf
from keras import backend as K
from keras.callbacks import ModelCheckpoint
from keras.layers import Activation, Dense
from keras.models import Sequential
from keras.optimizers import Adam
from tensorflow.keras.models import load_model

logging.getLogger().setLevel(logging.INFO)
tf.logging.set_verbosity(tf.logging.INFO)


def examples(batch_size, seed):
    points = tf.random_uniform([4000, 2], -1, 1, seed=seed)
    quadrants = tf.cast(points[:, 0] > 0, tf.int32) + 2 * tf.cast(points[:, 1] > 0, tf.int32)
    with tf.Session() as session:
        points, quadrants = session.run([points, quadrants])
    dataset = tf.data.Dataset.from_tensor_slices((points, quadrants)).repeat()
    dataset = dataset.map(lambda point, quadrant: (point, tf.one_hot(quadrant, 4)))
    iterator = tf.data.make_one_shot_iterator(dataset.batch(batch_size, drop_remainder=True))
    return iterator.get_next()


def make_model(learning_rate):
    model = Sequential()
    model.add(Dense(32, input_shape=(2,), name="inputs"))
    model.add(Activation("relu"))
    model.add(Dense(4))
    model.add(Activation("softmax"))
    model.compile(loss="categorical_crossentropy", optimizer=Adam(lr=learning_rate), metrics=["accuracy"])
    return model


def save_model(model, folder):
    signature = tf.saved_model.signature_def_utils.predict_signature_def(
        inputs={"point": model.input}, outputs={"scores": model.output}
    )
    builder = tf.saved_model.builder.SavedModelBuilder(folder + "/1/")
    builder.add_meta_graph_and_variables(
        sess=K.get_session(),
        tags=[tf.saved_model.tag_constants.SERVING],
        signature_def_map={tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: signature},
    )
    builder.save()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--model_dir", required=True)
    parser.add_argument("--model_output_dir", default=os.environ.get("SM_MODEL_DIR"))
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    args = parser.parse_args()
    if not os.path.isdir(args.checkpoint_path):
        os.mkdir(args.checkpoint_path)

    points, quadrants = examples(100, 1)
    validation = examples(100, 2)
    names = [name for name in os.listdir(args.checkpoint_path) if name.endswith(".h5")]
    first = max((int(re.search(r"(\d+)\.h5$", name).group(1)) for name in names), default=0)
    if first:
        model = load_model(f"{args.checkpoint_path}/checkpoint-{first}.h5")
        logging.info("Resuming training from epoch: {}".format(first + 1))
    else:
        model = make_model(0.01)
    callbacks = [
        keras.callbacks.ReduceLROnPlateau(patience=10, verbose=1),
        ModelCheckpoint(args.checkpoint_path + "/checkpoint-{epoch}.h5"),
    ]
    model.fit(
        x=points,
        y=quadrants,
        steps_per_epoch=400,
        epochs=args.epochs,
        initial_epoch=first,
        validation_data=validation,
        validation_steps=10,
        callbacks=callbacks,
    )
    save_model(model, args.model_output_dir)
