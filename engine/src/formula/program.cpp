#include "formula/program.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "squash/core/error.hpp"

namespace squash::formula {
namespace {

constexpr double kLongestPower = 16;  // beyond, the general power is as fast

// A graph of what is computed, made from one that is good to read.
class Lowering {
public:
    explicit Lowering(const Graph& from) : from_(from) {}

    std::vector<NodeId> all(std::span<const NodeId> roots) {
        std::vector<bool> needed(from_.size());
        for (const NodeId root : roots) needed[root] = true;
        for (NodeId id = static_cast<NodeId>(from_.size()); id-- > 0;)
            for (std::size_t i = 0; needed[id] && i < operandCount(from_[id].op); ++i)
                needed[from_[id].in[i]] = true;
        for (NodeId id = 0; id < from_.size(); ++id) made_.push_back(needed[id] ? one(id) : 0);
        std::vector<NodeId> result;
        for (const NodeId root : roots) result.push_back(made_[root]);
        return result;
    }

    Graph graph;

private:
    NodeId one(NodeId id) {
        Node node = from_[id];
        const std::size_t count = operandCount(node.op);
        bool constant = count > 0;
        std::array<double, 4> values{};
        for (std::size_t i = 0; i < count; ++i) {
            node.in[i] = made_[node.in[i]];
            constant = constant && graph.isNumber(node.in[i]);
            values[i] = graph[node.in[i]].value;
        }
        if (constant) return graph.number(applyOp(node, values));
        if (node.op == Op::Power && graph.isNumber(node.in[1]))
            return power(node, graph[node.in[1]].value);
        return graph.add(node);
    }

    NodeId power(const Node& node, double exponent) {
        const double size = std::fabs(exponent);
        if (size != std::round(size) || size > kLongestPower) return graph.add(node);
        NodeId square = node.in[0];
        NodeId product = graph.number(1);
        for (auto n = static_cast<unsigned>(size); n > 0; n /= 2) {
            if (n % 2 == 1)
                product =
                    graph.isNumber(product, 1) ? square : graph.add(Op::Multiply, product, square);
            if (n > 1) square = graph.add(Op::Multiply, square, square);
        }
        return exponent > 0 ? product : graph.add(Op::Divide, graph.number(1), product);
    }

    const Graph& from_;
    std::vector<NodeId> made_;
};

class Allocation {
public:
    Allocation(const Graph& graph, std::span<const NodeId> roots, std::size_t most)
        : graph_(graph), most_(most), lastUse_(graph.size(), 0), place_(graph.size(), 0) {
        for (NodeId id = 0; id < graph.size(); ++id)
            for (std::size_t i = 0; i < operandCount(graph[id].op); ++i)
                lastUse_[graph[id].in[i]] = id;
        for (const NodeId root : roots) lastUse_[root] = kAlways;
    }

    Program program(std::span<const NodeId> roots) {
        for (NodeId id = 0; id < graph_.size(); ++id)
            if (operandCount(graph_[id].op) == 0) leaf(id);
        for (NodeId id = 0; id < graph_.size(); ++id)
            if (operandCount(graph_[id].op) > 0) instruction(id);
        for (const NodeId root : roots) program_.results.push_back(place_[root]);
        return std::move(program_);
    }

private:
    static constexpr NodeId kAlways = ~NodeId{0};

    // x and the constants keep their registers.
    void leaf(NodeId id) {
        const Node& node = graph_[id];
        const bool used = lastUse_[id] > 0;  // no leaf is used by the first node
        lastUse_[id] = kAlways;
        if (node.op == Op::Variable || !used) return;
        place_[id] = fresh();
        program_.constants.push_back(
            {place_[id], node.op == Op::Parameter, node.index, node.value});
    }

    void instruction(NodeId id) {
        const Node& node = graph_[id];
        Instruction instruction{node.op, 0, {}};
        const std::size_t count = operandCount(node.op);
        for (std::size_t i = 0; i < count; ++i) instruction.in[i] = place_[node.in[i]];
        // Operands that end here may give their place: an operation reads before it writes.
        for (std::size_t i = 0; i < count; ++i) release(node.in[i], id);
        place_[id] = instruction.out = fresh();
        program_.code.push_back(instruction);
    }

    void release(NodeId operand, NodeId user) {
        if (lastUse_[operand] != user) return;
        lastUse_[operand] = kAlways;  // once, though it may be an operand twice
        free_.push_back(place_[operand]);
    }

    std::uint8_t fresh() {
        if (!free_.empty()) {
            const std::uint8_t place = free_.back();
            free_.pop_back();
            return place;
        }
        if (program_.registers == most_)
            throw Error("cannot use the formula", "its derivative",
                        "fewer different parts: it is too long to be computed fast");
        return static_cast<std::uint8_t>(program_.registers++);
    }

    const Graph& graph_;
    std::size_t most_;
    std::vector<NodeId> lastUse_;
    std::vector<std::uint8_t> place_, free_;
    Program program_;
};

}  // namespace

Program compile(const Graph& graph, std::span<const NodeId> roots, std::size_t most) {
    Lowering lowering(graph);
    const std::vector<NodeId> lowered = lowering.all(roots);
    return Allocation(lowering.graph, lowered, most).program(lowered);
}

void evaluate(const Program& program, double x, std::span<const double> parameters,
              std::span<double> results) {
    std::array<double, kMaxRegisters> registers{};
    registers[0] = x;
    for (const Constant& constant : program.constants)
        registers[constant.out] =
            constant.isParameter ? parameters[constant.index] : constant.value;
    for (const Instruction& instruction : program.code) {
        std::array<double, 4> in{};
        for (std::size_t i = 0; i < in.size(); ++i) in[i] = registers[instruction.in[i]];
        registers[instruction.out] = applyOp({instruction.op, {}, 0, 0}, in);
    }
    for (std::size_t i = 0; i < program.results.size(); ++i)
        results[i] = registers[program.results[i]];
}

}  // namespace squash::formula
