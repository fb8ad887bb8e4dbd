// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the examples go one way. */
@AnalyzeClasses(packages = "io.github.dl4jinit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.dl4jinit.bench..", "io.github.dl4jinit.examples..")
            .layer("command line")
            .definedBy("io.github.dl4jinit.bench")
            .layer("report")
            .definedBy("io.github.dl4jinit.bench.report")
            .layer("jmh")
            .definedBy("io.github.dl4jinit.bench.jmh..")
            .layer("trial")
            .definedBy("io.github.dl4jinit.bench.trial")
            .layer("data")
            .definedBy("io.github.dl4jinit.bench.data")
            .layer("model")
            .definedBy("io.github.dl4jinit.bench.model")
            .layer("examples")
            .definedBy("io.github.dl4jinit.examples")
            .whereLayer("command line")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("examples")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("jmh")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("command line", "trial")
            .whereLayer("trial")
            .mayOnlyBeAccessedByLayers("command line", "report", "jmh", "examples")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("command line", "report", "jmh", "trial", "examples");
}
