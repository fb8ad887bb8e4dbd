/**
 * Holds README and {@code docs/} to the code: snippets compile, programs print what stands below them, links lead
 * somewhere, command lines parse. Start at {@link io.github.dl4jinit.documents.Document}.
 */
package io.github.dl4jinit.documents;
