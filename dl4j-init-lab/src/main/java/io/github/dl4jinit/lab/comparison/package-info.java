// SPDX-License-Identifier: Apache-2.0
/** Which schemes suit a network: every one with every seed, and what they give. */
package io.github.dl4jinit.lab.comparison;
