// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dl4jinit.HeInit;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.slf4j.LoggerFactory;

/** A listener whose probes fail trains on, watches on, and says so once. */
class FailingProbesTest {

    private static final DataSet BATCH = Nets.batch(7, 3, 16, 12);

    /** A layer that cannot be made a second time while failures are left: only a probe makes a copy of it. */
    static final class Unique extends ActivationLayer {

        private static final long serialVersionUID = 1;
        private static final AtomicInteger FAILURES = new AtomicInteger();

        private Unique() {
            super(Activation.RELU);
        }

        @Override
        public Layer instantiate(
                NeuralNetConfiguration conf,
                Collection<TrainingListener> listeners,
                int index,
                INDArray parameters,
                boolean initialise,
                DataType type) {
            if (FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("there is one of me only");
            }
            return super.instantiate(conf, listeners, index, parameters, initialise, type);
        }
    }

    private static MultiLayerNetwork network() {
        return Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(12)
                        .nOut(20)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new Unique())
                .layer(Nets.softmax(20, 3))
                .build());
    }

    @Test
    void trainingAndWatchingGoOn() {
        MultiLayerNetwork undisturbed = network();
        MultiLayerNetwork watched = network();
        SignalListener listener = SignalListener.builder().every(1).maxCost(1).build();
        watched.setListeners(listener);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(SignalListener.class);
        logger.addAppender(log);
        Unique.FAILURES.set(2);
        try {
            for (int step = 0; step < 5; step++) {
                undisturbed.fit(BATCH);
                watched.fit(BATCH);
            }
        } finally {
            logger.detachAppender(log);
            Unique.FAILURES.set(0);
        }
        assertThat(watched.params().data().asFloat())
                .isEqualTo(undisturbed.params().data().asFloat());
        assertThat(listener.reports()).extracting(SignalReport::iteration).containsExactly(2, 3, 4);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("A probe failed"))
                .hasSize(1);
    }
}
