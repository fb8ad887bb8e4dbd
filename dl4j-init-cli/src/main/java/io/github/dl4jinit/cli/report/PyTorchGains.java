// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * The table behind PyTorch's {@code torch.nn.init.calculate_gain}.
 *
 * @see <a href="https://pytorch.org/docs/stable/nn.init.html">torch.nn.init</a>
 */
final class PyTorchGains {

    private PyTorchGains() {}

    /** The table's value, {@code null} if it has none for that function. */
    static Double of(IActivation activation) {
        if (activation instanceof ActivationIdentity || activation instanceof ActivationSigmoid) {
            return 1.0;
        }
        if (activation instanceof ActivationTanH) {
            return 5.0 / 3;
        }
        if (activation instanceof ActivationReLU) {
            return Math.sqrt(2);
        }
        if (activation instanceof ActivationLReLU leaky) {
            return Math.sqrt(2 / (1 + leaky.getAlpha() * leaky.getAlpha()));
        }
        return activation instanceof ActivationSELU ? 3.0 / 4 : null;
    }
}
