#include "data/inflate.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <vector>

#include "squash/core/error.hpp"

namespace squash {
namespace {

constexpr std::size_t kOutputBytes = 64 * 1024;
constexpr int kWindowBits = 15, kGzip = 16;  // inflateInit2's way to ask for gzip's wrapping

}  // namespace

struct Inflater::State {
    State(Wrapping wrapping, std::string fileName, Sink receiver)
        : name(std::move(fileName)), sink(std::move(receiver)), output(kOutputBytes) {
        if (inflateInit2(&stream, kWindowBits + (wrapping == Wrapping::Gzip ? kGzip : 0)) != Z_OK)
            throw Error("cannot unpack", name, "enough memory for zlib");
    }
    ~State() { inflateEnd(&stream); }

    [[noreturn]] void fail(const std::string& expected) const {
        throw Error("cannot unpack", fmt::format("{}, byte {}", name, consumed), expected);
    }

    void run(std::span<const std::uint8_t> piece) {
        stream.next_in = const_cast<Bytef*>(piece.data());
        stream.avail_in = static_cast<uInt>(piece.size());
        // A full output buffer means that zlib may hold more, though all input is taken.
        do {
            if (ended) return;  // what follows the stream (padding) is no concern of ours
            const uInt before = stream.avail_in;
            stream.next_out = output.data();
            stream.avail_out = kOutputBytes;
            const int result = ::inflate(&stream, Z_NO_FLUSH);
            consumed += before - stream.avail_in;
            if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
                fail(fmt::format("an intact compressed file, found: {}",
                                 stream.msg ? stream.msg : "damaged data"));
            sink({output.data(), kOutputBytes - stream.avail_out});
            ended = result == Z_STREAM_END;
        } while (stream.avail_in > 0 || stream.avail_out == 0);
    }

    std::string name;
    Sink sink;
    std::vector<std::uint8_t> output;
    z_stream stream{};
    std::uint64_t consumed = 0;
    bool ended = false;
};

Inflater::Inflater(Wrapping wrapping, std::string name, Sink sink)
    : state_(std::make_unique<State>(wrapping, std::move(name), std::move(sink))) {}

Inflater::~Inflater() = default;

void Inflater::push(std::span<const std::uint8_t> piece) {
    constexpr std::size_t kMost = 1u << 30;  // zlib counts with 32 bits
    for (std::size_t at = 0; at < piece.size(); at += kMost)
        state_->run(piece.subspan(at, std::min(kMost, piece.size() - at)));
}

void Inflater::finish() {
    if (!state_->ended) state_->fail("more bytes: the file ends too early");
}

}  // namespace squash
