"""https://github.com/aws/sagemaker-training-toolkit: the training environment as an object."""
import json
import os


class Environment:
    """Each value of `Training Env` in the job's log is an attribute: hosts, current_host, hyperparameters, model_dir …"""

    def __init__(self):
        values = json.loads(os.environ.get("SM_TRAINING_ENV", "{}"))
        vars(self).update(values)

    def __repr__(self):
        return json.dumps(vars(self), indent=4, sort_keys=True)
