// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

/** One thing that is wrong: where, what, and what to do about it. */
public final class Finding {

    private final String place;
    private final String sentence;
    private final DataAdvice advice;
    private final boolean ofConfiguration;

    /**
     * States what is wrong.
     *
     * @param place the node's name, or that of labels, see {@link #labelsOf}
     * @param sentence what is wrong there, with figures, without a full stop
     * @param advice what to do, in whole sentences, with lines to paste where there are any
     */
    public Finding(String place, String sentence, String advice) {
        this(place, sentence, DataAdvice.of(advice));
    }

    /** States what is wrong with inputs or labels. */
    Finding(String place, String sentence, DataAdvice advice) {
        this(place, sentence, advice, false);
    }

    private Finding(String place, String sentence, DataAdvice advice, boolean ofConfiguration) {
        this.place = place;
        this.sentence = sentence;
        this.advice = advice;
        this.ofConfiguration = ofConfiguration;
    }

    /** The same finding, of which the configuration is to blame, whatever the weights and the data are. */
    Finding ofConfiguration() {
        return new Finding(place, sentence, advice, true);
    }

    /**
     * The place of the labels of an output.
     *
     * @param output the output's name
     * @param only whether the network has no other output
     */
    public static String labelsOf(String output, boolean only) {
        return only ? "labels" : "labels of " + output;
    }

    /** The name of the node where it happens; that of {@link #labelsOf labels} if they are wrong. */
    public String place() {
        return place;
    }

    /** What is wrong there, with figures. */
    public String sentence() {
        return sentence;
    }

    /** What to do about it. */
    public String advice() {
        return advice.text();
    }

    /** What to do about it, as a value. */
    DataAdvice dataAdvice() {
        return advice;
    }

    /** Whether the configuration is to blame, so that nothing else that is wrong explains it. */
    public boolean isOfConfiguration() {
        return ofConfiguration;
    }
}
