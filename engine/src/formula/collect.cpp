#include "formula/collect.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "formula/simplify.hpp"

namespace squash::formula {
namespace {

struct Term {
    NodeId node;  // of a plain number: the number 1
    double coefficient;
};

void collectTerms(Graph& graph, NodeId id, double coefficient, std::vector<Term>& terms) {
    const Node node = graph[id];
    const auto& [a, b, c, d] = node.in;
    switch (node.op) {
        case Op::Number:
            terms.push_back({graph.number(1), coefficient * node.value});
            return;
        case Op::Negate:
            return collectTerms(graph, a, -coefficient, terms);
        case Op::Add:
        case Op::Subtract:
            collectTerms(graph, a, coefficient, terms);
            return collectTerms(graph, b, node.op == Op::Add ? coefficient : -coefficient, terms);
        case Op::Multiply:
            if (!graph.isNumber(a)) break;
            terms.push_back({b, coefficient * graph[a].value});
            return;
        default:
            break;
    }
    terms.push_back({id, coefficient});
}

NodeId termNode(Builder& build, const Term& term) {
    const double size = std::fabs(term.coefficient);
    Graph& graph = build.graph();
    if (graph.isNumber(term.node)) return graph.number(size);
    return size == 1 ? term.node : build.multiply(graph.number(size), term.node);
}

NodeId sumOf(Builder& build, std::vector<Term>& terms) {
    std::erase_if(terms, [](const Term& term) { return term.coefficient == 0; });
    if (terms.empty()) return build.number(0);
    // Begin with what is added, so that nothing begins with a minus without need.
    const auto added = std::find_if(terms.begin(), terms.end(),
                                    [](const Term& term) { return term.coefficient > 0; });
    if (added != terms.end()) std::rotate(terms.begin(), added, added + 1);
    Graph& graph = build.graph();
    NodeId sum = termNode(build, terms[0]);
    if (terms[0].coefficient < 0) sum = build.negate(sum);
    for (std::size_t i = 1; i < terms.size(); ++i)
        sum = graph.add(terms[i].coefficient > 0 ? Op::Add : Op::Subtract, sum,
                        termNode(build, terms[i]));
    return sum;
}

struct Factor {
    NodeId base;
    double exponent;  // a whole number
};

struct Product {
    double numerator = 1, denominator = 1;  // numbers
    std::vector<Factor> factors;

    void take(Graph& graph, NodeId id, double exponent) {
        const Node node = graph[id];
        const auto& [a, b, c, d] = node.in;
        const bool wholePower = node.op == Op::Power && graph.isNumber(b) &&
                                graph[b].value == std::round(graph[b].value);
        if (node.op == Op::Number && std::fabs(exponent) == 1) {
            (exponent > 0 ? numerator : denominator) *= node.value;
        } else if (node.op == Op::Negate) {
            numerator = -numerator;  // exponents are odd: even powers lose their minus earlier
            take(graph, a, exponent);
        } else if (node.op == Op::Multiply || node.op == Op::Divide) {
            take(graph, a, exponent);
            take(graph, b, node.op == Op::Multiply ? exponent : -exponent);
        } else if (wholePower && graph.isNumber(a)) {
            takeNumber(graph, id, exponent * graph[b].value);
        } else if (wholePower) {
            factors.push_back({a, exponent * graph[b].value});
        } else {
            factors.push_back({id, exponent});
        }
    }

    // A power of numbers that was not folded, as (-3)^-1.
    void takeNumber(Graph& graph, NodeId power, double exponent) {
        const double size = std::pow(graph[graph[power].in[0]].value, std::fabs(exponent));
        if (std::isfinite(size) && size != 0)
            (exponent > 0 ? numerator : denominator) *= size;
        else
            factors.push_back({power, exponent > 0 ? 1.0 : -1.0});
    }

    // Joins equal bases; u * sign(u) to abs(u), abs(u) * sign(u) to u. True where it changed something.
    bool join(Graph& graph) {
        bool changed = false;
        for (std::size_t i = 0; i < factors.size(); ++i)
            for (std::size_t j = factors.size(); --j > i;)
                if (factors[j].base == factors[i].base) {
                    factors[i].exponent += factors[j].exponent;
                    factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(j));
                    changed = true;
                }
        for (Factor& sign : factors)
            if (graph.is(sign.base, Op::Sign) && sign.exponent == 1)
                changed = joinSign(graph, sign) || changed;
        std::erase_if(factors, [](const Factor& factor) { return factor.exponent == 0; });
        return changed;
    }

    bool joinSign(Graph& graph, Factor& sign) {
        const NodeId u = graph[sign.base].in[0];
        for (Factor& other : factors) {
            if (other.exponent < 1) continue;
            if (other.base != u && other.base != graph.add(Op::Absolute, u)) continue;
            sign.base = other.base == u ? graph.add(Op::Absolute, u) : u;
            other.exponent -= 1;
            return true;
        }
        return false;
    }

    void reduceNumbers() {
        if (denominator < 0) numerator = -numerator, denominator = -denominator;
        const double quotient = numerator / denominator;
        const bool isShort = quotient * 1e4 == std::round(quotient * 1e4);
        if (denominator == 1 || denominator == 0) return;
        if (isShort && std::fabs(quotient) >= 1) {
            numerator = quotient;
            denominator = 1;
            return;
        }
        const auto whole = [](double v) { return v == std::round(v) && std::fabs(v) < 1e9; };
        if (!whole(numerator) || !whole(denominator)) return;
        const auto divisor = static_cast<double>(
            std::gcd(static_cast<long long>(numerator), static_cast<long long>(denominator)));
        if (divisor > 1) numerator /= divisor, denominator /= divisor;
    }

    NodeId node(Builder& build, double sign) const {
        Graph& graph = build.graph();
        std::optional<NodeId> result;
        const auto times = [&](std::optional<NodeId>& product, const Factor& factor) {
            const double size = std::fabs(factor.exponent);
            const NodeId power =
                size == 1 ? factor.base : build.power(factor.base, graph.number(size));
            product = product ? graph.add(Op::Multiply, *product, power) : power;
        };
        for (const Factor& factor : factors)
            if (factor.exponent * sign > 0) times(result, factor);
        const double number = sign > 0 ? std::fabs(numerator) : denominator;
        if (!result) return graph.number(number);
        return number == 1 ? *result : graph.add(Op::Multiply, graph.number(number), *result);
    }
};

}  // namespace

std::optional<NodeId> joinedSum(Builder& build, NodeId a, NodeId b, double sign) {
    std::vector<Term> terms, joined;
    collectTerms(build.graph(), a, 1, terms);
    collectTerms(build.graph(), b, sign, terms);
    for (const Term& term : terms) {
        const auto like = std::find_if(joined.begin(), joined.end(),
                                       [&](const Term& other) { return other.node == term.node; });
        if (like == joined.end())
            joined.push_back(term);
        else
            like->coefficient += term.coefficient;
    }
    if (joined.size() == terms.size()) return std::nullopt;
    return sumOf(build, joined);
}

bool hasFactor(const Graph& graph, NodeId id, NodeId factor) {
    if (id == factor) return true;
    const Node& node = graph[id];
    if (node.op == Op::Multiply)
        return hasFactor(graph, node.in[0], factor) || hasFactor(graph, node.in[1], factor);
    return (node.op == Op::Negate || node.op == Op::Divide) && hasFactor(graph, node.in[0], factor);
}

std::optional<NodeId> joinedProduct(Builder& build, NodeId a, NodeId b, double exponent) {
    Graph& graph = build.graph();
    Product left, product;
    left.take(graph, a, 1);
    product.take(graph, a, 1);
    const bool oneNumber = left.numerator == 1 && left.denominator == 1;
    left = {};
    left.take(graph, b, exponent);
    const bool otherNumber = left.numerator == 1 && left.denominator == 1;
    product.take(graph, b, exponent);
    // Numbers go in front of the whole, and minus before it.
    const bool simple =
        (graph.isNumber(a) && otherNumber) || (graph.isNumber(b) && oneNumber && exponent < 0);
    const bool numbers = !simple && !(oneNumber && otherNumber);
    const bool joins = product.join(graph);
    if (!joins && !numbers) return std::nullopt;
    product.reduceNumbers();
    if (product.numerator == 0) return graph.number(0);
    const NodeId above = product.node(build, 1), below = product.node(build, -1);
    const auto quotient = [&] {
        const auto known = build.knownQuotient(above, below);
        return known ? *known : graph.add(Op::Divide, above, below);
    };
    const NodeId size = graph.isNumber(below, 1) ? above : quotient();
    return product.numerator < 0 ? build.negate(size) : size;
}

}  // namespace squash::formula
