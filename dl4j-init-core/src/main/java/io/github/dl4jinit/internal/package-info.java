// SPDX-License-Identifier: Apache-2.0
/** Not part of the API: what every package of this project may use and no user should. */
package io.github.dl4jinit.internal;
