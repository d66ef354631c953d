// Whether a layer's gradients are healthy: by how large dL/dz is beside the last layer's.
#pragma once

namespace squash {

enum class FlowVerdict { Healthy, Weak, Vanishing, Exploding, Unknown };

// Bounds of LayerFlow::toLast. A layer spreads its gradient over many more values than the ten logits, and behind
// max-pooling most of them are 0, so that some hundredths are usual, and with raw pixels some thousandths; see docs/numbers.md for what networks
// that learn have, and those that do not.
inline constexpr double kWeakBelow = 1e-3, kVanishingBelow = 1e-4, kExplodingAbove = 30;

// toLast: NaN (the last layer's gradient is 0 or no number) is unknown.
FlowVerdict verdictOf(double toLast);
const char* toText(FlowVerdict verdict);  // "healthy"

}  // namespace squash
