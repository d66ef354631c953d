#include "squash/data/cifar10.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "data/files.hpp"

using namespace squash;
using namespace squash::test;

namespace {

std::string recordsError(const Bytes& bytes) {
    return errorOf([&] {
        ImageSet set;
        appendCifarRecords(bytes, "data_batch_2.bin", set);
    });
}

// Pushed in pieces of `piece` bytes.
Dataset readPieces(const Bytes& bytes, const std::string& name, std::size_t piece,
                   const Dataset& current = {}) {
    Cifar10Reader reader(name, bytes.size());
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        reader.push(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at)));
    return reader.finish(current);
}

std::string readError(const Bytes& bytes, const std::string& name = "dropped.tar.gz") {
    return errorOf([&] { readPieces(bytes, name, 4096); });
}

void checkArchive(const Dataset& data) {
    REQUIRE(data.train.size() == 15);
    REQUIRE(data.validation.size() == 3);
    REQUIRE_FALSE(data.generated);
    for (std::uint32_t file = 0; file < 5; ++file) {
        const auto records = makeRecords(3, file + 1);
        const auto image = data.train.image(3 * file + 1);
        REQUIRE(std::equal(image.begin(), image.end(), records.begin() + kImageBytes + 2));
    }
}

struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / "squash-cifar10-test";
    Folder() {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
        for (const auto& [name, content] : cifarFiles(3))
            if (name.ends_with(".bin")) write(name.substr(name.find('/') + 1), content);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    void write(const std::string& name, const Bytes& content) const {
        std::ofstream file(path / name, std::ios::binary);
        file.write(reinterpret_cast<const char*>(content.data()),
                   static_cast<std::streamsize>(content.size()));
    }
    std::string error() const {
        return errorOf([&] { readCifar10Folder(path.string()); });
    }
};

}  // namespace

TEST_CASE("records become images in file order", "[data]") {
    ImageSet set;
    const auto bytes = makeRecords(12, 7);
    appendCifarRecords(bytes, "a", set);
    appendCifarRecords(bytes, "a", set);
    REQUIRE(set.size() == 24);
    REQUIRE(set.pixels.size() == 24 * kImageBytes);
    REQUIRE(set.labels[11] == 1);
    REQUIRE(set.image(23)[3071] == bytes.back());
}

TEST_CASE("a wrong records file is refused with file, byte and what was expected", "[data]") {
    auto bytes = makeRecords(3, 1);
    REQUIRE(contains(recordsError({}),
                     "data_batch_2.bin): at least one record of 3073 bytes, the file is empty"));
    bytes[3073] = 23;
    REQUIRE(recordsError(bytes) ==
            "cannot read the CIFAR-10 images (data_batch_2.bin, byte 3073): a label from 0 to 9, "
            "found 23");
    bytes[3073] = 1;
    bytes.resize(9000);
    REQUIRE(contains(recordsError(bytes),
                     "byte 9000): a size that is a multiple of 3073 bytes; 219 more"));
    REQUIRE(contains(recordsError(Bytes(3073 * 10001)), "byte 30730000): at most 10000 images"));
}

TEST_CASE("a folder needs all six files, none empty", "[data]") {
    const Folder folder;
    checkArchive(readCifar10Folder(folder.path.string()));
    folder.write("data_batch_4.bin", {});
    REQUIRE(contains(folder.error(), "data_batch_4.bin): at least one record"));
    std::filesystem::remove(folder.path / "data_batch_4.bin");
    REQUIRE(contains(folder.error(), "data_batch_4.bin): this file; a CIFAR-10 folder holds"));
    REQUIRE(contains(errorOf([&] { readCifar10Folder((folder.path / "none").string()); }),
                     "none): a folder with"));
}

TEST_CASE("an archive is read in pieces of any size, packed or not", "[data]") {
    const auto tar = makeTar(cifarFiles(3));
    for (const std::size_t piece : {1ul, 511ul, 512ul, 3073ul, 100000ul}) {
        checkArchive(readPieces(tar, "cifar.tar", piece));
        checkArchive(readPieces(makeGzip(tar), "cifar-10-binary.tar.gz", piece));
    }
}

TEST_CASE("progress is the share of the file", "[data]") {
    const auto bytes = makeRecords(4, 1);
    Cifar10Reader reader("test_batch.bin", bytes.size());
    REQUIRE(reader.progress() == 0);
    reader.push(std::span(bytes).first(bytes.size() / 2));
    REQUIRE(reader.progress() == 0.5);
}

TEST_CASE("an archive that is cut off, incomplete or another one says so", "[data]") {
    const auto tar = makeTar(cifarFiles(3));
    auto gzip = makeGzip(tar);
    auto cut = tar;
    cut.resize(40000);
    REQUIRE(contains(readError(cut), "cut off"));
    cut = gzip;
    cut.resize(gzip.size() - 9);
    REQUIRE(contains(readError(cut), "dropped.tar.gz"));
    gzip[gzip.size() - 8] ^= 1;
    REQUIRE(contains(readError(gzip), "dropped.tar.gz, byte"));
    auto files = cifarFiles(3);
    files.erase(files.begin() + 2);
    REQUIRE(contains(readError(makeTar(files)), "data_batch_3.bin in the archive; it is missing"));
    files.push_back(files[1]);
    REQUIRE(contains(readError(makeTar(files)), "twice"));
    REQUIRE(contains(readError(makeTar({{"cifar-10-batches-py/data_batch_1", Bytes(9, 1)}})),
                     "Python version"));
    REQUIRE(
        contains(readError(makeTar({{"cifar-100-binary/train.bin", Bytes(9, 1)}})), "CIFAR-100"));
}

TEST_CASE("a wrong byte inside an archive names its file", "[data]") {
    auto files = cifarFiles(3);
    files[2].second[3073] = 200;
    REQUIRE(
        contains(readError(makeGzip(makeTar(files))),
                 "data_batch_3.bin in dropped.tar.gz, byte 3073): a label from 0 to 9, found 200"));
    files[2].second = Bytes(100, 0);
    REQUIRE(contains(readError(makeTar(files)), "multiple of 3073"));
    files[2].second = {};
    REQUIRE(contains(readError(makeTar(files)), "empty"));
    auto tar = makeTar(cifarFiles(3));
    tar[1] ^= 1;
    REQUIRE(contains(readError(tar),
                     "byte 0 of the unpacked archive): a tar header with the right checksum"));
}

TEST_CASE("other files are refused at once", "[data]") {
    Cifar10Reader reader("photo.png", 0);
    REQUIRE(contains(errorOf([&] { reader.push(Bytes(600, 0x89)); }), "photo.png, byte 0"));
    REQUIRE(contains(readError({}, "empty.bin"), "the file is empty"));
    REQUIRE(contains(readError(Bytes(10, 3), "short.bin"), "records of 3073 bytes"));
    REQUIRE(contains(readError(Bytes(10, 77), "short.bin"), "found 77"));
    REQUIRE(contains(readError(makeRecords(1, 1), "data_batch_1.bin"), "at least two images"));
}

TEST_CASE("a single file takes its part, and the rest from the data there or itself", "[data]") {
    const auto bytes = makeRecords(20, 1);
    const auto alone = readPieces(bytes, "data_batch_1.bin", 5000);
    REQUIRE(alone.train.size() == 18);
    REQUIRE(alone.validation.size() == 2);
    REQUIRE(contains(alone.name, "tenth"));
    REQUIRE(readPieces(bytes, "test_batch.bin", 5000).train.size() == 18);

    Dataset present{"CIFAR-10", false, cifar10ClassNames(), {}, {}};
    appendCifarRecords(makeRecords(5, 3), "a", present.train);
    appendCifarRecords(makeRecords(4, 4), "a", present.validation);
    const auto train = readPieces(bytes, "data_batch_1.bin", 5000, present);
    REQUIRE(train.train.size() == 20);
    REQUIRE(train.validation.pixels == present.validation.pixels);
    const auto test = readPieces(bytes, "my_test.bin", 5000, present);
    REQUIRE(test.train.pixels == present.train.pixels);
    REQUIRE(test.validation.size() == 20);
    present.generated = true;
    REQUIRE(readPieces(bytes, "data_batch_1.bin", 5000, present).train.size() == 18);
}

TEST_CASE("files that come together become one set in CIFAR-10's order", "[data]") {
    const auto read = [](const std::vector<std::pair<std::string, Bytes>>& files,
                         const Dataset& current = {}) {
        Cifar10Reader reader(files[0].first, files[0].second.size());
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (i > 0) reader.next(files[i].first, files[i].second.size());
            reader.push(files[i].second);
        }
        return reader.finish(current);
    };
    const auto one = makeRecords(20, 1), two = makeRecords(10, 2), test = makeRecords(5, 3);
    const auto both = read({{"data_batch_2.bin", two}, {"data_batch_1.bin", one}});
    REQUIRE(both.name == "CIFAR-10, 2 of its files (last tenth validates)");
    REQUIRE(both.train.size() == 27);
    REQUIRE(both.validation.size() == 3);
    ImageSet expected;
    appendCifarRecords(one, "1", expected);
    appendCifarRecords(two, "2", expected);
    expected.pixels.resize(27 * kImageBytes);
    REQUIRE(both.train.pixels == expected.pixels);

    const auto kept = read({{"data_batch_1.bin", one}, {"data_batch_2.bin", two}}, both);
    REQUIRE(kept.train.size() == 30);
    REQUIRE(kept.validation.pixels == both.validation.pixels);

    std::vector<std::pair<std::string, Bytes>> all{{"test_batch.bin", test}};
    for (int i = 1; i <= 5; ++i) all.push_back({"data_batch_" + std::to_string(i) + ".bin", two});
    const auto whole = read(all, both);
    REQUIRE(whole.name == "CIFAR-10");
    REQUIRE(whole.train.size() == 50);
    REQUIRE(whole.validation.size() == 5);

    REQUIRE(contains(errorOf([&] { read({{"data_batch_1.bin", one}, {"data_batch_1.bin", one}}); }),
                     "each file once"));
    REQUIRE(contains(errorOf([&] { read({{"mine.bin", one}, {"data_batch_1.bin", one}}); }),
                     "mine.bin"));
    REQUIRE(contains(
        errorOf([&] { read({{"data_batch_1.bin", Bytes(100, 1)}, {"test_batch.bin", test}}); }),
        "data_batch_1.bin"));
}

TEST_CASE("damaged files give an error or images, never a crash", "[data]") {
    const auto tar = makeTar(cifarFiles(1)), gzip = makeGzip(tar), records = makeRecords(6, 1);
    std::mt19937 generator(1);
    for (int round = 0; round < 3000; ++round) {
        const auto& source = round % 3 == 0 ? tar : round % 3 == 1 ? gzip : records;
        const auto bytes = damaged(source, generator);
        const auto error = errorOf([&] {
            const auto data = readPieces(bytes, "dropped", 1000 + generator() % 60000);
            REQUIRE(data.train.pixels.size() == data.train.size() * kImageBytes);
            REQUIRE(std::all_of(data.train.labels.begin(), data.train.labels.end(),
                                [](auto label) { return label < kClasses; }));
        });
        REQUIRE((error.empty() || error.size() > 20));
    }
    for (int round = 0; round < 300; ++round) {
        Bytes noise(generator() % 5000);
        for (auto& byte : noise) byte = static_cast<std::uint8_t>(generator() >> 24);
        REQUIRE_FALSE(readError(noise).empty());
    }
}

TEST_CASE("the real data set has 50,000 and 10,000 images, balanced", "[data][cifar10]") {
    const char* folder = std::getenv("CIFAR10_DIR");
    if (folder == nullptr) SKIP("CIFAR10_DIR is not set");
    const auto data = readCifar10Folder(folder);
    REQUIRE(data.train.size() == 50000);
    REQUIRE(data.validation.size() == 10000);
    for (std::uint8_t label = 0; label < kClasses; ++label)
        REQUIRE(std::count(data.train.labels.begin(), data.train.labels.end(), label) == 5000);
}
