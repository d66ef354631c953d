// Readers of CIFAR-10's binary version (https://www.cs.toronto.edu/~kriz/cifar.html): records of
// one label byte and 3,072 pixel bytes (red, green and blue plane, row by row).
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "squash/data/dataset.hpp"

namespace squash {

// Appends the records of one .bin file. `name` is used in errors. Throws Error naming file, byte
// and what was expected: not a multiple of 3,073 bytes, empty, a label above 9.
void appendCifarRecords(std::span<const std::uint8_t> bytes, const std::string& name,
                        ImageSet& into);

// Reads data_batch_1..5.bin and test_batch.bin of a folder. All six must be there, none empty.
Dataset readCifar10Folder(const std::string& folder);

// Is it one of the six: data_batch_1..5.bin, test_batch.bin? A path's folders do not matter.
bool isCifar10File(const std::string& path);

// Takes a dropped or downloaded file in pieces, as they come: the official cifar-10-binary.tar.gz
// (gzip is undone while reading), an uncompressed .tar, or one .bin file (decided by content, then
// name). push() throws Error at the first wrong byte; finish() throws when something is missing.
class Cifar10Reader {
public:
    // fileName decides the part a single .bin plays: "test" in it means validation.
    // totalBytes: size of the file, 0 if unknown.
    Cifar10Reader(std::string fileName, std::size_t totalBytes);
    ~Cifar10Reader();
    void push(std::span<const std::uint8_t> piece);
    // Closes this file and goes on with another of the six .bin files (isCifar10File), for files
    // dropped together: finish() then joins them in CIFAR-10's order. Throws Error when this one
    // is cut off or none of the six.
    void next(std::string fileName, std::size_t totalBytes);
    double progress() const;  // 0..1 of totalBytes

    // For an archive: the whole data set. For one .bin file: its images; the part it does not
    // hold (training or validation) is taken from `current` where that is CIFAR-10 too, else a
    // single training file gives its last tenth for validation, and a single test file likewise
    // its first nine tenths for training (the name says so). The same for several .bin files.
    Dataset finish(const Dataset& current);

private:
    struct State;
    std::unique_ptr<State> state_;
};

// One part of the page's packed subset (made by web/pack-cifar10.mjs; the format is described
// there): a magic, counts, labels, then filtered and deflated pixels. Appends to `into`.
void appendPackedPart(std::span<const std::uint8_t> part, const std::string& name, Dataset& into);

}  // namespace squash
