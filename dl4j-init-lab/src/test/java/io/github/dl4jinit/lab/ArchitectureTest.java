// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the lab go one way. */
@AnalyzeClasses(packages = "io.github.dl4jinit.lab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.dl4jinit.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.dl4jinit.lab..")
            .layer("scheme")
            .definedBy("io.github.dl4jinit.lab.scheme")
            .layer("trial")
            .definedBy("io.github.dl4jinit.lab.trial")
            .layer("training")
            .definedBy("io.github.dl4jinit.lab.training")
            .layer("dense step")
            .definedBy("io.github.dl4jinit.lab.training.dense")
            .layer("worker")
            .definedBy("io.github.dl4jinit.lab.worker")
            .layer("comparison")
            .definedBy("io.github.dl4jinit.lab.comparison")
            .layer("sweep")
            .definedBy("io.github.dl4jinit.lab.sweep")
            .layer("tune")
            .definedBy("io.github.dl4jinit.lab.tune")
            .layer("data")
            .definedBy(
                    "io.github.dl4jinit.lab.data",
                    "io.github.dl4jinit.lab.data.saved",
                    "io.github.dl4jinit.lab.data.split")
            .layer("data file")
            .definedBy("io.github.dl4jinit.lab.data.file")
            .layer("model file")
            .definedBy("io.github.dl4jinit.lab.modelfile")
            .layer("preset")
            .definedBy("io.github.dl4jinit.lab.preset")
            .layer("probe")
            .definedBy("io.github.dl4jinit.lab.probe")
            .whereLayer("probe")
            .mayOnlyBeAccessedByLayers("worker")
            .whereLayer("scheme")
            .mayOnlyBeAccessedByLayers("trial", "preset", "training", "probe", "worker", "comparison", "sweep", "tune")
            .whereLayer("trial")
            .mayOnlyBeAccessedByLayers("preset", "training", "probe", "worker", "comparison", "sweep", "tune")
            .whereLayer("preset")
            .mayOnlyBeAccessedByLayers("training")
            .whereLayer("training")
            .mayOnlyBeAccessedByLayers("probe", "worker", "tune")
            .whereLayer("dense step")
            .mayOnlyBeAccessedByLayers("training")
            .whereLayer("worker")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("comparison")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sweep")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("tune")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("trial", "preset", "training", "probe", "worker")
            .whereLayer("data file")
            .mayOnlyBeAccessedByLayers("data")
            .whereLayer("model file")
            .mayOnlyBeAccessedByLayers("preset", "training", "probe", "tune");
}
