#include "history_json.hpp"

namespace squash::cli {

Json epochsJson(const History& history) {
    Json epochs = Json::array();
    for (const EpochRecord& record : history.epochs())
        epochs.push_back({{"loss", record.loss},
                          {"accuracy", record.accuracy},
                          {"val_loss", record.validationLoss},
                          {"val_accuracy", record.validationAccuracy},
                          {"seconds", record.seconds}});
    return epochs;
}

}  // namespace squash::cli
