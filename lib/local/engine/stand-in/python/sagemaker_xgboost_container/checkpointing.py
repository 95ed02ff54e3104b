"""Checkpoints as the image's algorithm and its scripts have them: xgboost-checkpoint.N, N being the round."""
import os
import re

import xgboost as xgb

CHECKPOINT_FILENAME = "xgboost-checkpoint"
_NAME = re.compile(rf"^{CHECKPOINT_FILENAME}\.(\d+)$")
UPLOADED = ".sagemaker-uploaded"
KEPT = 5
# Until 1.3 a callback is a function.
_Callback = getattr(xgb.callback, "TrainingCallback", object)


def _rank():
    return xgb.collective.get_rank() if hasattr(xgb, "collective") else xgb.rabit.get_rank()


def _rounds(folder):
    if not folder or not os.path.isdir(folder):
        return []
    return sorted(int(match.group(1)) for name in os.listdir(folder) if (match := _NAME.match(name)))


def load_checkpoint(checkpoint_dir, max_try=5):
    """@returns path of the newest checkpoint, or None, and the round to go on with."""
    for number in reversed(_rounds(checkpoint_dir)[-max_try:]):
        path = os.path.join(checkpoint_dir, f"{CHECKPOINT_FILENAME}.{number}")
        try:
            xgb.Booster().load_model(path)
            return path, number + 1
        except xgb.core.XGBoostError:
            print(f"Checkpoint {os.path.basename(path)} is not whole: the one before it is tried.", flush=True)
    return None, 0


def _write(booster, checkpoint_dir, iteration, max_to_keep):
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


class SaveCheckpointCallBack(_Callback):
    """For the callbacks of xgboost.train: writes a checkpoint after each round."""

    def __init__(self, checkpoint_dir, start_iteration=0, max_to_keep=KEPT, num_round=None, **_):
        self.checkpoint_dir = checkpoint_dir
        self.start_iteration = start_iteration
        self.max_to_keep = max_to_keep
        if _Callback is not object:
            super().__init__()

    def after_iteration(self, model, epoch, evals_log):
        if _rank() == 0:
            # A booster that goes on from another counts from 0 all the same.
            _write(model, self.checkpoint_dir, self.start_iteration + epoch, self.max_to_keep)
        return False

    def __call__(self, env):
        self.after_iteration(env.model, env.iteration, None)


SaveCheckpoint = SaveCheckpointCallBack


def save_checkpoint(checkpoint_dir, start_iteration=0, max_to_keep=KEPT, num_round=None, **more):
    return SaveCheckpointCallBack(checkpoint_dir, start_iteration, max_to_keep, num_round, **more)


class _PrintEvaluation(_Callback):
    def __init__(self, period, start_iteration):
        self.period = period
        self.start_iteration = start_iteration
        if _Callback is not object:
            super().__init__()

    def _say(self, number, values):
        if _rank() == 0 and values and self.period and number % self.period == 0:
            shown = "\t".join(f"{name}:{value:.5f}" for name, value in values)
            print(f"[{number + self.start_iteration}]\t{shown}", flush=True)

    def after_iteration(self, model, epoch, evals_log):
        last = lambda values: values[-1][0] if isinstance(values[-1], tuple) else values[-1]
        self._say(epoch, [(f"{data}-{m}", last(v)) for data, ms in evals_log.items() for m, v in ms.items()])
        return False

    def __call__(self, env):
        self._say(env.iteration, env.evaluation_result_list)


def print_checkpointed_evaluation(period=1, show_stdv=True, start_iteration=0):
    return _PrintEvaluation(period, start_iteration)


def _is_better(name, value, best, maximize):
    if maximize is None:
        maximize = any(name.endswith(each) or f"-{each}@" in name for each in ("auc", "aucpr", "map", "ndcg"))
    return best is None or (value > best if maximize else value < best)


def train(train_args, checkpoint_dir):
    """
    As xgboost.train, with a checkpoint after each round and beginning after the newest one.
    @param train_args arguments of xgboost.train
    """
    args = dict(train_args)
    path, first = load_checkpoint(checkpoint_dir)
    if path is not None:
        print(f"Checkpoint loaded from {os.path.basename(path)}", flush=True)
        print(f"Resuming from iteration {first}", flush=True)
    callbacks = list(args.pop("callbacks", None) or [])
    if callbacks:
        return _train_with_callbacks(args, callbacks, path, first, checkpoint_dir)
    params = dict(args.pop("params"))
    dtrain = args.pop("dtrain")
    evals = list(args.pop("evals", None) or [])
    rounds = int(args.pop("num_boost_round", 10))
    patience = args.pop("early_stopping_rounds", None)
    verbose = args.pop("verbose_eval", True)
    objective = args.pop("obj", None)
    measure = args.pop("custom_metric", None) or args.pop("feval", None)
    maximize = args.pop("maximize", None)
    history = args.pop("evals_result", None)
    start_from = args.pop("xgb_model", None)
    if args:
        raise TypeError(f"checkpointing.train does not take {', '.join(sorted(args))} here.")
    booster = xgb.Booster(params, [dtrain] + [matrix for matrix, _ in evals])
    if path is not None or start_from is not None:
        booster.load_model(path if path is not None else start_from)
        booster.set_param(params)
    best, best_round = None, first
    for number in range(first, rounds):
        booster.update(dtrain, number, fobj=objective)
        if evals:
            line = booster.eval_set(evals, number, feval=measure)
            values = [each.rsplit(":", 1) for each in line.split("\t")[1:]]
            if verbose and _rank() == 0:
                shown = "\t".join(f"{name}:{float(value):.5f}" for name, value in values)
                print(f"[{number}]\t{shown}", flush=True)
            for name, value in values if history is not None else []:
                data, metric = name.split("-", 1)
                history.setdefault(data, {}).setdefault(metric, []).append(float(value))
            name, value = values[-1][0], float(values[-1][1])
            if _is_better(name, value, best, maximize):
                best, best_round = value, number
        if _rank() == 0:
            _write(booster, checkpoint_dir, number, KEPT)
        if patience and evals and number - best_round >= int(patience):
            print(f"Stopping. Best iteration: [{best_round}]", flush=True)
            break
    return booster


def _train_with_callbacks(args, callbacks, path, first, checkpoint_dir):
    args["num_boost_round"] = int(args.get("num_boost_round", 10)) - first
    args["verbose_eval"] = False
    if path is not None:
        args["xgb_model"] = path
    own = [print_checkpointed_evaluation(start_iteration=first), save_checkpoint(checkpoint_dir, first)]
    return xgb.train(callbacks=callbacks + own, **args)
