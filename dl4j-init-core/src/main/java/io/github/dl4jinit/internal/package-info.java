// SPDX-License-Identifier: Apache-2.0
/** Helpers that every package of this project may use. They are not part of the API. */
package io.github.dl4jinit.internal;
