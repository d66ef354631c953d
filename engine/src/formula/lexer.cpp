#include "formula/lexer.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "core/call_text.hpp"
#include "squash/formula/formula.hpp"

namespace squash::formula {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What people type from habit, and what it is here.
std::string advice(std::string_view rest) {
    if (rest.starts_with("|")) return "write abs(x) for the absolute value";
    if (rest.starts_with("=")) return "a formula has no '=': type only what stands on its right";
    if (rest.starts_with("?") || rest.starts_with(":"))
        return "write where(condition, a, b) for a choice";
    if (rest.starts_with("\xC2\xB7") || rest.starts_with("\xC3\x97"))
        return "write * for a product";
    if (rest.starts_with("\xE2\x88\x92") || rest.starts_with("\xE2\x80\x93"))
        return "write - for minus";
    if (rest.starts_with("\xC2\xB2") || rest.starts_with("\xC2\xB3"))
        return "write ^2 or ^3 for a power";
    if (rest.starts_with("\xCF\x80")) return "write pi";
    return "expected a number, a name or one of + - * / ^ ( ) ,";
}

}  // namespace

void failFormula(std::string_view text, std::size_t column, const std::string& expected) {
    throw FormulaError(shownText(text), column, expected);
}

Lexer::Lexer(std::string_view text) : text_(text) { next(); }

void Lexer::next() {
    while (at_ < text_.size() && isSpace(text_[at_])) ++at_;
    token_ = {TokenKind::End, {}, 0, at_ + 1};
    if (at_ == text_.size()) return;
    const char c = text_[at_];
    const bool point = c == '.' && at_ + 1 < text_.size() && isDigit(text_[at_ + 1]);
    if (isDigit(c) || point)
        readNumber();
    else if (isLetter(c))
        readName();
    else
        readSymbol();
}

// 1, .5, 1., 1e-3; "2e" is the number 2 before the name e.
void Lexer::readNumber() {
    const std::size_t begin = at_;
    const auto skipDigits = [&] {
        while (at_ < text_.size() && isDigit(text_[at_])) ++at_;
    };
    skipDigits();
    if (at_ < text_.size() && text_[at_] == '.') ++at_, skipDigits();
    if (at_ < text_.size() && text_[at_] == '.')
        failFormula(text_, at_ + 1, "a number has one point");
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
        std::size_t exponent = at_ + 1;
        if (exponent < text_.size() && (text_[exponent] == '-' || text_[exponent] == '+'))
            ++exponent;
        if (exponent < text_.size() && isDigit(text_[exponent])) {
            at_ = exponent;
            skipDigits();
        }
    }
    token_.kind = TokenKind::Number;
    token_.text = text_.substr(begin, at_ - begin);
    token_.value = std::strtod(std::string(token_.text).c_str(), nullptr);
    if (!(token_.value <= kLargestNumber))
        failFormula(text_, token_.column, fmt::format("a number of at most {:g}", kLargestNumber));
}

void Lexer::readName() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (isLetter(text_[at_]) || isDigit(text_[at_]))) ++at_;
    token_.kind = TokenKind::Name;
    token_.text = text_.substr(begin, at_ - begin);
}

void Lexer::readSymbol() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("**")) failFormula(text_, at_ + 1, "write ^ for a power");
    constexpr std::string_view kSymbols = "+-*/^(),<>";
    if (kSymbols.find(rest[0]) == std::string_view::npos) failFormula(text_, at_ + 1, advice(rest));
    const bool two = rest.starts_with("<=") || rest.starts_with(">=");
    token_.kind = TokenKind::Symbol;
    token_.text = rest.substr(0, two ? 2 : 1);
    at_ += token_.text.size();
}

}  // namespace squash::formula
