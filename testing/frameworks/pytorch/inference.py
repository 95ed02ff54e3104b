"""Handlers as AWS's PyTorch image takes them."""
import json
import os

import torch
from torch import nn


def model_fn(model_dir):
    net = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 4))
    net.load_state_dict(torch.load(os.path.join(model_dir, "model.pth")))
    return net.eval()


def input_fn(request_body, request_content_type):
    if request_content_type != "application/json":
        raise ValueError(f"no {request_content_type}, please")
    return torch.tensor(json.loads(request_body)["instances"])


def predict_fn(input_object, model):
    with torch.no_grad():
        return model(input_object).softmax(1)


def output_fn(prediction, accept):
    return json.dumps({"predictions": prediction.tolist(), "accept": accept})
