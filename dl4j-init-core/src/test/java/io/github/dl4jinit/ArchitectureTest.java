// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

/** The arrows between packages go one way. */
@AnalyzeClasses(packages = "io.github.dl4jinit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.dl4jinit.(**)").should().beFreeOfCycles();

    /** Whole networks go from settings to facts to a plan to weights: no class knows a later one. */
    @ArchTest
    static final ArchRule NO_CYCLES_BETWEEN_CLASSES = slices().assignedFrom(
                    new ClassesOf("io.github.dl4jinit.network", "io.github.dl4jinit.internal.layer"))
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.dl4jinit..")
            .layer("initialisers")
            .definedBy("io.github.dl4jinit")
            .layer("sampling")
            .definedBy("io.github.dl4jinit.internal.sampling")
            .layer("topology")
            .definedBy("io.github.dl4jinit.internal.topology")
            .layer("measure")
            .definedBy("io.github.dl4jinit.internal.measure")
            .layer("made-up data")
            .definedBy("io.github.dl4jinit.internal.madeup")
            .layer("update")
            .definedBy("io.github.dl4jinit.internal.update")
            .layer("diagnosis")
            .definedBy("io.github.dl4jinit.internal.diagnosis")
            .layer("advice")
            .definedBy("io.github.dl4jinit.internal.advice")
            .layer("rate")
            .definedBy("io.github.dl4jinit.internal.rate")
            .layer("geometry")
            .definedBy("io.github.dl4jinit.internal.geometry")
            .layer("facts of layers")
            .definedBy("io.github.dl4jinit.internal.layer")
            .layer("theory")
            .definedBy("io.github.dl4jinit.theory")
            .layer("signal")
            .definedBy("io.github.dl4jinit.signal")
            .layer("training UI")
            .definedBy("io.github.dl4jinit.signal.ui")
            .layer("network")
            .definedBy("io.github.dl4jinit.network")
            .layer("activation functions")
            .definedBy("io.github.dl4jinit.activation")
            .layer("internal")
            .definedBy("io.github.dl4jinit.internal")
            .whereLayer("initialisers")
            .mayOnlyBeAccessedByLayers("network")
            .whereLayer("sampling")
            .mayOnlyBeAccessedByLayers("initialisers", "geometry", "facts of layers", "network", "activation functions")
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers(
                    "measure",
                    "made-up data",
                    "update",
                    "diagnosis",
                    "rate",
                    "geometry",
                    "signal",
                    "training UI",
                    "network",
                    "activation functions")
            .whereLayer("measure")
            .mayOnlyBeAccessedByLayers("made-up data", "geometry", "update", "diagnosis", "signal")
            .whereLayer("made-up data")
            .mayOnlyBeAccessedByLayers("signal")
            .whereLayer("update")
            .mayOnlyBeAccessedByLayers("diagnosis", "signal")
            .whereLayer("diagnosis")
            .mayOnlyBeAccessedByLayers("signal")
            .whereLayer("advice")
            .mayOnlyBeAccessedByLayers("diagnosis", "rate", "signal")
            .whereLayer("rate")
            .mayOnlyBeAccessedByLayers("signal")
            .whereLayer("geometry")
            .mayOnlyBeAccessedByLayers("advice", "signal")
            .whereLayer("facts of layers")
            .mayOnlyBeAccessedByLayers("network", "activation functions")
            .whereLayer("theory")
            .mayOnlyBeAccessedByLayers(
                    "initialisers",
                    "advice",
                    "geometry",
                    "facts of layers",
                    "signal",
                    "network",
                    "activation functions")
            .whereLayer("signal")
            .mayOnlyBeAccessedByLayers("training UI")
            .whereLayer("training UI")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("network")
            .mayOnlyBeAccessedByLayers("activation functions")
            .whereLayer("activation functions")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("internal")
            .mayOnlyBeAccessedByLayers(
                    "initialisers",
                    "sampling",
                    "topology",
                    "measure",
                    "made-up data",
                    "update",
                    "diagnosis",
                    "advice",
                    "rate",
                    "geometry",
                    "facts of layers",
                    "theory",
                    "signal",
                    "training UI",
                    "network",
                    "activation functions");

    @ArchTest
    static final ArchRule NO_BACKEND = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j.linalg.cpu..", "org.nd4j.linalg.jcublas..");

    private static final String[] HIDDEN = {"io.github.dl4jinit.internal..", "org.hipparchus.."};

    /** Users see no type that may change with the next version, and none of a library's that is not theirs. */
    @ArchTest
    static final ArchRule NOTHING_HIDDEN_IN_THE_API = noMethods()
            .that()
            .areDeclaredInClassesThat(resideOutsideOfPackage("..internal..").and(modifier(JavaModifier.PUBLIC)))
            .and(modifier(JavaModifier.PUBLIC).or(modifier(JavaModifier.PROTECTED)))
            .should()
            .haveRawReturnType(resideInAnyPackage(HIDDEN))
            .orShould()
            .haveRawParameterTypes(anyElementThat(resideInAnyPackage(HIDDEN)));

    /** Quadrature and root finding stay behind the theory. */
    @ArchTest
    static final ArchRule HIPPARCHUS_IN_ONE_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.dl4jinit.theory")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.hipparchus..");

    /** OpenBLAS may be missing at run time, so only the one class that is tried may need it. */
    @ArchTest
    static final ArchRule OPENBLAS_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveSimpleName("LapackQr")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco.openblas..");

    /** DL4J's UI is missing unless the user brings it, so only what cannot do without may need it. */
    @ArchTest
    static final ArchRule TRAINING_UI_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.dl4jinit.signal.ui")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.deeplearning4j.ui..", "org.deeplearning4j.core..", "org.agrona..");

    /** A slice for each top-level class of some packages. */
    private static final class ClassesOf implements SliceAssignment {

        private final Set<String> packages;

        ClassesOf(String... packages) {
            this.packages = Set.of(packages);
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String topLevel = type.getName().replaceAll("\\$.*", "");
            return packages.contains(type.getPackageName()) ? SliceIdentifier.of(topLevel) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "the classes of " + packages;
        }
    }
}
