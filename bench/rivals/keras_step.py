"""Keras on TensorFlow, on the processor: fit() on arrays, and prediction with the model as a tf.function.

With oneDNN this was about twice as fast as with XLA (jit_compile); several steps an execution brought nothing that showed.
"""
import itertools
import os
import statistics
import time

# TensorFlow takes oneDNN by itself only on processors with AVX-512 VNNI; with AVX2 it doubles the speed as well.
os.environ.update(KERAS_BACKEND="tensorflow", TF_ENABLE_ONEDNN_OPTS="1", TF_CPP_MIN_LOG_LEVEL="3",
                  CUDA_VISIBLE_DEVICES="")

from common import BATCH, BATCHES, images_per_second, load_images, read_arguments, report
import keras
from keras import layers
import tensorflow as tf

EPOCH = 8 * BATCH  # images: short epochs, so that a run of seconds has several to take the median of


def make_model():
    def conv(outputs):
        return layers.Conv2D(outputs, 5, padding="same", activation="relu")

    return keras.Sequential([
        keras.Input((32, 32, 3)), conv(6), layers.MaxPooling2D(2), conv(16), layers.MaxPooling2D(2), conv(120),
        layers.Flatten(), layers.Dense(84, activation="relu"), layers.Dense(10, activation="softmax")])


class EpochTimes(keras.callbacks.Callback):
    """Ends fit() when the time is over; the first epoch, which builds the graph, is not counted."""

    def __init__(self, seconds):
        super().__init__()
        self.seconds, self.times, self.start, self.end = seconds, [], None, None

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        now = time.perf_counter()
        if self.end is None:
            self.end = now + self.seconds
            return
        self.times.append(now - self.start)
        self.model.stop_training = now >= self.end and len(self.times) >= 3


def train_rate(model, pixels, classes, seconds):
    adam = keras.optimizers.Adam(0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7)
    model.compile(adam, keras.losses.SparseCategoricalCrossentropy(), jit_compile=False)
    clock = EpochTimes(seconds)
    model.fit(pixels[:EPOCH], classes[:EPOCH], batch_size=BATCH, shuffle=False, epochs=10**6, verbose=0,
              callbacks=[clock])
    return EPOCH / statistics.median(clock.times)


def predict_rate(model, pixels, seconds):
    batches = itertools.cycle([tf.constant(batch) for batch in pixels.reshape(BATCHES, BATCH, 32, 32, 3)])
    call = tf.function(lambda images: model(images, training=False))
    return images_per_second(seconds, BATCH, lambda: call(next(batches)).numpy())


def main():
    options = read_arguments()
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    pixels, classes = load_images()
    model = make_model()
    train = train_rate(model, pixels, classes, options.seconds * 0.6)
    predict = predict_rate(model, pixels, options.seconds * 0.4)
    report("Keras", options.threads, train, predict, f"{keras.__version__}, TensorFlow {tf.__version__}")


main()
