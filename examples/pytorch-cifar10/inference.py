"""Handlers as AWS's PyTorch image takes them; bodies are read and written by the image's own."""
import os

import torch

from network import Network


def model_fn(model_dir):
    state = torch.load(os.path.join(model_dir, "model.pth"), map_location="cpu")
    network = Network(state["width"])
    network.load_state_dict(state["weights"])
    return network.eval()


def predict_fn(pictures, network):
    with torch.no_grad():
        return network(pictures).softmax(1)
