// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What runs among Spark's classes sees no library of ours, and what runs among ours sees no Spark. */
@AnalyzeClasses(packages = "io.github.dl4jinit.spark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule WITHIN_SPARK = classes()
            .that()
            .resideInAPackage("io.github.dl4jinit.spark.driver")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.github.dl4jinit.spark.driver", "java..", "org.apache.spark..", "scala..");

    @ArchTest
    static final ArchRule WITHOUT_SPARK = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.dl4jinit.spark.driver")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "scala..");

    @ArchTest
    static final ArchRule NODES_KNOW_NO_DRIVER = noClasses()
            .that()
            .resideInAPackage("io.github.dl4jinit.spark.node")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.dl4jinit.spark", "io.github.dl4jinit.spark.driver");
}
