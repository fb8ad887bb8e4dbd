// SPDX-License-Identifier: Apache-2.0
/** Files of data that nobody vouches for: the arrays of numbers that they hold, and what they take of memory. */
package io.github.dl4jinit.lab.data.file;
