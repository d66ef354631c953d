#include "squash/training/flow_verdict.hpp"

namespace squash {

FlowVerdict verdictOf(double toLast) {
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
    }
    return "";
}

}  // namespace squash
