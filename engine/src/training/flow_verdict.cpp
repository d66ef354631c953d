#include "squash/training/flow_verdict.hpp"

#include <cmath>

namespace squash {

FlowVerdict verdictOf(double toLast) {
    if (std::isnan(toLast)) return FlowVerdict::Unknown;
    if (toLast > kExplodingAbove) return FlowVerdict::Exploding;
    if (toLast >= kWeakBelow) return FlowVerdict::Healthy;
    return toLast >= kVanishingBelow ? FlowVerdict::Weak : FlowVerdict::Vanishing;
}

const char* toText(FlowVerdict verdict) {
    switch (verdict) {
        case FlowVerdict::Healthy:
            return "healthy";
        case FlowVerdict::Weak:
            return "weak";
        case FlowVerdict::Vanishing:
            return "vanishing";
        case FlowVerdict::Exploding:
            return "exploding";
        case FlowVerdict::Unknown:
            return "unknown";
    }
    return "";
}

}  // namespace squash
