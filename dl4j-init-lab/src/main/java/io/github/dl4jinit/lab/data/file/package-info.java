// SPDX-License-Identifier: Apache-2.0
/** Files of data that nobody vouches for: the arrays of numbers that they hold, and where these are kept. */
package io.github.dl4jinit.lab.data.file;
