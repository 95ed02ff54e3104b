"""
Records in recorded.json what sagemaker-training (the training toolkit) makes of requests.json:
python3 -m venv V; V/bin/pip install sagemaker-training==5.1.4; V/bin/python record.py
"""
import importlib, json, os, pathlib, shutil, tempfile

here = pathlib.Path(__file__).parent
recorded = []
for request in json.loads((here / "requests.json").read_text()):
    base = tempfile.mkdtemp()
    for folder in ["input/config", "model", "code", "output/data", *[f"input/data/{c}" for c in request["channels"]]]:
        os.makedirs(os.path.join(base, folder))
    program = request.get("program", "train.py")
    hyperparameters = {
        **request["hyperparameters"],
        "sagemaker_program": json.dumps(program),
        "sagemaker_submit_directory": json.dumps("s3://bucket/sourcedir.tar.gz"),
    }
    group = {"instance_group_name": "homogeneousCluster", "instance_type": "ml.m5.xlarge", "hosts": ["algo-1"]}
    channel = {"TrainingInputMode": "File", "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}
    files = {
        "hyperparameters": hyperparameters,
        "resourceconfig": {
            "current_host": "algo-1",
            "current_instance_type": "ml.m5.xlarge",
            "current_group_name": "homogeneousCluster",
            "hosts": ["algo-1"],
            "instance_groups": [group],
            "network_interface_name": "eth0",
        },
        "inputdataconfig": {name: channel for name in request["channels"]},
    }
    for name, value in files.items():
        pathlib.Path(base, "input/config", f"{name}.json").write_text(json.dumps(value))
    os.environ.update(SAGEMAKER_BASE_DIR=base, TRAINING_JOB_NAME=request["name"])
    from sagemaker_training import environment, mapping

    importlib.reload(environment)
    made = environment.Environment()
    variables = {name: str(value).replace(base, "/opt/ml") for name, value in made.to_env_vars().items()}
    # What depends on the machine.
    variables.pop("SM_NUM_CPUS", None)
    training_env = json.loads(variables["SM_TRAINING_ENV"])
    training_env.pop("num_cpus")
    variables["SM_TRAINING_ENV"] = json.dumps(training_env, sort_keys=True)
    recorded.append({"name": request["name"], "args": made.to_cmd_args(), "variables": variables})
    shutil.rmtree(base)
text = json.dumps(recorded, indent=2, sort_keys=True)
(here / "recorded.json").write_text(text + "\n")
