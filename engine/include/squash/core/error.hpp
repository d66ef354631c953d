// The one exception of the engine: the world was wrong (a file, an experiment, an argument).
// Every message has three parts, so that a person learns what failed, where, and what to do.
// Faults of the program itself are asserts, and nothing throws inside a training step.
#pragma once
#include <stdexcept>
#include <string>

namespace squash {

class Error : public std::runtime_error {
public:
    // what: "cannot read the images"; where: "data_batch_2.bin, byte 3073";
    // expected: "a label from 0 to 9, found 23". what() joins them: "what (where): expected".
    Error(std::string what, std::string where, std::string expected);

    const std::string& subject() const { return subject_; }
    const std::string& where() const { return where_; }
    const std::string& expected() const { return expected_; }

private:
    std::string subject_, where_, expected_;
};

}  // namespace squash
