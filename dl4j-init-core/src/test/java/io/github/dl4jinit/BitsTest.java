// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same seed gives the same bits. A golden value that changes is a breaking change: it goes into the changelog. */
class BitsTest {

    @ParameterizedTest
    @CsvSource({
        "NORMAL, FLOAT, b310a4848d4fca7c",
        "NORMAL, DOUBLE, 6a5c341885566353",
        "NORMAL, HALF, db3c1d45db454a63",
        "NORMAL, BFLOAT16, aa8b841725629400",
        "TRUNCATED_NORMAL, FLOAT, 078a47c5ba86721b",
        "TRUNCATED_NORMAL, DOUBLE, ea6de8cf7e1ec9df",
        "TRUNCATED_NORMAL, HALF, 709cd71bea81c5a1",
        "TRUNCATED_NORMAL, BFLOAT16, 05bae0256b173e0e",
        "UNIFORM, FLOAT, 9742fafda6991c0c",
        "UNIFORM, DOUBLE, 44057d9bfec8524f",
        "UNIFORM, HALF, 92a5961bfd2a5d00",
        "UNIFORM, BFLOAT16, cddc4529b0ce8fbb",
    })
    void goldenHashes(WeightDistribution distribution, DataType type, String hash) {
        assertThat(Hashes.of(he(distribution), type, 42)).isEqualTo(hash);
    }

    @Test
    void goldenValues() {
        Nd4j.getRandom().setSeed(42);
        INDArray weights =
                new HeInit().init(8, 3, new long[] {2, 2}, 'f', Nd4j.createUninitialized(DataType.DOUBLE, 4));
        assertThat(weights.toDoubleMatrix()).isDeepEqualTo(new double[][] {
            {-0.43432417920792943, 0.020243688037966643}, {-0.40588903803713844, 0.34061583316588073}
        });
    }

    @ParameterizedTest
    @EnumSource(WeightDistribution.class)
    void anyNumberOfThreads(WeightDistribution distribution) throws Exception {
        String onCommonPool = Hashes.of(he(distribution), DataType.FLOAT, 42);
        for (int threads : new int[] {1, 2, 7}) {
            // Parallel streams run in the pool that they are started from.
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                String hash = pool.submit(() -> Hashes.of(he(distribution), DataType.FLOAT, 42))
                        .get();
                assertThat(hash).as("%d threads", threads).isEqualTo(onCommonPool);
            } finally {
                pool.shutdown();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(WeightDistribution.class)
    void anotherJvm(WeightDistribution distribution) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hashes.class.getName(),
                        distribution.name(),
                        "FLOAT",
                        "42")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes()).trim();
        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo(Hashes.of(he(distribution), DataType.FLOAT, 42));
    }

    @Test
    void jsonAndYamlRoundTripThenInit() {
        MultiLayerNetwork network = network(7);
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        assertThat(hash(Networks.initialised(MultiLayerConfiguration.fromJson(configuration.toJson()))))
                .isEqualTo(hash(network));
        assertThat(hash(Networks.initialised(MultiLayerConfiguration.fromYaml(configuration.toYaml()))))
                .isEqualTo(hash(network));
    }

    @Test
    void savedRestoredAndInitialisedAgain(@TempDir Path folder) throws Exception {
        MultiLayerNetwork network = network(7);
        File file = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file);

        assertThat(hash(restored)).isEqualTo(hash(network));
        assertThat(hash(Networks.initialised(restored.getLayerWiseConfigurations())))
                .isEqualTo(hash(network));
    }

    /** The seed of the configuration governs, and neither layers of one shape nor other seeds repeat weights. */
    @Test
    void layersAndSeedsDiffer() {
        MultiLayerNetwork network = network(7);
        assertThat(hash(network)).isEqualTo(hash(network(7))).isNotEqualTo(hash(network(8)));
        assertThat(Hashes.of(network.getParam("0_W"))).isNotEqualTo(Hashes.of(network.getParam("1_W")));
    }

    /** The Gaussian matrix is the same; the factor is the same up to what BLAS kernels and threads change. */
    @Test
    void orthogonalToRounding() {
        Nd4j.getRandom().setSeed(42);
        INDArray weights =
                new OrthogonalInit().init(4, 4, new long[] {4, 4}, 'f', Nd4j.createUninitialized(DataType.DOUBLE, 16));
        double[] golden = {-0.3342186841640362, 0.21157031950523078, 0.8640055135838282, 0.31149693988362026};
        assertThat(weights.getRow(0).toDoubleVector()).containsExactly(golden, within(1e-12));
    }

    @Test
    void orthogonalGatesToRounding() {
        Nd4j.getRandom().setSeed(42);
        INDArray weights = new GateOrthogonalInit()
                .init(2, 2, new long[] {2, 8}, 'f', Nd4j.createUninitialized(DataType.DOUBLE, 16));
        double[] golden = {
            -0.39334880909998504,
            -0.9193893160025427,
            0.0748769473878299,
            0.9971927811360649,
            -0.2960643836353176,
            -0.9551679856143835,
            -0.996567758807261,
            -0.08278104919528806
        };
        assertThat(weights.getRow(0).toDoubleVector()).containsExactly(golden, within(1e-12));
    }

    @Test
    void mirroredToRounding() {
        Nd4j.getRandom().setSeed(42);
        INDArray weights =
                MirroredInit.hidden().init(4, 5, new long[] {4, 5}, 'f', Nd4j.createUninitialized(DataType.DOUBLE, 20));
        double[] golden = {
            -0.39334880909998504, 0.9193893160025427, 0.39334880909998504, -0.9193893160025427, 0.02862882110183573
        };
        assertThat(weights.getRow(0).toDoubleVector()).containsExactly(golden, within(1e-12));
    }

    /** The hash of the bits, because {@code INDArray.equals} lets numbers differ by 10⁻⁵. */
    private static String hash(MultiLayerNetwork network) {
        return Hashes.of(network.params());
    }

    private static HeInit he(WeightDistribution distribution) {
        return HeInit.builder().distribution(distribution).build();
    }

    private static MultiLayerNetwork network(long seed) {
        HeInit init = HeInit.builder()
                .gain(1.3)
                .distribution(WeightDistribution.TRUNCATED_NORMAL)
                .build();
        return Networks.dense(init, Activation.RELU, 50, 3, seed);
    }
}
