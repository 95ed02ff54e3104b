"""Rings of abalones by a script of one's own on the XGBoost image: on one host, or on several."""
import argparse
import json
import os
import pickle

from sagemaker_containers import entry_point
from sagemaker_xgboost_container import checkpointing, distributed
from sagemaker_xgboost_container.data_utils import get_dmatrix


def fit(params, dtrain, evals, num_boost_round, model_dir, checkpoint_path, is_master):
    arguments = dict(params=params, dtrain=dtrain, num_boost_round=num_boost_round, evals=evals)
    booster = checkpointing.train(arguments, checkpoint_path)
    print(f"trained to {booster.num_boosted_rounds()} rounds, master: {is_master}")
    if is_master:
        with open(os.path.join(model_dir, "xgboost-model"), "wb") as file:
            pickle.dump(booster, file)


def model_fn(model_dir):
    with open(os.path.join(model_dir, "xgboost-model"), "rb") as file:
        return pickle.load(file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--max_depth", type=int)
    parser.add_argument("--eta", type=float)
    parser.add_argument("--num_round", type=int)
    parser.add_argument("--model_dir", default=os.environ.get("SM_MODEL_DIR"))
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    parser.add_argument("--train", default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--validation", default=os.environ.get("SM_CHANNEL_VALIDATION"))
    args, _ = parser.parse_known_args()
    hosts = json.loads(os.environ["SM_HOSTS"])

    dtrain = get_dmatrix(args.train, "libsvm")
    dval = get_dmatrix(args.validation, "libsvm")
    evals = [(dtrain, "train")] + ([(dval, "validation")] if dval is not None else [])
    arguments = dict(
        params={"max_depth": args.max_depth, "eta": args.eta, "objective": "reg:squarederror"},
        dtrain=dtrain,
        evals=evals,
        num_boost_round=args.num_round,
        model_dir=args.model_dir,
        checkpoint_path=args.checkpoint_path,
    )
    if len(hosts) > 1:
        entry_point._wait_hostname_resolution()
        distributed.rabit_run(
            exec_fun=fit,
            args=arguments,
            include_in_training=dtrain is not None,
            hosts=hosts,
            current_host=os.environ["SM_CURRENT_HOST"],
            update_rabit_args=True,
        )
    else:
        fit(is_master=True, **arguments)
