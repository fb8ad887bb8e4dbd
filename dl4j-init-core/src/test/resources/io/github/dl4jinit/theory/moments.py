# SPDX-License-Identifier: Apache-2.0
"""Prints moments.csv: Gaussian moments of DL4J's activation functions, z ~ N(0, 1), by mpmath's quadrature with 30
digits, from the functions' formulas; kinks are end points. Where DL4J 1.0.0-M2.1 has a constant in single precision
(GELU, rational tanh, hard sigmoid), so has this."""
import struct
from mpmath import mp, mpf, quad, exp, tanh, sqrt, pi, log, nstr

mp.dps = 30


def single(x):
    return mpf(struct.unpack('f', struct.pack('f', x))[0])


ONE, HALF = mpf(1), mpf(1) / 2
LAMBDA = mpf('1.0507009873554804934193349852946')
ALPHA = mpf('1.6732632423543772848170429916717')
SLOPE, K, R, A = single(0.2), single(1.702), single(1.7159), single(1.41645)


def sigmoid(x):
    return 1 / (1 + exp(-x))


def softplus(x):
    return log(1 + exp(x))


def swish(x, k=ONE):
    return x * sigmoid(k * x)


def swish_slope(x, k=ONE):
    s = sigmoid(k * x)
    return s + k * x * s * (1 - s)


def mish_slope(x):
    t = tanh(softplus(x))
    return t + x * (1 - t * t) * sigmoid(x)


def rational_tanh(x):
    a = abs(2 * x / 3)
    t = 1 - 1 / (1 + a + a * a + A * a ** 4)
    return R * (t if x >= 0 else -t)


def rational_tanh_slope(x):
    a = abs(2 * x / 3)
    return R * 2 / 3 * (1 + 2 * a + 4 * A * a ** 3) / (1 + a + a * a + A * a ** 4) ** 2


FUNCTIONS = {  # name: function, derivative, kinks
    'IDENTITY': (lambda x: x, lambda x: ONE, []),
    'CUBE': (lambda x: x ** 3, lambda x: 3 * x * x, []),
    'RELU': (lambda x: max(x, 0), lambda x: ONE if x > 0 else 0, [0]),
    'LEAKYRELU': (lambda x: x if x > 0 else x / 100, lambda x: ONE if x > 0 else ONE / 100, [0]),
    'RELU6': (lambda x: min(max(x, 0), 6), lambda x: ONE if 0 < x < 6 else 0, [0, 6]),
    'THRESHOLDEDRELU': (lambda x: x if x > 1 else 0, lambda x: ONE if x > 1 else 0, [1]),
    'ELU': (lambda x: x if x > 0 else exp(x) - 1, lambda x: ONE if x > 0 else exp(x), [0]),
    'SELU': (lambda x: LAMBDA * (x if x > 0 else ALPHA * (exp(x) - 1)),
             lambda x: LAMBDA * (1 if x > 0 else ALPHA * exp(x)), [0]),
    'TANH': (tanh, lambda x: 1 - tanh(x) ** 2, []),
    'RECTIFIEDTANH': (lambda x: max(tanh(x), 0), lambda x: 1 - tanh(x) ** 2 if x > 0 else 0, [0]),
    'HARDTANH': (lambda x: max(-1, min(1, x)), lambda x: ONE if -1 < x < 1 else 0, [-1, 1]),
    'HARDSIGMOID': (lambda x: max(0, min(1, SLOPE * x + HALF)), lambda x: SLOPE if abs(x) < 2.5 else 0,
                    [-2.5, -HALF / SLOPE, HALF / SLOPE, 2.5]),
    'SIGMOID': (sigmoid, lambda x: sigmoid(x) * sigmoid(-x), []),
    'SOFTPLUS': (softplus, sigmoid, []),
    'SOFTSIGN': (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2, [0]),
    'SWISH': (swish, swish_slope, []),
    'GELU': (lambda x: swish(x, K), lambda x: swish_slope(x, K), []),
    'MISH': (lambda x: x * tanh(softplus(x)), mish_slope, []),
    'RATIONALTANH': (rational_tanh, rational_tanh_slope, [0]),
}


def expectation(function, kinks):
    ends = sorted(set([-14, -7, -3, -1, 0, 1, 3, 7, 14] + kinks))
    return quad(lambda z: function(z) * exp(-z * z / 2), ends) / sqrt(2 * pi)


print('activation,mean,second_moment,derivative_second_moment')
for name, (function, derivative, kinks) in FUNCTIONS.items():
    moments = (expectation(function, kinks),
               expectation(lambda x: function(x) ** 2, kinks),
               expectation(lambda x: derivative(x) ** 2, kinks))
    print(','.join([name] + [nstr(moment if abs(moment) > 1e-25 else mpf(0), 15) for moment in moments]))
