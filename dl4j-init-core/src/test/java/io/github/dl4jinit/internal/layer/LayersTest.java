// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayersTest {

    /** Wrappers are taken off before the registry is asked, or have an entry of their own there (both ways). */
    private static final Set<String> WRAPPERS = Set.of(
            "Bidirectional",
            "FrozenLayer",
            "FrozenLayerWithBackprop",
            "LastTimeStep",
            "MaskZeroLayer",
            "TimeDistributed");

    /** Layers that the registry does not know: they are taken to keep the mean square of what comes in. */
    private static final Set<String> UNKNOWN = Set.of("CapsuleStrengthLayer", "Yolo2OutputLayer");

    @Test
    void everyLayerOfDl4jHasAFamilyOrIsNamedHere() {
        Set<String> without = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages("org.deeplearning4j.nn.conf")) {
            if (type.isAssignableTo(Layer.class) && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                Class<?> layer = type.reflect();
                if (Layers.FAMILIES.stream().noneMatch(entry -> entry.type.isAssignableFrom(layer))) {
                    without.add(type.getSimpleName());
                }
            }
        }
        without.removeAll(WRAPPERS);
        assertThat(without).isEqualTo(new TreeSet<>(UNKNOWN));
    }

    @Test
    void noEntryIsHiddenBehindAnEarlierOne() {
        List<Class<?>> types = Layers.FAMILIES.stream().map(entry -> entry.type).collect(Collectors.toList());
        for (int i = 0; i < types.size(); i++) {
            Class<?> later = types.get(i);
            assertThat(types.subList(0, i)).noneMatch(earlier -> earlier.isAssignableFrom(later));
        }
    }

    /** The width and the function follow from DL4J's base class, but its W may mean anything. */
    @Test
    void aUsersSubclassKeepsItsParameters() {
        DenseLayer own = new Own();
        own.setNOut(7);
        own.setActivationFn(new ActivationTanH());
        Map<String, INDArray> table = Map.of("W", Nd4j.ones(5, 7));
        LayerFacts facts = new Layers(Map.of()).of(own, table);
        assertThat(facts.parameters()).singleElement().satisfies(parameter -> {
            assertThat(parameter.name).isEqualTo("W");
            assertThat(parameter.kind).isEqualTo(Parameter.Kind.KEPT);
        });
        assertThat(facts.isWeightless()).isFalse();
        assertThat(facts.width(List.of())).isEqualTo(OptionalLong.of(7));
        assertThat(facts.function()).isInstanceOf(ActivationTanH.class);

        LayerFacts ruled = new Layers(Map.of(Own.class, layer -> List.of(Parameter.weights("W", 5, 7)))).of(own, table);
        assertThat(ruled.main()).isPresent();
        assertThat(ruled.width(List.of())).isEqualTo(OptionalLong.of(7));
    }

    private static final class Own extends DenseLayer {
        private static final long serialVersionUID = 1L;
    }
}
