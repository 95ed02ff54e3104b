"""Checkpoints as the image's algorithm and its scripts have them: xgboost-checkpoint.N, N being the round."""
import os
import re

CHECKPOINT_FILENAME = "xgboost-checkpoint"
_NAME = re.compile(rf"^{CHECKPOINT_FILENAME}\.(\d+)$")
UPLOADED = ".sagemaker-uploaded"
KEPT = 5


def _rounds(folder):
    if not os.path.isdir(folder):
        return []
    return sorted(int(match.group(1)) for name in os.listdir(folder) if (match := _NAME.match(name)))


def load_checkpoint(checkpoint_dir, max_try=5):
    """@returns path of the newest checkpoint, or None, and the round to go on with."""
    import xgboost as xgb

    for number in reversed(_rounds(checkpoint_dir)[-max_try:]):
        path = os.path.join(checkpoint_dir, f"{CHECKPOINT_FILENAME}.{number}")
        try:
            xgb.Booster().load_model(path)
            return path, number + 1
        except xgb.core.XGBoostError:
            print(f"Checkpoint {os.path.basename(path)} is not whole: the one before it is tried.", flush=True)
    return None, 0


def save_checkpoint(booster, checkpoint_dir, iteration, max_to_keep=KEPT):
    """Writes beside the checkpoint's place and renames; of the older ones only those go that are in S3."""
    os.makedirs(checkpoint_dir, exist_ok=True)
    place = os.path.join(checkpoint_dir, f"{CHECKPOINT_FILENAME}.{iteration}")
    # XGBoost chooses a format by the ending of the name: the temporary one has the same.
    partial = os.path.join(checkpoint_dir, f".partial.{iteration}")
    booster.save_model(partial)
    os.replace(partial, place)
    for number in _rounds(checkpoint_dir)[:-max_to_keep]:
        old = os.path.join(checkpoint_dir, f"{CHECKPOINT_FILENAME}.{number}")
        if os.path.exists(old + UPLOADED):
            os.remove(old)


def train(train_args, checkpoint_dir):
    """
    As xgboost.train, with a checkpoint after each round and beginning after the newest one.
    @param train_args arguments of xgboost.train: params, dtrain, num_boost_round, evals, verbose_eval
    """
    import xgboost as xgb

    params = dict(train_args["params"])
    dtrain = train_args["dtrain"]
    evals = list(train_args.get("evals") or [])
    path, first = load_checkpoint(checkpoint_dir)
    booster = xgb.Booster(params, [dtrain] + [matrix for matrix, _ in evals])
    if path is not None:
        print(f"Checkpoint loaded from {os.path.basename(path)}", flush=True)
        print(f"Resuming from iteration {first}", flush=True)
        booster.load_model(path)
        booster.set_param(params)
    patience = train_args.get("early_stopping_rounds")
    best, best_round = None, first
    for number in range(first, int(train_args.get("num_boost_round", 10))):
        booster.update(dtrain, number)
        if evals:
            line = booster.eval_set(evals, number)
            if train_args.get("verbose_eval", True):
                print(line, flush=True)
            name, value = line.split("\t")[-1].rsplit(":", 1)
            value = float(value)
            maximize = any(name.endswith(each) or f"-{each}@" in name for each in ("auc", "aucpr", "map", "ndcg"))
            if best is None or (value > best if maximize else value < best):
                best, best_round = value, number
        save_checkpoint(booster, checkpoint_dir, number)
        if patience and evals and number - best_round >= int(patience):
            print(f"Stopping. Best iteration: [{best_round}]", flush=True)
            break
    return booster
