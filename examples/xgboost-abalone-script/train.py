"""Rings of abalones by a script on XGBoost: a checkpoint after every round, and training that goes on after the newest one."""
import argparse
import glob
import os
import re

import numpy as np
import xgboost as xgb

WHOLE_CHECKPOINT = re.compile(r"^checkpoint-(\d+)\.json$")
KEPT = 5
# Sex, length, diameter, height and four weights.
COLUMNS = 8


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--num_round", type=int, default=50)
    parser.add_argument("--max_depth", type=int, default=5)
    parser.add_argument("--eta", type=float, default=0.2)
    parser.add_argument("--gamma", type=float, default=4)
    parser.add_argument("--min_child_weight", type=float, default=6)
    parser.add_argument("--subsample", type=float, default=0.7)
    parser.add_argument("--objective", default="reg:squarederror")
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    parser.add_argument("--model_dir", default=os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))
    for channel in ("train", "validation"):
        place = os.environ.get(f"SM_CHANNEL_{channel.upper()}", f"/opt/ml/input/data/{channel}")
        parser.add_argument(f"--{channel}", default=place)
    return parser.parse_known_args()[0]


def read_row(line):
    """index:value pairs, indexes from 1 on."""
    return {int(index): float(value) for index, value in (pair.split(":") for pair in line.split() if ":" in pair)}


def to_matrix(rows, labels=None):
    values = np.full((len(rows), 1 + COLUMNS), np.nan, dtype="float32")
    for number, row in enumerate(rows):
        for index, value in row.items():
            values[number, index] = value
    # As AWS's image reads libsvm: column 0 stays empty.
    return xgb.DMatrix(values, label=labels)


def read_rows(folder):
    """All files of a channel: a label and index:value pairs a line."""
    lines = []
    for place in sorted(glob.glob(os.path.join(folder, "*"))):
        with open(place) as file:
            lines += [line for line in file if line.strip()]
    if not lines:
        raise SystemExit(f"There are no rows in {folder}. Prepare the example's data first.")
    return to_matrix([read_row(line) for line in lines], [float(line.split()[0]) for line in lines])


def checkpoints(folder):
    """Numbers of rounds that are whole, the newest last: compared as numbers, 10 comes after 9."""
    return sorted(int(match.group(1)) for name in os.listdir(folder) if (match := WHOLE_CHECKPOINT.match(name)))


class SaveCheckpoint(xgb.callback.TrainingCallback):
    """Writes beside the checkpoint's place and renames: a file of this name is whole. The newest few are kept."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def after_iteration(self, model, epoch, evals_log):
        # A booster that goes on counts its rounds from 0 again.
        number = model.num_boosted_rounds()
        partial = os.path.join(self.folder, f".partial-{number}.json")
        model.save_model(partial)
        os.replace(partial, os.path.join(self.folder, f"checkpoint-{number}.json"))
        for old in checkpoints(self.folder)[:-KEPT]:
            os.remove(os.path.join(self.folder, f"checkpoint-{old}.json"))
        scores = "".join(
            f"\t{data}-{metric}:{values[-1]:.5f}"
            for data, metrics in evals_log.items()
            for metric, values in metrics.items()
        )
        print(f"[{number - 1}]{scores}", flush=True)
        return False


def main():
    arguments = read_arguments()
    os.makedirs(arguments.checkpoint_path, exist_ok=True)
    train, validation = read_rows(arguments.train), read_rows(arguments.validation)
    print(f"{train.num_row()} rows to train on, {validation.num_row()} to validate with", flush=True)
    parameters = ("max_depth", "eta", "gamma", "min_child_weight", "subsample", "objective")
    done = checkpoints(arguments.checkpoint_path)
    booster, rounds = None, 0
    if done:
        rounds = done[-1]
        place = os.path.join(arguments.checkpoint_path, f"checkpoint-{rounds}.json")
        booster = xgb.Booster(model_file=place)
        print(f"Latest checkpoint file name: checkpoint-{rounds}.json", flush=True)
        print(f"Resuming from iteration {rounds}", flush=True)
    else:
        print("No checkpoint was found: training starts at round 0", flush=True)
    if rounds < arguments.num_round:
        booster = xgb.train(
            {name: getattr(arguments, name) for name in parameters},
            train,
            num_boost_round=arguments.num_round - rounds,
            evals=[(train, "train"), (validation, "validation")],
            xgb_model=booster,
            verbose_eval=False,
            callbacks=[SaveCheckpoint(arguments.checkpoint_path)],
        )
    booster.save_model(os.path.join(arguments.model_dir, "xgboost-model"))


def model_fn(model_dir):
    """For the inference image, which writes the answers by itself."""
    return xgb.Booster(model_file=os.path.join(model_dir, "xgboost-model"))


def input_fn(body, content_type):
    """CSV has the eight columns, libsvm their indexes from 1 on: both give the same answer."""
    text = body.decode() if isinstance(body, bytes) else body
    lines = [line for line in text.splitlines() if line.strip()]
    if content_type.split(";")[0] == "text/csv":
        return to_matrix([dict(enumerate(map(float, line.split(",")), 1)) for line in lines])
    return to_matrix([read_row(line) for line in lines])


if __name__ == "__main__":
    main()
