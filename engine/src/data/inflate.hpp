// Undoes deflate in its gzip (RFC 1952) and zlib (RFC 1950) wrappings, in pieces as they come, with
// the zlib library (natively Debian's, in the page compiled from its source). Memory is bounded
// whatever the input claims. Checksums are verified by zlib.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace squash {

enum class Wrapping { Gzip, Zlib };

class Inflater {
public:
    using Sink = std::function<void(std::span<const std::uint8_t>)>;
    Inflater(Wrapping wrapping, std::string name, Sink sink);
    ~Inflater();

    // Throws Error naming the byte of the compressed file; whatever the sink throws passes through.
    void push(std::span<const std::uint8_t> piece);
    // Throws Error when the stream has not ended.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace squash
