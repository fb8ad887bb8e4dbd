// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.driver;

import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.function.Function;

/**
 * The work of one task: hands a request to the workers beside this executor, and returns their answer.
 *
 * @param classPath that of the workers; a relative name is that of a file which Spark has shipped
 * @param news what is told of the task while it runs
 */
record TrialTask(String classPath, TaskNews news) implements Function<String, String> {

    @Override
    public String call(String request) {
        return IsolatedWorkers.ofThisExecutor(classPath, SparkFiles.getRootDirectory())
                .apply(request, news::add);
    }
}
