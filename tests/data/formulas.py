"""Makes formulas.json: values and derivatives of formulas as SymPy and mpmath have them, with 50 digits. Independent of
the program: each formula is written a second time, in Python. Needs sympy and mpmath:

    python3 tests/data/formulas.py > tests/data/formulas.json
"""
import json

import mpmath
import sympy
from sympy import (Abs, E, Max, Min, Piecewise, Symbol, acos, asin, asinh, atan, cos, cosh, erf, exp, log, pi, sign, sin, sinh, sqrt, tan,
                   tanh)

mpmath.mp.dps = 50

x = Symbol("x", real=True)
a, b, c, k, lo, hi, p, w, beta = (Symbol(name, real=True) for name in ("a", "b", "c", "k", "lo", "hi", "p", "w", "beta"))


def sigmoid(v):
    return 1 / (1 + exp(-v))


def softplus(v):
    return log(1 + exp(v))


def where(condition, one, other):
    return Piecewise((one, condition), (other, True))


WIDE = ["-100", "-20", "-3.5", "-1", "-0.25", "0", "0.25", "1", "3.5", "20", "100"]
NEAR = ["-3.5", "-1", "-0.25", "0", "0.25", "1", "3.5"]
POSITIVE = ["0.125", "0.5", "1", "2", "7.5", "100"]
UNIT = ["-0.9", "-0.5", "0", "0.25", "0.75"]
OFF_KINKS = ["-7.3", "-3.5", "-1.1", "-0.3", "0.3", "1.1", "3.5", "7.3"]

# The formula, the same in Python, the values of its parameters, and where.
FORMULAS = [
    ("x", x, {}, WIDE),
    ("1", sympy.Integer(1), {}, NEAR),
    ("-x^2", -x**2, {}, WIDE),
    ("2^-x", 2**-x, {}, NEAR),
    ("2^3^x", 2**(3**x), {}, UNIT),
    ("x^3", x**3, {}, WIDE),
    ("x^-2", x**-2, {}, POSITIVE),
    ("x^17", x**17, {}, NEAR),
    ("x^2.5", x**sympy.Rational(5, 2), {}, POSITIVE),
    ("abs(x)^1.5", Abs(x)**sympy.Rational(3, 2), {}, OFF_KINKS),
    ("x^p", x**p, {"p": "1.7"}, POSITIVE),
    ("b^x", b**x, {"b": "2.5"}, NEAR),
    ("1 - 2 - 3*x", 1 - 2 - 3 * x, {}, WIDE),
    ("8/2/2*x", 8 / sympy.Integer(2) / 2 * x, {}, WIDE),
    ("x/3*2", x / 3 * 2, {}, WIDE),
    ("-(-x)", x, {}, WIDE),
    ("x*sigmoid(x)", x * sigmoid(x), {}, WIDE),
    ("x*sigmoid(b*x)", x * sigmoid(b * x), {"b": "1.5"}, WIDE),
    ("x/(1+exp(-b*x))", x / (1 + exp(-b * x)), {"b": "0.5"}, WIDE),
    ("1/(1+exp(-x))", sigmoid(x), {}, WIDE),
    ("exp(x)/(1+exp(x))", sigmoid(x), {}, WIDE),
    ("exp(x)/(exp(x)+exp(-x))", exp(x) / (exp(x) + exp(-x)), {}, WIDE),
    ("(exp(x)-exp(-x))/(exp(x)+exp(-x))", tanh(x), {}, WIDE),
    ("(1-exp(-2*x))/(1+exp(-2*x))", tanh(x), {}, WIDE),
    ("sinh(x)/cosh(x)", tanh(x), {}, WIDE),
    ("2/(1+exp(-2*x))-1", tanh(x), {}, WIDE),
    ("lo + (hi-lo)*(tanh(x)+1)/2", lo + (hi - lo) * (tanh(x) + 1) / 2, {"lo": "-0.5", "hi": "2"}, WIDE),
    ("log(1+exp(x))", softplus(x), {}, WIDE),
    ("log(1+exp(k*x))/k", softplus(k * x) / k, {"k": "3"}, WIDE),
    ("log(exp(x)+exp(-x))", log(exp(x) + exp(-x)), {}, WIDE),
    ("log(exp(a*x)+1)", softplus(a * x), {"a": "-2"}, WIDE),
    ("log(sigmoid(x))", -softplus(-x), {}, WIDE),
    ("log(cosh(x))", log(cosh(x)), {}, OFF_KINKS + ["50"]),
    ("x*tanh(log(1+exp(x)))", x * tanh(softplus(x)), {}, WIDE),
    ("x*tanh(softplus(x))", x * tanh(softplus(x)), {}, WIDE),
    ("x*(1+erf(x/sqrt(2)))/2", x * (1 + erf(x / sqrt(2))) / 2, {}, NEAR),
    ("0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))",
     x * (1 + tanh(sqrt(2 / pi) * (x + sympy.Rational("0.044715") * x**3))) / 2, {}, NEAR),
    ("x/(1+abs(x))", x / (1 + Abs(x)), {}, OFF_KINKS + ["1000"]),
    ("x/sqrt(1+a*x^2)", x / sqrt(1 + a * x**2), {"a": "2"}, WIDE),
    ("(x+sqrt(x^2+4))/2", (x + sqrt(x**2 + 4)) / 2, {}, NEAR),
    ("exp(-x^2)", exp(-x**2), {}, NEAR),
    ("exp(-x^2/(2*w^2))", exp(-x**2 / (2 * w**2)), {"w": "0.75"}, NEAR),
    ("a*sin(w*x)", a * sin(w * x), {"a": "1.5", "w": "2"}, WIDE),
    ("sin(x)^2+cos(x)^2", sin(x)**2 + cos(x)**2, {}, NEAR),
    ("x+sin(x)^2/a", x + sin(x)**2 / a, {"a": "0.5"}, NEAR),
    ("tan(x)", tan(x), {}, UNIT),
    ("asin(x)+acos(x)/2", asin(x) + acos(x) / 2, {}, UNIT),
    ("atan(x)*2/pi", atan(x) * 2 / pi, {}, WIDE),
    ("sinh(x)-cosh(x/2)", sinh(x) - cosh(x / 2), {}, NEAR),
    ("asinh(x)", asinh(x), {}, WIDE),
    ("sqrt(x)+log(x)", sqrt(x) + log(x), {}, POSITIVE),
    ("e^x*pi", E**x * pi, {}, NEAR),
    ("max(x, 0)", Max(x, 0), {}, OFF_KINKS),
    ("max(a*x, x)", Max(a * x, x), {"a": "0.1"}, OFF_KINKS),
    ("min(max(x, -1, lo), 2)", Min(Max(x, -1, lo), 2), {"lo": "-2"}, OFF_KINKS),
    ("clip(x+3, 0, 6)/6", Min(Max(x + 3, 0), 6) / 6, {}, OFF_KINKS),
    ("x*clip(x+3, 0, 6)/6", x * Min(Max(x + 3, 0), 6) / 6, {}, OFF_KINKS),
    ("where(x > 0, x, a*(exp(x)-1))", where(x > 0, x, a * (exp(x) - 1)), {"a": "1.2"}, OFF_KINKS),
    ("where(x <= -b, -b, where(x >= b, b, x))", where(x <= -b, -b, where(x >= b, b, x)), {"b": "2"}, OFF_KINKS),
    ("where(abs(x) < 1, x^3, sign(x))", where(Abs(x) < 1, x**3, sign(x)), {}, OFF_KINKS),
    ("relu(x)^2", Max(x, 0)**2, {}, OFF_KINKS),
    ("relu(x)-relu(x-c)", Max(x, 0) - Max(x - c, 0), {"c": "2"}, OFF_KINKS),
    ("x - floor(x)", x - sympy.floor(x), {}, OFF_KINKS),
    ("abs(x)*sign(x)", x, {}, OFF_KINKS),
    ("silu(x) - silu(-x)", x * sigmoid(x) + x * sigmoid(-x), {}, NEAR),
    ("elu(x, a)", where(x >= 0, x, a * (exp(x) - 1)), {"a": "0.5"}, OFF_KINKS),
    ("leaky_relu(x, 0.1) + hard_sigmoid(x)", where(x > 0, x, x / 10) + Min(Max(x + 3, 0), 6) / 6, {}, OFF_KINKS),
    ("gelu(beta*x)/beta", x * (1 + erf(beta * x / sqrt(2))) / 2, {"beta": "1.702"}, NEAR),
    ("softsign(mish(x))", (x * tanh(softplus(x))) / (1 + Abs(x * tanh(softplus(x)))), {}, OFF_KINKS),
    ("tanh(tanh(tanh(x)))", tanh(tanh(tanh(x))), {}, NEAR),
    ("((((x))))^2*(((2)))", 2 * x**2, {}, NEAR),
    (".5*x + 1.*x + 1e-3*x + 2E+1*x", sympy.Rational("21.501") * x, {}, NEAR),
]


def number(expression, values):
    value = mpmath.mpf(sympy.N(expression.subs(values), 50))
    return float(value)


def slope_of(expression, symbol):
    return sympy.diff(expression, symbol).subs(sympy.Derivative(sympy.floor(x), x), 0)  # SymPy leaves it open


def entry(text, expression, parameters, points):
    names = sorted((s for s in expression.free_symbols if s != x), key=lambda s: text.find(s.name))
    values = {Symbol(name, real=True): sympy.Rational(value) for name, value in parameters.items()}
    derivative = slope_of(expression, x)
    result = {"formula": text, "parameters": {name: float(value) for name, value in parameters.items()}, "x": [], "f": [], "df": [],
              "dparameters": {name: [] for name in parameters}}
    for point in points:
        at = {**values, x: sympy.Rational(point)}
        result["x"].append(float(point))
        result["f"].append(number(expression, at))
        result["df"].append(number(derivative, at))
        for name in parameters:
            slope = slope_of(expression, Symbol(name, real=True))
            result["dparameters"][name].append(number(slope, at))
    assert {s.name for s in names} <= set(parameters)
    return result


print("[\n" + ",\n".join(json.dumps(entry(*formula)) for formula in FORMULAS) + "\n]")
