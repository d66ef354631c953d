#include "saved_network.hpp"

#include <cstdio>
#include <utility>

#include "data_source.hpp"
#include "errors.hpp"

namespace squash::cli {

SavedNetwork openSaved(const std::string& file, const std::optional<std::string>& data) {
    Checkpoint checkpoint = loadCheckpoint(file);
    for (const std::string& notice : checkpoint.notices) printNotice(notice);
    const std::string asked = data.value_or(checkpoint.experiment.data);
    DatasetPtr opened = openData(asked);
    if (!data) noteOtherData(checkpoint, *opened);
    std::fprintf(stderr, "Data: %s\n", describeData(*opened, asked).c_str());
    Network network = makeNetwork(checkpoint.experiment);
    return {std::move(checkpoint), std::move(opened), std::move(network)};
}

}  // namespace squash::cli
