import os

import joblib
import tabulate


def model_fn(model_dir):
    return joblib.load(os.path.join(model_dir, "model.joblib"))


def output_fn(prediction, accept):
    if accept == "text/plain":
        return tabulate.tabulate([[round(each, 1)] for each in prediction], headers=["rings"])
    return ",".join(str(each) for each in prediction), "text/csv"
