#include "formula/derive.hpp"

#include <numbers>
#include <vector>

namespace squash::formula {
namespace {

class Derivation {
public:
    Derivation(Builder& build, NodeId variable)
        : b_(build), graph_(build.graph()), variable_(variable) {}

    NodeId of(NodeId root) {
        for (NodeId id = 0; id <= root; ++id) needed_.push_back(id == root);
        for (NodeId id = root + 1; id-- > 0;)
            for (std::size_t i = 0; needed_[id] && i < operandCount(graph_[id].op); ++i)
                needed_[graph_[id].in[i]] = true;
        // Operands come first, so each finds the derivatives of its own already there.
        for (NodeId id = 0; id <= root; ++id) slopes_.push_back(needed_[id] ? one(id) : 0);
        return slopes_[root];
    }

private:
    NodeId slope(NodeId id) const { return slopes_[id]; }
    NodeId number(double value) { return b_.number(value); }
    bool isZero(NodeId id) const { return graph_.isNumber(id, 0); }

    NodeId one(NodeId id) {
        const Node node = graph_[id];
        const auto& [a, c, then, otherwise] = node.in;
        if (id == variable_) return number(1);
        switch (node.op) {
            case Op::Number:
            case Op::Variable:
            case Op::Parameter:
                return number(0);
            case Op::Add:
                return b_.add(slope(a), slope(c));
            case Op::Subtract:
                return b_.subtract(slope(a), slope(c));
            case Op::Multiply:
                return b_.add(b_.multiply(slope(a), c), b_.multiply(a, slope(c)));
            case Op::Divide:
                return quotient(a, c);
            case Op::Power:
                return power(id, a, c);
            case Op::Minimum:
                return extremum(a, c, false);
            case Op::Maximum:
                return extremum(a, c, true);
            case Op::WhereLess:
            case Op::WhereLessEqual:
                return b_.where(node.op, a, c, slope(then), slope(otherwise));
            case Op::Clip:  // the bounds belong to the outside
                return b_.where(Op::WhereLess, c, a,
                                b_.where(Op::WhereLess, a, then, slope(a), slope(then)), slope(c));
            case Op::Negate:
                return b_.negate(slope(a));
            default:
                return isZero(slope(a)) ? number(0) : chain(node, id);
        }
    }

    NodeId quotient(NodeId a, NodeId c) {
        if (isZero(slope(c))) return b_.divide(slope(a), c);
        const NodeId square = b_.power(c, number(2));
        if (isZero(slope(a))) return b_.negate(b_.divide(b_.multiply(a, slope(c)), square));
        return b_.divide(b_.subtract(b_.multiply(slope(a), c), b_.multiply(a, slope(c))), square);
    }

    // (a^n)' = n a^(n-1) a' + a^n log(a) n', where the second is 0 for a = 0
    NodeId power(NodeId id, NodeId a, NodeId n) {
        NodeId sum = number(0);
        if (!isZero(slope(a))) {
            const NodeId less = b_.power(a, b_.subtract(n, number(1)));
            sum = b_.multiply(b_.multiply(n, less), slope(a));
        }
        if (isZero(slope(n))) return sum;
        NodeId growth = b_.multiply(id, b_.function(Op::Logarithm, a));
        if (!graph_.isNumber(a)) growth = b_.where(Op::WhereLess, number(0), a, growth, number(0));
        return b_.add(sum, b_.multiply(growth, slope(n)));
    }

    // At a tie the derivative from the left: going left, a maximum follows the smaller slope.
    NodeId extremum(NodeId a, NodeId c, bool largest) {
        const NodeId da = slope(a), dc = slope(c);
        const auto choose = [&](NodeId higher, NodeId lower, NodeId then, NodeId otherwise) {
            return largest ? b_.where(Op::WhereLess, lower, higher, then, otherwise)
                           : b_.where(Op::WhereLess, higher, lower, then, otherwise);
        };
        if (graph_.isNumber(da) && graph_.isNumber(dc)) {
            const bool tieTakesC = (graph_[dc].value <= graph_[da].value) == largest;
            return tieTakesC ? choose(a, c, da, dc) : choose(c, a, dc, da);
        }
        const NodeId tie = largest ? b_.minimum(da, dc) : b_.maximum(da, dc);
        return choose(a, c, da, choose(c, a, dc, tie));
    }

    NodeId chain(const Node& node, NodeId id) {
        const NodeId a = node.in[0];
        if (node.op == Op::Relu) return b_.where(Op::WhereLess, number(0), a, slope(a), number(0));
        return b_.multiply(outer(node.op, a, id), slope(a));
    }

    NodeId errorSlope(NodeId a) {
        const NodeId bell = b_.function(Op::Exponential, b_.negate(square(a)));
        return b_.divide(b_.multiply(number(2), bell),
                         b_.function(Op::SquareRoot, number(std::numbers::pi)));
    }

    NodeId square(NodeId a) { return b_.power(a, number(2)); }
    NodeId reciprocalRoot(NodeId a) { return b_.divide(number(1), b_.function(Op::SquareRoot, a)); }

    // f'(a) where id is f(a)
    NodeId outer(Op op, NodeId a, NodeId id) {
        switch (op) {
            case Op::Absolute:
                return b_.function(Op::Sign, a);
            case Op::SquareRoot:
                return b_.divide(number(1), b_.multiply(number(2), id));
            case Op::Exponential:
                return id;
            case Op::ExponentialMinusOne:
                return b_.function(Op::Exponential, a);
            case Op::Logarithm:
                return b_.divide(number(1), a);
            case Op::Sine:
                return b_.function(Op::Cosine, a);
            case Op::Cosine:
                return b_.negate(b_.function(Op::Sine, a));
            case Op::Tangent:
                return b_.add(number(1), square(id));
            case Op::Arcsine:
                return reciprocalRoot(b_.subtract(number(1), square(a)));
            case Op::Arccosine:
                return b_.negate(reciprocalRoot(b_.subtract(number(1), square(a))));
            case Op::Arctangent:
                return b_.divide(number(1), b_.add(number(1), square(a)));
            case Op::HyperbolicSine:
                return b_.function(Op::HyperbolicCosine, a);
            case Op::HyperbolicCosine:
                return b_.function(Op::HyperbolicSine, a);
            case Op::HyperbolicTangent:
                return b_.function(Op::TanhSlope, a);
            case Op::InverseHyperbolicSine:
                return reciprocalRoot(b_.add(square(a), number(1)));
            case Op::ErrorFunction:
                return errorSlope(a);
            case Op::ComplementaryErrorFunction:
                return b_.negate(errorSlope(a));
            case Op::Sigmoid:
                return b_.multiply(id, b_.function(Op::Sigmoid, b_.negate(a)));
            case Op::Softplus:
                return b_.function(Op::Sigmoid, a);
            case Op::TanhSlope:
                return b_.multiply(b_.multiply(number(-2), b_.function(Op::HyperbolicTangent, a)),
                                   id);
            default:
                return number(0);  // sign, floor
        }
    }

    Builder& b_;
    Graph& graph_;
    NodeId variable_;
    std::vector<bool> needed_;
    std::vector<NodeId> slopes_;
};

}  // namespace

NodeId derivative(Builder& build, NodeId root, NodeId variable) {
    return Derivation(build, variable).of(root);
}

}  // namespace squash::formula
