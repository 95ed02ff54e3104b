"""The network, for training and for serving."""
from torch import nn


class Network(nn.Module):
    """Takes pixels as they come, 0 to 255 and colours last, so that whoever asks it need not know."""

    def __init__(self, width=32):
        super().__init__()
        self.width = width
        layers, before = [], 3
        for filters in (width, 2 * width, 4 * width):
            layers += [
                nn.Conv2d(before, filters, 3, padding=1, bias=False),
                nn.BatchNorm2d(filters),
                nn.ReLU(),
                nn.MaxPool2d(2),
                nn.Dropout(0.2),
            ]
            before = filters
        self.features = nn.Sequential(*layers)
        self.classes = nn.Sequential(
            nn.Flatten(), nn.Linear(64 * width, 4 * width), nn.ReLU(), nn.Dropout(0.3), nn.Linear(4 * width, 10)
        )

    def forward(self, pictures):
        x = pictures.permute(0, 3, 1, 2).float() / 127.5 - 1
        return self.classes(self.features(x))
