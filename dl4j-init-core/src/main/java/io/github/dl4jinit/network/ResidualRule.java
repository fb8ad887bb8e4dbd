// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

/**
 * What keeps residual networks trainable at any depth without normalisation. A branch is what lies beside a skip
 * connection; L is the number of branches. Among the ways that part somewhere and meet in a sum, the one with the
 * fewest layers with weights counts as the skip connection: mostly it has none, or a projection. Other sums, such as
 * those of the lateral ways of a feature pyramid, look the same: there, use {@link #NONE}.
 */
public enum ResidualRule {

    /** Branches are initialised as the rest is, so that each adds its own variance to the trunk: 1 + L in the end. */
    NONE,

    /**
     * Each branch's last weights times 1/√L, so that all branches together add as much variance as the trunk had at
     * first, and gradients grow by a factor that does not depend on L.
     *
     * @see <a href="https://arxiv.org/abs/1712.08969">Yang, Schoenholz 2017</a>
     * @see <a href="https://arxiv.org/abs/2010.12859">Hayou, Clerico, He, Deligiannidis, Doucet, Rousseau: Stable
     *     ResNet, 2021, section 2</a>
     */
    DEPTH_SCALED,

    /**
     * Each branch's last weights zero, the others of a branch of m times L^(−1/(2m − 2)), so that every block begins as
     * the identity and the first updates have a size that does not depend on L. The scalars that the paper adds are a
     * matter of the graph; the output layer, which it sets to zero as well, is initialised as usual.
     *
     * @see <a href="https://arxiv.org/abs/1901.09321">Zhang, Dauphin, Ma: Fixup Initialization, 2019, section 3</a>
     */
    FIXUP,

    /**
     * The multiplier at the end of each branch (an {@code ElementWiseMultiplicationLayer}) zero and everything else as
     * usual, so that every block begins as the identity.
     *
     * @see <a href="https://arxiv.org/abs/2002.10444">De, Smith: Batch Normalization Biases Residual Blocks Towards the
     *     Identity Function in Deep Networks, 2020, section 4</a>
     */
    SKIP_INIT
}
