#include "activations/known_form.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "formula/formula_impl.hpp"

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
NodeId copyInOrder(Graph& graph, const Formula::Impl& formula) {
    std::vector<NodeId> made;
    for (NodeId id = 0; id <= formula.f; ++id) {
        Node node = formula.graph[id];
        for (std::size_t i = 0; i < operandCount(node.op); ++i) node.in[i] = made[node.in[i]];
        made.push_back(addInOrder(graph, withoutHalving(graph, node)));
    }
    return made.back();
}

struct Catalogue {
    Graph graph;
    std::vector<NodeId> forms;  // in the order of the table
    Catalogue() {
        for (const ActivationInfo& entry : activationTable())
            forms.push_back(copyInOrder(graph, formulaOf(makeActivation(entry)).impl()));
    }
};

}  // namespace

const ActivationInfo* catalogueEntryOf(const Activation& activation) {
    if (!activation.formula) return activation.entry;
    static const Catalogue catalogue;
    const Formula& typed = *activation.formula;
    if (typed.impl().f >= kLongest) return nullptr;
    Graph graph = catalogue.graph;
    const NodeId form = copyInOrder(graph, typed.impl());
    for (std::size_t i = 0; i < catalogue.forms.size(); ++i) {
        const ActivationInfo& entry = activationTable()[i];
        const bool sameCount = entry.parameters.size() == typed.parameters().size();
        if (sameCount && catalogue.forms[i] == form) return &entry;
    }
    return nullptr;
}

}  // namespace squash
