// How a value comes about, one operation after the other, as a person would write it down.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "formula/formula_impl.hpp"
#include "formula/print.hpp"

namespace squash {
namespace {

using namespace formula;

constexpr double kLargestExponent = 700;  // beyond, e to its power is infinite

// To six digits, as it is shown; there is one zero.
std::string text(double number) { return fmt::format("{:.6g}", number == 0 ? 0.0 : number); }

double rounded(double value) { return std::strtod(text(value).c_str(), nullptr); }

// The parts of `root`, operands first.
std::vector<bool> partsOf(const Graph& graph, NodeId root) {
    std::vector<bool> needed(graph.size(), false);
    needed[root] = true;
    for (NodeId id = root + 1; id-- > 0;)
        if (needed[id])
            for (std::size_t i = 0; i < operandCount(graph[id].op); ++i)
                needed[graph[id].in[i]] = true;
    return needed;
}

class Steps {
public:
    Steps(const Formula::Impl& impl, double x, std::span<const double> parameters)
        : impl_(impl), x_(x), parameters_(parameters), values_(impl.graph.size(), 0.0) {}

    std::vector<FormulaStep> take() {
        const std::vector<bool> needed = partsOf(impl_.graph, impl_.f);
        for (NodeId id = 0; id <= impl_.f; ++id)
            if (needed[id]) add(id);
        return std::move(steps_);
    }

private:
    void add(NodeId id) {
        const Node& node = impl_.graph[id];
        if (node.op == Op::Variable) values_[id] = x_;
        if (node.op == Op::Parameter) values_[id] = parameters_[node.index];
        if (node.op == Op::Number) values_[id] = node.value;
        if (operandCount(node.op) == 0) return;
        std::array<double, 4> in{};
        for (std::size_t i = 0; i < operandCount(node.op); ++i) in[i] = values_[node.in[i]];
        values_[id] = applyOp(node, in);
        if (!explain(node.op, in[0], values_[id])) put(node, in, values_[id]);
    }

    // The operation on the numbers that it is given; a negative one in parentheses behind a sign.
    void put(const Node& node, const std::array<double, 4>& in, double value) {
        const auto operand = [](double number) {
            return number < 0 ? "(" + text(number) + ")" : text(number);
        };
        const auto binary = [&](const char* sign) {
            steps_.push_back({text(in[0]) + sign + operand(in[1]), value});
        };
        if (node.op == Op::Negate) return steps_.push_back({"-" + operand(in[0]), value});
        if (node.op == Op::Add) return binary(" + ");
        if (node.op == Op::Subtract) return binary(" - ");
        if (node.op == Op::Multiply) return binary("*");
        if (node.op == Op::Divide) return binary("/");
        Graph graph;
        std::array<NodeId, 4> operands{};
        for (std::size_t i = 0; i < operandCount(node.op); ++i)
            operands[i] = graph.number(rounded(in[i]));
        const NodeId root = graph.add({node.op, operands, 0, 0});
        steps_.push_back({toText(graph, root, {}), value});
    }

    // What stands for several operations, in those.
    bool explain(Op op, double u, double value) {
        if (op == Op::Relu) {
            steps_.push_back({"max(" + text(u) + ", 0)", value});
            return true;
        }
        if (std::abs(u) > kLargestExponent || std::isnan(u)) return false;
        const double up = std::exp(u), down = std::exp(-u);
        if (op == Op::Sigmoid) {
            steps_.push_back({"exp(" + text(-u) + ")", down});
            steps_.push_back({"1 + " + text(down), 1 + down});
            steps_.push_back({"1/" + text(1 + down), value});
        } else if (op == Op::Softplus) {
            steps_.push_back({"exp(" + text(u) + ")", up});
            steps_.push_back({"log(1 + " + text(up) + ")", value});
        } else if (op == Op::HyperbolicTangent) {
            steps_.push_back({"exp(" + text(u) + ")", up});
            steps_.push_back({"exp(" + text(-u) + ")", down});
            steps_.push_back({fmt::format("({0} - {1})/({0} + {1})", text(up), text(down)), value});
        }
        return op == Op::Sigmoid || op == Op::Softplus || op == Op::HyperbolicTangent;
    }

    const Formula::Impl& impl_;
    double x_;
    std::span<const double> parameters_;
    std::vector<double> values_;
    std::vector<FormulaStep> steps_;
};

}  // namespace

std::vector<FormulaStep> Formula::steps(double x, std::span<const double> parameters) const {
    return Steps(*impl_, x, parameters).take();
}

}  // namespace squash
