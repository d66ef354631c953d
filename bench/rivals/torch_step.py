"""PyTorch on the processor: eager in channels_last, or compiled with --compile (needs a C++ compiler)."""
from common import BATCH, BATCHES, images_per_second, load_images, read_arguments, report

import torch
from torch import nn


def make_model():
    def conv(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 5, padding=2), nn.ReLU()]

    return nn.Sequential(
        *conv(3, 6), nn.MaxPool2d(2), *conv(6, 16), nn.MaxPool2d(2), *conv(16, 120), nn.Flatten(),
        nn.Linear(7680, 84), nn.ReLU(), nn.Linear(84, 10))


class Rival:
    def __init__(self, compiled):
        pixels, classes = load_images()
        images = torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
        self.batches = list(zip(images.split(BATCH), torch.from_numpy(classes).split(BATCH)))
        self.turn = 0
        self.model = make_model().to(memory_format=torch.channels_last)
        # The fused form is the fastest of PyTorch's three.
        self.adam = torch.optim.Adam(self.model.parameters(), lr=0.001, betas=(0.9, 0.999), eps=1e-7, fused=True)
        self.loss = self.compute_loss
        self.probabilities = self.compute_probabilities
        if compiled:
            self.loss = torch.compile(self.compute_loss)
            self.probabilities = torch.compile(self.compute_probabilities)

    def compute_loss(self, images, classes):
        return nn.functional.cross_entropy(self.model(images), classes)

    def compute_probabilities(self, images):
        return torch.softmax(self.model(images), 1)

    def next_batch(self):
        self.turn = (self.turn + 1) % BATCHES
        return self.batches[self.turn]

    def train(self):
        loss = self.loss(*self.next_batch())
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        self.adam.step()
        return loss.item()

    def predict(self):
        with torch.inference_mode():
            self.probabilities(self.next_batch()[0])


def main():
    options = read_arguments(compile="compile the step and the prediction with torch.compile")
    torch.set_num_threads(options.threads)
    torch.set_num_interop_threads(1)
    rival = Rival(options.compile)
    train = images_per_second(options.seconds * 0.6, BATCH, rival.train)
    predict = images_per_second(options.seconds * 0.4, BATCH, rival.predict)
    report("PyTorch, compiled" if options.compile else "PyTorch, channels_last", options.threads, train, predict,
           torch.__version__)


main()
