// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.driver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.Tuple4;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Tells what is new of each task that runs, as often as its executor's heart beats. */
final class HeartbeatListener extends SparkListener {

    /** The numbers of the requests that tasks answer, by the identifiers of their {@link TaskNews}. */
    private final Map<Long, String> requests = new ConcurrentHashMap<>();

    private final BiConsumer<String, String> news;

    /** @param news receives a request's number, and what is new of its task */
    HeartbeatListener(BiConsumer<String, String> news) {
        this.news = news;
    }

    void begins(TaskNews task, String request) {
        requests.put(task.id(), request);
    }

    void ends(TaskNews task) {
        requests.remove(task.id());
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
        // The place of accumUpdates: its type is another in Scala 2.12 than in 2.13, and this serves both.
        Iterator<?> tasks = ((Seq<?>) heartbeat.productElement(1)).iterator();
        while (tasks.hasNext()) {
            Iterator<?> values = ((Seq<?>) ((Tuple4<?, ?, ?, ?>) tasks.next())._4()).iterator();
            while (values.hasNext()) {
                AccumulableInfo value = (AccumulableInfo) values.next();
                String request = requests.get(value.id());
                if (request != null && value.update().isDefined()) {
                    news.accept(request, String.valueOf(value.update().get()));
                }
            }
        }
    }
}
