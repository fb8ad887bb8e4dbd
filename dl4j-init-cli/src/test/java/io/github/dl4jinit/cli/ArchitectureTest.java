// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the command go one way. */
@AnalyzeClasses(packages = "io.github.dl4jinit.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.dl4jinit.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.dl4jinit.cli..")
            .layer("command")
            .definedBy("io.github.dl4jinit.cli")
            .layer("experiment")
            .definedBy("io.github.dl4jinit.cli.experiment")
            .layer("page")
            .definedBy("io.github.dl4jinit.cli.page")
            .layer("report")
            .definedBy("io.github.dl4jinit.cli.report")
            .layer("chart")
            .definedBy("io.github.dl4jinit.cli.chart")
            .layer("run")
            .definedBy("io.github.dl4jinit.cli.run")
            .layer("watch")
            .definedBy("io.github.dl4jinit.cli.watch")
            .layer("terminal")
            .definedBy("io.github.dl4jinit.cli.terminal")
            .layer("file")
            .definedBy("io.github.dl4jinit.cli.file")
            .layer("cluster")
            .definedBy("io.github.dl4jinit.cli.cluster")
            .whereLayer("command")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("experiment")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("page")
            .mayOnlyBeAccessedByLayers("command", "watch")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("command", "page")
            .whereLayer("chart")
            .mayOnlyBeAccessedByLayers("report")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("command", "experiment", "page", "report", "watch")
            .whereLayer("watch")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("terminal")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("file")
            .mayOnlyBeAccessedByLayers("command", "experiment", "page", "report", "chart", "run", "watch");
}
