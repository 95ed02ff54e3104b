"""CIFAR-10 with PyTorch: a checkpoint after every epoch, and training that goes on after the newest one."""
import argparse
import glob
import os
import re
import shutil

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

from network import Network

WHOLE_CHECKPOINT = re.compile(r"^checkpoint-(\d+)\.pth$")


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--width", type=int, default=32, help="filters of the first layer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint-path", default="/opt/ml/checkpoints")
    parser.add_argument("--model-dir", default=os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))
    place = os.environ.get("SM_CHANNEL_TRAINING", "/opt/ml/input/data/training")
    parser.add_argument("--data-dir", default=place)
    return parser.parse_known_args()[0]


def read_pictures(folder):
    """All images*.npy of a folder with their labels, in order of name."""
    files = sorted(glob.glob(os.path.join(folder, "images*.npy")))
    if not files:
        raise SystemExit(f"There are no images*.npy in {folder}. Prepare the example's data first.")
    images = np.concatenate([np.load(file) for file in files])
    labels = np.concatenate([np.load(file.replace("images", "labels")) for file in files])
    return TensorDataset(torch.from_numpy(images), torch.from_numpy(labels.astype("int64")))


def newest_checkpoint(folder):
    """The checkpoint of the highest epoch, compared as numbers: 10 comes after 9."""
    found = [(int(match.group(1)), name) for name in os.listdir(folder) if (match := WHOLE_CHECKPOINT.match(name))]
    return max(found, default=None)


def save_whole(state, place):
    """Writes beside the place and renames: a file of this name is whole."""
    partial = os.path.join(os.path.dirname(place), f".partial-{os.path.basename(place)}")
    torch.save(state, partial)
    os.replace(partial, place)


def run_epoch(network, batches, device, optimizer=None):
    """@returns mean loss and share of right answers; trains where there is an optimizer."""
    network.train(optimizer is not None)
    loss_sum, right, count = 0.0, 0, 0
    with torch.set_grad_enabled(optimizer is not None):
        for pictures, labels in batches:
            pictures, labels = pictures.to(device), labels.to(device)
            scores = network(pictures)
            loss = torch.nn.functional.cross_entropy(scores, labels)
            if optimizer is not None:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            loss_sum += loss.item() * len(labels)
            right += (scores.argmax(1) == labels).sum().item()
            count += len(labels)
    return loss_sum / count, right / count


def main():
    arguments = read_arguments()
    torch.manual_seed(arguments.seed)
    os.makedirs(arguments.checkpoint_path, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    train = read_pictures(os.path.join(arguments.data_dir, "train"))
    validation = read_pictures(os.path.join(arguments.data_dir, "validation"))
    print(f"{len(train)} pictures to train on, {len(validation)} to validate with, on the {device}", flush=True)

    network = Network(arguments.width).to(device)
    optimizer = torch.optim.Adam(network.parameters(), lr=arguments.learning_rate)
    newest = newest_checkpoint(arguments.checkpoint_path)
    first_epoch = 1
    if newest is None:
        print("No checkpoint was found: training starts at epoch 1", flush=True)
    else:
        state = torch.load(os.path.join(arguments.checkpoint_path, newest[1]), map_location=device)
        network.load_state_dict(state["model_state_dict"])
        optimizer.load_state_dict(state["optimizer_state_dict"])
        first_epoch = state["epoch"] + 1
        print(f"Latest epoch checkpoint file name: {newest[1]}", flush=True)
        print(f"Resuming training from epoch: {first_epoch}", flush=True)

    batches = DataLoader(train, arguments.batch_size, shuffle=True)
    held_back = DataLoader(validation, 256)
    for epoch in range(first_epoch, arguments.epochs + 1):
        loss, accuracy = run_epoch(network, batches, device, optimizer)
        val_loss, val_accuracy = run_epoch(network, held_back, device)
        state = {
            "epoch": epoch,
            "model_state_dict": network.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
            "loss": loss,
        }
        save_whole(state, os.path.join(arguments.checkpoint_path, f"checkpoint-{epoch}.pth"))
        print(
            f"epoch: {epoch} - loss: {loss:.4f} - accuracy: {accuracy:.4f}"
            f" - val_loss: {val_loss:.4f} - val_accuracy: {val_accuracy:.4f}",
            flush=True,
        )

    weights = {name: value.cpu() for name, value in network.state_dict().items()}
    torch.save({"width": network.width, "weights": weights}, os.path.join(arguments.model_dir, "model.pth"))
    # The inference image looks for its handlers in code/.
    code = os.path.join(arguments.model_dir, "code")
    os.makedirs(code, exist_ok=True)
    for name in ("inference.py", "network.py"):
        shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), code)


if __name__ == "__main__":
    main()
