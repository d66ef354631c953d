#!/usr/bin/env python3
"""Makes the coefficients of millsRatio() in engine/src/kernels/activations.hpp. Needs mpmath.

Fitted is Phi(-a) / exp(-a^2 / 2) / t for 0 <= a <= 10 as a polynomial in t = 1 / (1 + K a), which is
smooth there: Chebyshev's interpolation, highest power first. K was chosen from 0.2 .. 0.6 for the
smallest error with eight coefficients.
"""
import mpmath as mp

mp.mp.dps = 30
K = mp.mpf("0.3")
END = 10


def ratio(a):
    return mp.erfc(a / mp.sqrt(2)) / 2 * mp.exp(a * a / 2)


def target(t):
    return ratio((1 / t - 1) / K) / t


low = 1 / (1 + END * K)
coefficients = mp.chebyfit(target, [low, 1], 8)
points = [low + (1 - low) * i / 999 for i in range(1000)]
error = max(abs(mp.polyval(coefficients, t) / target(t) - 1) for t in points)
print("\n".join(mp.nstr(c, 10) for c in coefficients))
print("largest relative error", mp.nstr(error, 2))
