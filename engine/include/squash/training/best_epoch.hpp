// The epoch in which a run was best: by its validation accuracy, the first one of equal ones.
#pragma once
#include "squash/training/history.hpp"

namespace squash {

// Null before the first epoch is done. Valid as long as the history is.
inline const EpochRecord* bestEpoch(const History& history) {
    const EpochRecord* best = nullptr;
    for (const EpochRecord& record : history.epochs())
        if (best == nullptr || record.validationAccuracy > best->validationAccuracy) best = &record;
    return best;
}

}  // namespace squash
