#include "formula/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numbers>
#include <utility>

#include "core/call_text.hpp"
#include "formula/functions.hpp"
#include "formula/lexer.hpp"
#include "formula/simplify.hpp"
#include "squash/formula/formula.hpp"

namespace squash::formula {
namespace {

std::string found(const Token& token) {
    return token.kind == TokenKind::End ? "found the end" : fmt::format("found '{}'", token.text);
}

// Names from elsewhere for what is here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kNamesElsewhere{{
    {"ln", "log(v)"},
    {"pow", "a^b"},
    {"power", "a^b"},
    {"square", "v^2"},
    {"fabs", "abs(v)"},
    {"arctan", "atan(v)"},
    {"arcsin", "asin(v)"},
    {"arccos", "acos(v)"},
    {"arcsinh", "asinh(v)"},
    {"step", "where(v > 0, 1, 0)"},
}};

std::string otherName(std::string_view name) {
    for (const auto& [elsewhere, here] : kNamesElsewhere)
        if (name == elsewhere) return fmt::format("write {}", here);
    if (const auto near = nearestName(name, functionNames()))
        return fmt::format("did you mean '{}'?", *near);
    return fmt::format("for a product write {}*(", name);
}

class Parser {
public:
    Parser(std::string_view text, Graph& graph) : lexer_(text), graph_(graph), build_(graph) {}

    Parsed whole() {
        if (token().kind == TokenKind::End) fail(token(), "type a formula, such as x*sigmoid(x)");
        const NodeId root = sum();
        if (token().is("<") || token().is("<=") || token().is(">") || token().is(">="))
            fail(token(), "a comparison stands only in where(condition, a, b)");
        if (token().is(")")) fail(token(), "there is no '(' for this ')'");
        if (token().is(",")) fail(token(), "a comma stands only between a function's arguments");
        if (token().kind != TokenKind::End) fail(token(), missingOperator());
        return {root, std::move(parameters_)};
    }

private:
    // Counts how deep the descent is; its memory is a stack's.
    struct Level {
        Parser& parser;
        explicit Level(Parser& theParser) : parser(theParser) {
            if (++parser.depth_ > kMaxFormulaNesting)
                parser.fail(parser.token(), fmt::format("a formula nests at most {} levels deep",
                                                        kMaxFormulaNesting));
        }
        Level(const Level&) = delete;
        ~Level() { --parser.depth_; }
    };

    const Token& token() const { return lexer_.current(); }
    [[noreturn]] void fail(const Token& at, const std::string& expected) const {
        failFormula(lexer_.text(), at.column, expected);
    }
    std::string missingOperator() const {
        return fmt::format("expected an operator before '{}', such as *", token().text);
    }
    void expect(std::string_view symbol, const std::string& what) {
        if (!token().is(symbol)) {
            const bool value = token().kind == TokenKind::Number ||
                               token().kind == TokenKind::Name || token().is("(");
            fail(token(), value ? missingOperator() : fmt::format("{}, {}", what, found(token())));
        }
        lexer_.next();
    }

    NodeId sum() {
        NodeId value = product();
        while (token().is("+") || token().is("-")) {
            const bool plus = token().is("+");
            lexer_.next();
            const NodeId right = product();
            value = plus ? build_.add(value, right) : build_.subtract(value, right);
        }
        return value;
    }

    NodeId product() {
        NodeId value = signedPower();
        while (token().is("*") || token().is("/")) {
            const bool times = token().is("*");
            lexer_.next();
            const NodeId right = signedPower();
            value = times ? build_.multiply(value, right) : build_.divide(value, right);
        }
        return value;
    }

    NodeId signedPower() {
        const Level level(*this);
        if (token().is("+") || token().is("-")) {
            const bool minus = token().is("-");
            lexer_.next();
            const NodeId value = signedPower();
            return minus ? build_.negate(value) : value;
        }
        const NodeId base = primary();
        if (!token().is("^")) return base;
        lexer_.next();
        return build_.power(base, signedPower());
    }

    NodeId primary() {
        const Token start = token();
        if (start.kind == TokenKind::Number) {
            lexer_.next();
            return graph_.number(start.value);
        }
        if (start.kind == TokenKind::Name) return named();
        if (!start.is("("))
            fail(start, fmt::format("expected a number, x or a name, {}", found(start)));
        lexer_.next();
        const NodeId inside = sum();
        expect(")", fmt::format("expected ')' for the '(' in column {}", start.column));
        return inside;
    }

    NodeId named() {
        const Token name = token();
        lexer_.next();
        const bool called = token().is("(");
        if (name.text == "x" || name.text == "pi" || name.text == "e") {
            if (called)
                fail(token(), fmt::format("'{}' is no function; write {}*(", name.text, name.text));
            if (name.text == "x") return graph_.variable();
            return graph_.number(name.text == "pi" ? std::numbers::pi : std::numbers::e);
        }
        const Function* function = findFunction(name.text);
        if (called) return call(name, function);
        if (function && !isParameterName(name.text))
            fail(name, fmt::format("{} is a function: write {}", name.text, callForm(*function)));
        return parameter(name);
    }

    NodeId parameter(const Token& name) {
        const auto at = std::find(parameters_.begin(), parameters_.end(), name.text);
        const auto index = static_cast<std::size_t>(at - parameters_.begin());
        if (at != parameters_.end()) return graph_.parameter(index);
        if (index == kMaxFormulaParameters)
            fail(name, fmt::format("a formula has at most {} parameters", kMaxFormulaParameters));
        if (name.text.size() > kMaxName)
            fail(name, fmt::format("a name of at most {} letters", kMaxName));
        parameters_.emplace_back(name.text);
        return graph_.parameter(index);
    }

    NodeId call(const Token& name, const Function* function) {
        if (!function)
            fail(name, fmt::format("'{}' is no function: {}", name.text.substr(0, kMaxName),
                                   otherName(name.text.substr(0, kMaxName))));
        const Token open = token();
        lexer_.next();
        if (function->call == Call::Where) return where(open);
        std::vector<NodeId> arguments;
        do {
            if (!arguments.empty()) lexer_.next();
            arguments.push_back(sum());
        } while (token().is(","));
        expect(")", fmt::format("expected ')' for the '(' in column {}", open.column));
        const Arity arity = arityOf(*function);
        if (arguments.size() < arity.least || arguments.size() > arity.most)
            fail(name,
                 fmt::format("{} takes {}, found {}", name.text, arity.text, arguments.size()));
        return build_.call(*function, arguments);
    }

    NodeId where(const Token& open) {
        const NodeId a = sum();
        const Token comparison = token();
        if (!comparison.is("<") && !comparison.is("<=") && !comparison.is(">") &&
            !comparison.is(">="))
            fail(comparison,
                 fmt::format("where begins with a comparison (< <= > >=), {}", found(comparison)));
        lexer_.next();
        const NodeId b = sum();
        const std::string form = "where takes a comparison and two values: where(x > 0, a, b)";
        expect(",", form);
        const NodeId then = sum();
        expect(",", form);
        const NodeId otherwise = sum();
        expect(")", fmt::format("expected ')' for the '(' in column {}", open.column));
        const bool strict = comparison.text.size() == 1;
        const Op op = strict ? Op::WhereLess : Op::WhereLessEqual;
        return comparison.text[0] == '<' ? build_.where(op, a, b, then, otherwise)
                                         : build_.where(op, b, a, then, otherwise);
    }

    static constexpr std::size_t kMaxName = 40;

    Lexer lexer_;
    Graph& graph_;
    Builder build_;
    std::vector<std::string> parameters_;
    std::size_t depth_ = 0;
};

}  // namespace

Parsed parse(std::string_view text, Graph& graph) {
    if (text.size() > kMaxFormulaLength)
        failFormula(text, kMaxFormulaLength + 1,
                    fmt::format("a formula of at most {} characters, found {}", kMaxFormulaLength,
                                text.size()));
    return Parser(text, graph).whole();
}

}  // namespace squash::formula
