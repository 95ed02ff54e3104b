"""
The built-in algorithm: reads the container's configuration, trains, saves /opt/ml/model/xgboost-model.
https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost_hyperparameters.html
"""
import json
import logging
import os
import sys
import tempfile

import xgboost as xgb

from sagemaker_xgboost_container import checkpointing
from sagemaker_xgboost_container.data_utils import UserError, get_dmatrix

BASE = os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml")
UNSUPPORTED = {"_kfold": "k-fold cross-validation", "use_dask_gpu_training": "training with Dask on GPUs"}


def read_config(name):
    path = os.path.join(BASE, "input/config", name)
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as text:
        return json.load(text)


def as_number(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def read_hyperparameters():
    sent = {}
    for name, text in read_config("hyperparameters.json").items():
        if name.startswith("sagemaker_"):
            continue
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        sent[name] = as_number(value) if isinstance(value, str) else value
    for name, what in UNSUPPORTED.items():
        if name in sent:
            raise UserError(f"The hyperparameter {name} ({what}) cannot be carried out here.")
    rounds = sent.pop("num_round", None)
    if rounds is None:
        raise UserError("The hyperparameter num_round is required.")
    if not isinstance(rounds, int) or rounds < 1:
        raise UserError(f"Hyperparameter num_round: {rounds} is not a whole number from 1 on.")
    return rounds, sent


def read_channel(name, channels, csv_weights):
    if name not in channels:
        return None
    return get_dmatrix(os.path.join(BASE, "input/data", name), channels[name].get("ContentType"), csv_weights)


def main():
    logging.basicConfig(stream=sys.stdout, level=logging.INFO)
    rounds, params = read_hyperparameters()
    csv_weights = params.pop("csv_weights", 0)
    patience = params.pop("early_stopping_rounds", None)
    params.pop("save_model_on_termination", None)
    params.setdefault("objective", "reg:squarederror")
    if isinstance(params.get("eval_metric"), str):
        params["eval_metric"] = [each.strip() for each in params["eval_metric"].split(",")]
    channels = read_config("inputdataconfig.json")
    logging.info("Running XGBoost Sagemaker in algorithm mode")
    train = read_channel("train", channels, csv_weights)
    if train is None:
        raise UserError("The channel train is required.")
    validation = read_channel("validation", channels, csv_weights)
    logging.info("Single node training.")
    logging.info("Train matrix has %d rows and %d columns", train.num_row(), train.num_col())
    evals = [(train, "train")]
    if validation is not None:
        logging.info("Validation matrix has %d rows", validation.num_row())
        evals.append((validation, "validation"))
    elif patience:
        raise UserError("early_stopping_rounds needs the channel validation.")
    arguments = {
        "params": params,
        "dtrain": train,
        "num_boost_round": rounds,
        "evals": evals,
        "early_stopping_rounds": patience,
    }
    local_path = read_config("checkpointconfig.json").get("LocalPath")
    if local_path is None:
        with tempfile.TemporaryDirectory() as folder:
            booster = checkpointing.train(arguments, folder)
    else:
        booster = checkpointing.train(arguments, local_path)
    model = os.path.join(BASE, "model", "xgboost-model")
    booster.save_model(model)
    logging.info("Saved the model with %d rounds", rounds)


def fail(message):
    with open(os.path.join(BASE, "output/failure"), "w", encoding="utf-8") as text:
        text.write(message)
    print(message, file=sys.stderr, flush=True)
    sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except (UserError, xgb.core.XGBoostError) as error:
        fail(str(error).split("\nStack trace")[0])
