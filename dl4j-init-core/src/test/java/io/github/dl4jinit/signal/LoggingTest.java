// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dl4jinit.HeInit;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.slf4j.LoggerFactory;

/** Warnings reach users who log as DL4J does: with SLF4J 2 on the class path logback 1.2 would be silent. */
class LoggingTest {

    @ParameterizedTest
    @CsvSource({"org.slf4j, slf4j-api, 1.7.", "ch.qos.logback, logback-classic, 1.2."})
    void theClassPathIsThatOfDl4jsUsers(String group, String artifact, String version) throws IOException {
        Properties properties = new Properties();
        String file = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = LoggerFactory.class.getClassLoader().getResourceAsStream(file)) {
            properties.load(in);
        }
        assertThat(properties.getProperty("version")).startsWith(version);
    }

    @Test
    void aWarningArrives() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(SignalListener.class);
        logger.addAppender(log);
        try {
            MultiLayerNetwork network = Nets.mlp(new HeInit(1e-3), Activation.RELU, 10, 5);
            network.setListeners(SignalListener.builder().build());
            network.fit(Nets.batch(7, 10, 16, 10));
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .contains("the signal vanishes"));
    }
}
