#include "activations/known_form.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "formula/formula_impl.hpp"
#include "formula/simplify.hpp"

namespace squash {
namespace {

using formula::Graph;
using formula::Node;
using formula::NodeId;
using formula::Op;

constexpr NodeId kLongest = 200;  // nodes: no entry comes near it

// A sum's terms or a product's factors.
void collect(const Graph& graph, NodeId id, Op op, std::vector<NodeId>& parts) {
    const Node& node = graph[id];
    if (node.op != op) return parts.push_back(id);
    for (std::size_t i = 0; i < 2; ++i) collect(graph, node.in[i], op, parts);
}

// a / 2 as 0.5 * a, which is the same number.
Node withoutHalving(Graph& graph, const Node& node) {
    if (node.op != Op::Divide || !graph.isNumber(node.in[1])) return node;
    const double divisor = graph[node.in[1]].value;
    int exponent = 0;
    if (std::frexp(divisor, &exponent) != 0.5) return node;
    return {Op::Multiply, {graph.number(1 / divisor), node.in[0], 0, 0}, 0, 0};
}

NodeId addInOrder(Graph& graph, const Node& node) {
    if (node.op != Op::Add && node.op != Op::Multiply) return graph.add(node);
    std::vector<NodeId> parts;
    for (std::size_t i = 0; i < 2; ++i) collect(graph, node.in[i], node.op, parts);
    std::ranges::sort(parts);
    NodeId all = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) all = graph.add(node.op, all, parts[i]);
    return all;
}

// A copy in which only one order of operands occurs: of one graph, equal forms are one node.
NodeId copyInOrder(Graph& graph, const Graph& from, NodeId root) {
    std::vector<NodeId> made;
    made.reserve(root + 1);
    for (NodeId id = 0; id <= root; ++id) {
        Node node = from[id];
        for (std::size_t i = 0; i < operandCount(node.op); ++i) node.in[i] = made[node.in[i]];
        made.push_back(addInOrder(graph, withoutHalving(graph, node)));
    }
    return made.back();
}

// What may stand in a parameter's place, and its value.
struct Candidate {
    Node node;
    double value;
};

// Numbers and parameters that occur in a copy in order, and what simplifying may have taken away or turned round. None
// where they are more than an entry could have.
std::vector<Candidate> candidatesOf(const Activation& typed, const Graph& form) {
    std::vector<Candidate> all;
    const auto add = [&all](const Candidate& candidate) {
        if (std::ranges::find(all, candidate.node, &Candidate::node) == all.end())
            all.push_back(candidate);
    };
    const auto number = [&add](double value) {
        add({{Op::Number, {}, value == 0 ? 0.0 : value, 0}, value});
    };
    for (NodeId id = 0; id < form.size(); ++id) {
        const Node& node = form[id];
        if (node.op == Op::Parameter) add({node, typed.parameters[node.index]});
        if (node.op == Op::Number)
            for (const double value : {node.value, -node.value}) number(value);
    }
    for (const double value : {0.0, 1.0}) number(value);
    constexpr std::size_t kMost = 24;
    if (all.size() > kMost) all.clear();
    return all;
}

// A few values that tell most functions apart, sooner than their forms do.
bool sameAtSomePlaces(const Activation& a, const Activation& b) {
    for (const double x : {-1.3, 0.7, 2.1}) {
        const double f = evaluate(a, x).f, other = evaluate(b, x).f;
        if (!(std::abs(f - other) <= 1e-9 * (1 + std::abs(f)))) return false;
    }
    return true;
}

class Search {
public:
    explicit Search(const Activation& typed)
        : typed_(typed),
          form_(copyInOrder(graph_, typed.formula->impl().graph, typed.formula->impl().f)),
          candidates_(candidatesOf(typed, graph_)) {}

    KnownForm found() {
        for (const ActivationInfo& entry : activationTable()) {
            Activation activation = makeActivation(entry);
            if (matches(activation, 0)) return {&entry, activation.parameters};
        }
        return {};
    }

private:
    // Tries every candidate for the entry's parameters from the `next` one on.
    bool matches(Activation& entry, std::size_t next) {
        if (next == entry.entry->parameters.size())
            return sameAtSomePlaces(typed_, entry) && isForm(entry);
        return std::ranges::any_of(candidates_, [&](const Candidate& candidate) {
            entry.parameters[next] = candidate.value;
            chosen_[next] = candidate.node;
            return matches(entry, next + 1);
        });
    }

    bool isForm(const Activation& entry) {
        Graph graph;
        formula::Builder build(graph);
        std::vector<NodeId> parameters;
        parameters.reserve(entry.entry->parameters.size());
        for (std::size_t i = 0; i < entry.entry->parameters.size(); ++i)
            parameters.push_back(graph.add(chosen_[i]));
        const Formula::Impl& own = formulaOf(entry).impl();
        const NodeId f = substitute(build, own.graph, own.f, graph.variable(), parameters);
        return copyInOrder(graph_, graph, f) == form_;
    }

    const Activation& typed_;
    Graph graph_;  // in which equal forms are one node
    NodeId form_;
    std::vector<Candidate> candidates_;
    std::array<Node, kMaxFormulaParameters> chosen_;
};

}  // namespace

KnownForm knownFormOf(const Activation& activation) {
    if (!activation.formula) return {activation.entry, activation.parameters};
    if (activation.formula->impl().f >= kLongest) return {};
    return Search(activation).found();
}

}  // namespace squash
