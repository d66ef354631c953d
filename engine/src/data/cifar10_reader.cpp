// A dropped file: gzip -> tar -> the six .bin files, or one .bin file; each stage takes pieces.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "data/cifar10_records.hpp"
#include "data/inflate.hpp"
#include "data/tar.hpp"
#include "squash/core/error.hpp"
#include "squash/data/cifar10.hpp"

namespace squash {

namespace {

constexpr std::size_t kDetectBytes = 512;  // a tar header; every right file is longer
// More than the official archive's 184 MB; a file that unpacks to more is not it.
constexpr std::uint64_t kMaxUnpacked = std::uint64_t{1} << 29;
constexpr std::size_t kTestFile = 5, kDataFiles = 6;

std::optional<std::size_t> dataFileOf(const std::string& path) {
    const auto base = path.substr(path.find_last_of('/') + 1);
    if (base == "test_batch.bin") return kTestFile;
    if (base.size() == 16 && base.starts_with("data_batch_") && base.ends_with(".bin") &&
        base[11] >= '1' && base[11] <= '5')
        return static_cast<std::size_t>(base[11] - '1');
    return std::nullopt;
}

std::string dataFileName(std::size_t index) {
    return index == kTestFile ? "test_batch.bin" : fmt::format("data_batch_{}.bin", index + 1);
}

// The first `count` images move to the result, the others stay.
ImageSet splitFirst(ImageSet& images, std::size_t count) {
    const auto label = images.labels.begin() + static_cast<std::ptrdiff_t>(count);
    const auto pixel = images.pixels.begin() + static_cast<std::ptrdiff_t>(count * kImageBytes);
    ImageSet first{{images.pixels.begin(), pixel}, {images.labels.begin(), label}};
    images.labels.erase(images.labels.begin(), label);
    images.pixels.erase(images.pixels.begin(), pixel);
    return first;
}

void splitLastTenth(ImageSet& images, Dataset& data) {
    const std::size_t last = std::max<std::size_t>(1, images.size() / 10);
    data.train = splitFirst(images, images.size() - last);
    data.validation = std::move(images);
}

bool isCifar10(const Dataset& data) {
    return !data.generated && data.classNames == cifar10ClassNames();
}

}  // namespace

bool isCifar10File(const std::string& path) { return dataFileOf(path).has_value(); }

struct Cifar10Reader::State {
    enum class Kind { Unknown, Tar, Records };

    std::string name;
    std::size_t totalBytes;
    std::uint64_t taken = 0, unpacked = 0;
    std::unique_ptr<Inflater> gzip;
    bool started = false;            // the packing is known
    std::vector<std::uint8_t> head;  // unpacked bytes until the kind is known
    Kind kind = Kind::Unknown;
    std::unique_ptr<TarReader> tar;
    std::array<std::optional<CifarRecords>, kDataFiles> files;  // of an archive
    std::optional<std::size_t> current;                         // the one being read
    CifarRecords single;                                        // of a .bin file
    bool together = false;                                      // several .bin files

    [[noreturn]] void fail(const std::string& place, const std::string& expected) const {
        throw Error("cannot use the file",
                    place.empty() ? name : fmt::format("{}, {}", name, place), expected);
    }
    void push(std::span<const std::uint8_t> piece);
    void takeUnpacked(std::span<const std::uint8_t> piece);
    void decideKind();
    void beginFile(const std::string& path);
    void finishStreams();
    Dataset archive();
    Dataset oneFile(const Dataset& present);
    void keepSingle();
    Dataset joined(const Dataset& present);
};

void Cifar10Reader::State::push(std::span<const std::uint8_t> piece) {
    if (piece.empty()) return;
    taken += piece.size();
    if (!started) {
        started = true;
        if (piece[0] == 0x1f)
            gzip = std::make_unique<Inflater>(Wrapping::Gzip, name,
                                              [this](auto bytes) { takeUnpacked(bytes); });
    }
    if (gzip != nullptr) {
        gzip->push(piece);
    } else {
        takeUnpacked(piece);
    }
}

void Cifar10Reader::State::takeUnpacked(std::span<const std::uint8_t> piece) {
    unpacked += piece.size();
    if (unpacked > kMaxUnpacked)
        fail("", fmt::format("the official archive; this one unpacks to more than {} MB",
                             kMaxUnpacked >> 20));
    if (kind == Kind::Unknown) {
        const auto wanted = std::min(kDetectBytes - head.size(), piece.size());
        head.insert(head.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(wanted));
        piece = piece.subspan(wanted);
        if (head.size() < kDetectBytes) return;
        decideKind();
        takeUnpacked(std::exchange(head, {}));
        unpacked -= kDetectBytes;  // counted when it came
    }
    if (kind == Kind::Tar) {
        tar->push(piece);
    } else {
        single.push(piece);
    }
}

void Cifar10Reader::State::decideKind() {
    if (TarReader::looksLikeTar(head)) {
        kind = Kind::Tar;
        tar = std::make_unique<TarReader>(
            name,
            TarReader::Events{[this](const std::string& path, std::uint64_t) { beginFile(path); },
                              [this](auto bytes) {
                                  if (current) files[*current]->push(bytes);
                              },
                              [this] {
                                  if (current)
                                      files[*std::exchange(current, std::nullopt)]->finish();
                              }});
    } else if (head[0] < kClasses) {
        kind = Kind::Records;
    } else {
        fail("byte 0", fmt::format("cifar-10-binary.tar.gz, a .tar of it, or one of its .bin "
                                   "files, which begin with a label "
                                   "from 0 to 9; found {}",
                                   head[0]));
    }
}

void Cifar10Reader::State::beginFile(const std::string& path) {
    current = dataFileOf(path);
    if (!current) {
        if (path.find("batches-py/") != std::string::npos)
            fail("", "the binary version, cifar-10-binary.tar.gz; this is the Python version");
        if (path.find("cifar-100") != std::string::npos)
            fail("", "CIFAR-10 (binary version); this is CIFAR-100");
        return;
    }
    auto& file = files[*current];
    if (file) fail(path, "each file once; it is there twice");
    file.emplace(fmt::format("{} in {}", dataFileName(*current), name));
}

void Cifar10Reader::State::finishStreams() {
    if (taken == 0)
        fail("byte 0", "cifar-10-binary.tar.gz or one of its .bin files; the file is empty");
    if (totalBytes != 0 && taken < totalBytes)
        fail(fmt::format("byte {}", taken), fmt::format("{} bytes in all", totalBytes));
    if (gzip != nullptr) gzip->finish();
    if (kind == Kind::Unknown) {
        if (head[0] < kClasses)
            fail(fmt::format("byte {}", head.size()),
                 fmt::format("records of {} bytes", kCifarRecord));
        head.resize(kDetectBytes);
        decideKind();
    }
    if (kind == Kind::Tar) {
        tar->finish();
    } else {
        single.finish();
    }
}

Dataset Cifar10Reader::State::archive() {
    for (std::size_t i = 0; i < kDataFiles; ++i)
        if (!files[i]) fail("", fmt::format("{} in the archive; it is missing", dataFileName(i)));
    return joined({});
}

Dataset Cifar10Reader::State::oneFile(const Dataset& present) {
    const bool isTest = name.find("test") != std::string::npos;
    ImageSet& images = single.images();
    Dataset data{"", false, cifar10ClassNames(), {}, {}};
    if (isCifar10(present) && (isTest ? present.train : present.validation).size() > 0) {
        (isTest ? data.train : data.validation) = isTest ? present.train : present.validation;
        (isTest ? data.validation : data.train) = std::move(images);
        data.name = fmt::format("CIFAR-10 with {}", name);
        return data;
    }
    if (images.size() < 2) fail("", "at least two images, one of them for validation");
    splitLastTenth(images, data);
    data.name = fmt::format("CIFAR-10, {} (last tenth validates)", name);
    return data;
}

void Cifar10Reader::State::keepSingle() {
    const auto index = dataFileOf(name);
    if (!index || kind != Kind::Records)
        fail("", "data_batch_1.bin to data_batch_5.bin or test_batch.bin beside the other files");
    if (files[*index]) fail("", "each file once; it is there twice");
    files[*index] = std::exchange(single, CifarRecords{});
}

Dataset Cifar10Reader::State::joined(const Dataset& present) {
    Dataset data{"CIFAR-10", false, cifar10ClassNames(), {}, {}};
    std::size_t count = 0, images = 0;
    for (std::size_t i = 0; i < kDataFiles; ++i) {
        count += files[i] ? 1 : 0;
        images += files[i] && i != kTestFile ? files[i]->images().size() : 0;
    }
    if (count < kDataFiles) data.name += fmt::format(", {} of its files", count);
    ImageSet train;
    train.pixels.reserve(images * kImageBytes);
    train.labels.reserve(images);
    for (std::size_t i = 0; i < kTestFile; ++i) {
        if (!files[i]) continue;
        append(files[i]->images(), train);
        files[i].reset();  // memory is short in the page
    }
    if (!files[kTestFile] && !(isCifar10(present) && present.validation.size() > 0)) {
        splitLastTenth(train, data);
        data.name += " (last tenth validates)";
        return data;
    }
    data.train = std::move(train);
    if (files[kTestFile])
        data.validation = std::move(files[kTestFile]->images());
    else
        data.validation = present.validation;
    return data;
}

Cifar10Reader::Cifar10Reader(std::string fileName, std::size_t totalBytes)
    : state_(std::make_unique<State>()) {
    state_->single = CifarRecords(fileName);
    state_->name = std::move(fileName);
    state_->totalBytes = totalBytes;
}

Cifar10Reader::~Cifar10Reader() = default;

void Cifar10Reader::push(std::span<const std::uint8_t> piece) { state_->push(piece); }

void Cifar10Reader::next(std::string fileName, std::size_t totalBytes) {
    state_->finishStreams();
    state_->keepSingle();
    auto following = std::make_unique<State>();
    following->files = std::move(state_->files);
    following->together = true;
    following->single = CifarRecords(fileName);
    following->name = std::move(fileName);
    following->totalBytes = totalBytes;
    state_ = std::move(following);
}

double Cifar10Reader::progress() const {
    if (state_->totalBytes == 0) return 0;
    return std::min(1.0,
                    static_cast<double>(state_->taken) / static_cast<double>(state_->totalBytes));
}

Dataset Cifar10Reader::finish(const Dataset& current) {
    state_->finishStreams();
    if (state_->together) {
        state_->keepSingle();
        return state_->joined(current);
    }
    return state_->kind == State::Kind::Tar ? state_->archive() : state_->oneFile(current);
}

}  // namespace squash
