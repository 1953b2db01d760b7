package dev.serai;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows between packages: they run downwards only, and never in a circle. */
@AnalyzeClasses(packages = "dev.serai", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule arrowsRunDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy("dev.serai.cli..")
          .layer("server")
          .definedBy("dev.serai.server..")
          .layer("http")
          .definedBy("dev.serai.http..")
          .layer("route")
          .definedBy("dev.serai.route..")
          .layer("broker")
          .definedBy("dev.serai.broker..")
          .layer("batch")
          .definedBy("dev.serai.batch..")
          .layer("cluster")
          .definedBy("dev.serai.cluster..")
          .layer("alicloud")
          .definedBy("dev.serai.alicloud..")
          .layer("pod")
          .definedBy("dev.serai.pod..")
          .layer("environment")
          .definedBy("dev.serai.environment..")
          .layer("instance")
          .definedBy("dev.serai.instance..")
          .layer("settings")
          .definedBy("dev.serai.settings..")
          .layer("base")
          .definedBy("dev.serai.base..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("server")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("server")
          .whereLayer("route")
          .mayOnlyBeAccessedByLayers("server", "cli")
          .whereLayer("broker")
          .mayOnlyBeAccessedByLayers("server")
          .whereLayer("batch")
          .mayOnlyBeAccessedByLayers("server", "http")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("server", "http", "batch")
          .whereLayer("alicloud")
          .mayOnlyBeAccessedByLayers("server", "cli")
          .whereLayer("alicloud")
          .mayOnlyAccessLayers("pod", "environment", "instance", "settings", "base")
          .whereLayer("pod")
          .mayOnlyBeAccessedByLayers("alicloud", "cluster", "batch", "http", "server")
          .whereLayer("environment")
          .mayOnlyBeAccessedByLayers("alicloud", "pod", "cluster", "batch", "http", "server")
          .whereLayer("instance")
          .mayOnlyAccessLayers("base")
          .whereLayer("settings")
          .mayOnlyAccessLayers("base")
          .whereLayer("base")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule noCircles = slices().matching("dev.serai.(*)..").should().beFreeOfCycles();
}
