"""The classic flow of a notebook, told of the backend by the endpoint's URL alone."""
import json
import os
import sys
import time
import urllib.request

import sagemaker
from sagemaker.analytics import TrainingJobAnalytics
from sagemaker.deserializers import CSVDeserializer, JSONDeserializer
from sagemaker.inputs import TrainingInput
from sagemaker.pytorch import PyTorch
from sagemaker.serializers import CSVSerializer, JSONSerializer

BUCKET = "sagemaker-us-east-1-000000000000"
ROLE = "arn:aws:iam::000000000000:role/spotdeck"
session = sagemaker.Session(default_bucket=BUCKET)
client = session.sagemaker_client


def say(word, value):
    print(word, json.dumps(value))
    sys.stdout.flush()


def lose_the_instance(name, after_epoch):
    """The one thing that no call of AWS does."""
    place = f"{os.environ['AWS_ENDPOINT_URL']}/_local/training-jobs/{name}/interrupt"
    body = json.dumps({"afterEpoch": after_epoch, "capacityWaitSeconds": 0}).encode()
    urllib.request.urlopen(urllib.request.Request(place, body, method="POST")).read()


def delete(predictor):
    predictor.delete_endpoint()
    wait = {"Delay": 1, "MaxAttempts": 60}
    client.get_waiter("endpoint_deleted").wait(EndpointName=predictor.endpoint_name, WaiterConfig=wait)


data = session.upload_data("train.py", key_prefix="data/sdk")
common = dict(
    role=ROLE,
    instance_type="ml.m5.xlarge",
    instance_count=1,
    use_spot_instances=True,
    max_run=3600,
    max_wait=7200,
    sagemaker_session=session,
)
estimator = PyTorch(
    entry_point="train.py",
    source_dir=".",
    # The SDK repacks a model of 2.6 for its inference image; of later ones it cannot find the image's version.
    framework_version="2.6",
    py_version="py312",
    hyperparameters={"epochs": 4, "batch-size": 128},
    metric_definitions=[{"Name": "train:loss", "Regex": r"epoch: \d+ - loss: ([0-9.]+)"}],
    checkpoint_s3_uri=f"s3://{BUCKET}/sdk/checkpoints",
    **common,
)
estimator.fit({"training": data}, wait=False)
name = estimator.latest_training_job.name
lose_the_instance(name, 2)
estimator.latest_training_job.wait(logs="All")

frame = TrainingJobAnalytics(name, metric_names=["train:loss"]).dataframe()
say("ANALYTICS", sorted(set(frame["metric_name"])) + [len(frame)])

attached = PyTorch.attach(name, sagemaker_session=session)
say("ATTACHED", [attached.hyperparameters()["epochs"], attached.model_data == estimator.model_data])
predictor = attached.deploy(
    initial_instance_count=1,
    instance_type="ml.m5.large",
    entry_point="inference.py",
    source_dir=".",
    serializer=JSONSerializer(),
    deserializer=JSONDeserializer(),
)
answer = predictor.predict({"instances": [[-0.6, -0.6], [0.6, 0.6]]})
say("PREDICTED", [row.index(max(row)) for row in answer["predictions"]])
predictor.delete_model()
delete(predictor)

# A script that already lies in S3, on an image that is named by itself; the second job goes on after the first.
source = client.describe_training_job(TrainingJobName=name)["HyperParameters"]["sagemaker_submit_directory"]
again = sagemaker.estimator.Estimator(
    image_uri=sagemaker.image_uris.retrieve(
        "pytorch", "us-east-1", version="2.6", py_version="py312", instance_type="ml.m5.xlarge", image_scope="training"
    ),
    entry_point="train.py",
    source_dir=json.loads(source),
    hyperparameters={"epochs": 5},
    checkpoint_s3_uri=f"s3://{BUCKET}/sdk/checkpoints",
    **common,
)
again.fit({"training": data}, logs="Training")

# AWS's own algorithm, by its image alone.
abalone = session.upload_data("abalone.libsvm", key_prefix="data/abalone")
algorithm = sagemaker.estimator.Estimator(
    sagemaker.image_uris.retrieve("xgboost", "us-east-1", "1.7-1"),
    hyperparameters={"max_depth": "5", "objective": "reg:squarederror", "num_round": "8"},
    output_path=f"s3://{BUCKET}/abalone-xgb/output",
    checkpoint_s3_uri=f"s3://{BUCKET}/abalone-xgb/checkpoints",
    volume_size=5,
    **common,
)
algorithm.fit(
    {"train": TrainingInput(abalone, content_type="libsvm")},
    job_name="DEMO-xgboost-spot-1-" + time.strftime("%Y-%m-%d-%H-%M-%S", time.gmtime()),
    wait=True,
    logs="All",
)
rings = algorithm.deploy(
    initial_instance_count=1, instance_type="ml.m5.large", serializer=CSVSerializer(), deserializer=CSVDeserializer()
)
say("RINGS", len(rings.predict([[1, 0.45, 0.36, 0.13, 0.55, 0.24, 0.12, 0.16], [2, 0.7, 0.56, 0.2, 2, 0.9, 0.44, 0.58]])[0]))
delete(rings)
say("LEFT", [each["EndpointName"] for each in client.list_endpoints()["Endpoints"]])
