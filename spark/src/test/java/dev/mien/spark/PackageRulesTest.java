package dev.mien.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the module takes from the others; see docs/architecture.md. */
@AnalyzeClasses(packages = "dev.mien", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackageRulesTest {
  @ArchTest
  static final ArchRule OF_THE_APP_ONLY_FILMS_AND_PHOTOS_ARE_USED =
      noClasses()
          .that()
          .resideInAPackage("dev.mien.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.mien.app.cli..",
              "dev.mien.app.server..",
              "dev.mien.app.session..",
              "dev.mien.training..");

  /** So that what spark needs of the app can be loaded without the libraries of the rest. */
  @ArchTest
  static final ArchRule FILMS_AND_PHOTOS_NEED_NOTHING_ELSE_OF_THE_APP =
      noClasses()
          .that()
          .resideInAnyPackage("dev.mien.app.video..", "dev.mien.app.image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.mien.app.cli..",
              "dev.mien.app.server..",
              "dev.mien.app.session..",
              "io.javalin..",
              "org.jdbi..",
              "me.tongfei..");

  @ArchTest
  static final ArchRule NOBODY_NEEDS_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.mien.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.mien.spark..", "org.apache.spark..");

  @ArchTest
  static final ArchRule THE_JOB_IS_A_USER_OF_THE_TRANSFORMER =
      noClasses()
          .that()
          .resideInAPackage("dev.mien.spark")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.mien.spark.job..");
}
