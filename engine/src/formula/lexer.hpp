// A formula's text as tokens with their columns.
#pragma once
#include <cstddef>
#include <string_view>

namespace squash::formula {

enum class TokenKind { Number, Name, Symbol, End };

struct Token {
    TokenKind kind = TokenKind::End;
    std::string_view text;   // as written; "<=" and ">=" are one symbol
    double value = 0;        // Number
    std::size_t column = 1;  // of its first character in the formula, counted from 1

    bool is(std::string_view symbol) const { return kind == TokenKind::Symbol && text == symbol; }
};

class Lexer {
public:
    // Throws FormulaError as soon as a character fits nowhere; so does next().
    explicit Lexer(std::string_view text);

    const Token& current() const { return token_; }
    void next();
    std::string_view text() const { return text_; }

private:
    void readNumber();
    void readName();
    void readSymbol();

    std::string_view text_;
    std::size_t at_ = 0;
    Token token_;
};

// Throws FormulaError.
[[noreturn]] void failFormula(std::string_view text, std::size_t column,
                              const std::string& expected);

}  // namespace squash::formula
