// SPDX-License-Identifier: Apache-2.0
/** Which examples are for training and which for testing, by their numbers, and the order in which epochs go. */
package io.github.dl4jinit.lab.data.split;
