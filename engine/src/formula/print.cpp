#include "formula/print.hpp"

#include <fmt/format.h>

#include <numbers>

#include "formula/functions.hpp"

namespace squash::formula {
namespace {

constexpr std::size_t kMaxText = 2000;

// How tightly an operation binds; an operand that binds less tightly needs parentheses.
enum Binding { kSum = 1, kProduct, kSign, kPower, kPrimary };

Binding bindingOf(const Graph& graph, NodeId id) {
    const Node& node = graph[id];
    switch (node.op) {
        case Op::Number:
            return node.value < 0 ? kSign : kPrimary;
        case Op::Add:
        case Op::Subtract:
            return kSum;
        case Op::Multiply:
        case Op::Divide:
            return kProduct;
        case Op::Negate:
            return kSign;
        case Op::Power:
            return kPower;
        case Op::TanhSlope:
        case Op::ComplementaryErrorFunction:
        case Op::ExponentialMinusOne:
            return kSum;
        case Op::Sigmoid:
            return graph.is(node.in[0], Op::Negate) ? kSum : kPrimary;
        default:
            return kPrimary;
    }
}

class Printer {
public:
    Printer(const Graph& graph, std::span<const std::string> parameters)
        : graph_(graph), parameters_(parameters) {}

    std::string text(NodeId root) {
        print(root, kSum);
        if (text_.size() > kMaxText) text_ = text_.substr(0, kMaxText) + "...";
        return text_;
    }

private:
    void put(std::string_view piece) { text_ += piece; }

    // Equal parts are printed where they stand, so the text may be far longer than the graph.
    void print(NodeId id, int least) {
        if (text_.size() > kMaxText) return;
        const bool parentheses = bindingOf(graph_, id) < least;
        if (parentheses) put("(");
        printBare(id);
        if (parentheses) put(")");
    }

    void binary(std::string_view op, const Node& node, int left, int right) {
        print(node.in[0], left);
        put(op);
        print(node.in[1], right);
    }

    void printBare(NodeId id) {
        const Node& node = graph_[id];
        switch (node.op) {
            case Op::Number:
                return number(node.value);
            case Op::Variable:
                return put("x");
            case Op::Parameter:
                return put(parameters_[node.index]);
            case Op::Add:
                return binary(" + ", node, kSum, kProduct);
            case Op::Subtract:
                return binary(" - ", node, kSum, kProduct);
            case Op::Multiply:
                return binary("*", node, kProduct, kProduct);
            case Op::Divide:
                return binary("/", node, kProduct, kPower);
            case Op::Negate:
                put("-");
                return print(node.in[0], kProduct);
            case Op::Power:
                return binary("^", node, kPrimary, kPrimary);
            case Op::TanhSlope:
                put("1 - tanh(");
                print(node.in[0], kSum);
                return put(")^2");
            case Op::ExponentialMinusOne:
                put("exp(");
                print(node.in[0], kSum);
                return put(") - 1");
            case Op::ComplementaryErrorFunction: {
                const bool minus = graph_.is(node.in[0], Op::Negate);
                put(minus ? "1 + erf(" : "1 - erf(");
                print(minus ? graph_[node.in[0]].in[0] : node.in[0], kSum);
                return put(")");
            }
            case Op::Sigmoid:
                if (!graph_.is(node.in[0], Op::Negate)) break;
                put("1 - sigmoid(");
                print(graph_[node.in[0]].in[0], kSum);
                return put(")");
            default:
                break;
        }
        call(node);
    }

    void call(const Node& node) {
        if (node.op == Op::WhereLess || node.op == Op::WhereLessEqual) return where(node);
        put(functionName(node.op));
        put("(");
        for (std::size_t i = 0; i < operandCount(node.op); ++i) {
            if (i > 0) put(", ");
            print(node.in[i], kSum);
        }
        put(")");
    }

    // where(0 < x, ...) reads better as where(x > 0, ...).
    void where(const Node& node) {
        const bool turned = graph_.isNumber(node.in[0]) && !graph_.isNumber(node.in[1]);
        put("where(");
        print(node.in[turned ? 1 : 0], kSum);
        put(turned ? " >" : " <");
        put(node.op == Op::WhereLess ? " " : "= ");
        print(node.in[turned ? 0 : 1], kSum);
        put(", ");
        print(node.in[2], kSum);
        put(", ");
        print(node.in[3], kSum);
        put(")");
    }

    void number(double value) {
        const bool negative = value < 0;
        const double size = negative ? -value : value;
        if (negative) put("-");
        if (size == std::numbers::pi) return put("pi");
        if (size == std::numbers::e) return put("e");
        put(fmt::format("{}", size));
    }

    const Graph& graph_;
    std::span<const std::string> parameters_;
    std::string text_;
};

}  // namespace

std::string toText(const Graph& graph, NodeId root, std::span<const std::string> parameters) {
    return Printer(graph, parameters).text(root);
}

}  // namespace squash::formula
