// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.driver;

import org.apache.spark.util.AccumulatorV2;

/** The last that a task has said of its trial. Executors send it to the driver with their heartbeats. */
final class TaskNews extends AccumulatorV2<String, String> {

    private static final long serialVersionUID = 1L;

    private volatile String last = "";

    @Override
    public boolean isZero() {
        return last.isEmpty();
    }

    @Override
    public TaskNews copy() {
        TaskNews copy = new TaskNews();
        copy.last = last;
        return copy;
    }

    @Override
    public void reset() {
        last = "";
    }

    @Override
    public void add(String news) {
        last = news;
    }

    @Override
    public void merge(AccumulatorV2<String, String> other) {
        last = other.value();
    }

    @Override
    public String value() {
        return last;
    }
}
