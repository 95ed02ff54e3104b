"""A classifier of points by quadrant, in the form of AWS's examples: the container's own paths as defaults."""
import argparse
import os

import numpy as np
import torch
import torchvision
from sagemaker_training import environment
from torch import nn
from torchvision import transforms

CHECKPOINT = "checkpoint.pth"


def points(count, seed):
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand((count, 2), generator=generator) * 2 - 1
    return x, ((x[:, 0] > 0).long() + 2 * (x[:, 1] > 0).long())


def make_net():
    return nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 4))


def save(folder, epoch, net, optimizer, loss):
    state = {
        "epoch": epoch,
        "model_state_dict": net.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "loss": loss,
    }
    partial = os.path.join(folder, CHECKPOINT + ".partial")
    torch.save(state, partial)
    os.replace(partial, os.path.join(folder, CHECKPOINT))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    parser.add_argument("--model-dir", default=os.environ.get("SM_MODEL_DIR"))
    args, _ = parser.parse_known_args()
    if not os.path.isdir(args.checkpoint_path):
        os.mkdir(args.checkpoint_path)

    net = make_net()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    first = 1
    place = os.path.join(args.checkpoint_path, CHECKPOINT)
    if os.path.isfile(place):
        state = torch.load(place)
        net.load_state_dict(state["model_state_dict"])
        optimizer.load_state_dict(state["optimizer_state_dict"])
        first = state["epoch"] + 1
        print(f"Resuming training from epoch: {first} (loss {state['loss']:.4f})")

    # As scripts do that count on what AWS's image has.
    picture = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,) * 3, (0.5,) * 3)])
    shape = tuple(torchvision.models.resnet18(weights=None).eval()(picture(np.zeros((32, 32, 3), "uint8"))[None]).shape)
    print(f"torchvision {torchvision.__version__} gives {shape} on {environment.Environment().current_host}")

    x, y = points(16000, 1)
    for epoch in range(first, args.epochs + 1):
        total = 0.0
        for begin in range(0, len(x), args.batch_size):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(
                net(x[begin : begin + args.batch_size]), y[begin : begin + args.batch_size]
            )
            loss.backward()
            optimizer.step()
            total += loss.item() * args.batch_size
        save(args.checkpoint_path, epoch, net, optimizer, total / len(x))
        print(f"epoch: {epoch} - loss: {total / len(x):.4f}")

    torch.save(net.state_dict(), os.path.join(args.model_dir, "model.pth"))


if __name__ == "__main__":
    main()
