// Which optimizers there are; apart from their table because the kernels know no more of them.
#pragma once

namespace squash {

enum class OptimizerKind { Sgd, RmsProp, Adam, AdamW, Nadam, Adamax, Adagrad, Lion };

}  // namespace squash
