"""ModelTrainer, told of the backend by the endpoint's URL alone."""
from sagemaker.core.helper.session_helper import Session
from sagemaker.core.training.configs import CheckpointConfig, Compute, InputData, SourceCode, StoppingCondition
from sagemaker.core.utils.utils import configure_logging
from sagemaker.train import ModelTrainer

# What a job logs is told by Python's logging.
configure_logging("INFO")
bucket = "sagemaker-us-east-1-000000000000"
session = Session(default_bucket=bucket)
data = session.upload_data("train.py", bucket=bucket, key_prefix="data/sdk3")
trainer = ModelTrainer(
    training_image="763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.8.0-cpu-py312",
    role="arn:aws:iam::000000000000:role/spotdeck",
    sagemaker_session=session,
    base_job_name="trainer",
    source_code=SourceCode(source_dir=".", entry_script="train.py"),
    hyperparameters={"epochs": 2},
    compute=Compute(instance_type="ml.m5.xlarge", instance_count=1, enable_managed_spot_training=True),
    checkpoint_config=CheckpointConfig(s3_uri=f"s3://{bucket}/sdk3/checkpoints", local_path="/opt/ml/checkpoints"),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=3600, max_wait_time_in_seconds=7200),
)
trainer.train(input_data_config=[InputData(channel_name="training", data_source=data)], wait=True, logs=True)
job = trainer._latest_training_job
print("STATUS", job.training_job_status, job.model_artifacts.s3_model_artifacts)
