package dev.mien.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "dev.mien", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackageRulesTest {
  @ArchTest
  static final ArchRule CORE_IS_WALKED_IN_ONE_DIRECTION =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.mien..")
          .layer("internal")
          .definedBy("dev.mien.internal..")
          .layer("image")
          .definedBy("dev.mien.image..")
          .layer("geometry")
          .definedBy("dev.mien.geometry..")
          .layer("face")
          .definedBy("dev.mien.face..")
          .layer("expression")
          .definedBy("dev.mien.expression..")
          .layer("smoothing")
          .definedBy("dev.mien.tracking..")
          .layer("door")
          .definedBy("dev.mien")
          .layer("event")
          .definedBy("dev.mien.event..")
          .layer("output")
          .definedBy("dev.mien.output..")
          .layer("training")
          .definedBy("dev.mien.training..")
          .layer("app")
          .definedBy("dev.mien.app..")
          .whereLayer("internal")
          .mayOnlyBeAccessedByLayers("image", "face", "expression", "door")
          .whereLayer("face")
          .mayOnlyBeAccessedByLayers("expression", "door", "output", "training", "app")
          .whereLayer("expression")
          .mayOnlyBeAccessedByLayers("smoothing", "door", "event", "output", "training", "app")
          .whereLayer("smoothing")
          .mayOnlyBeAccessedByLayers("door", "app")
          .whereLayer("door")
          .mayOnlyBeAccessedByLayers("event", "output", "app")
          .whereLayer("event")
          .mayOnlyBeAccessedByLayers("output", "app")
          .whereLayer("output")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule NATIVE_RUNTIMES_HAVE_ONE_IMPORTER =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.mien.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..", "org.bytedeco.tensorflowlite..");

  @ArchTest
  static final ArchRule PYTORCH_STAYS_IN_TRAINING =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.mien.training..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.pytorch..");

  @ArchTest
  static final ArchRule TRAINING_IS_KNOWN_TO_ITS_COMMANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.mien.app..")
          .and()
          .resideOutsideOfPackage("dev.mien.app.cli.training..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.mien.training..");

  @ArchTest
  static final ArchRule TRAINING_IS_WALKED_WITHOUT_CIRCLES =
      slices().matching("dev.mien.training.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DOORS_ARE_WALKED_IN_ONE_DIRECTION =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.mien.app..")
          .layer("session")
          .definedBy("dev.mien.app.session..")
          .layer("video")
          .definedBy("dev.mien.app.video..")
          .layer("server")
          .definedBy("dev.mien.app.server..")
          .layer("cli")
          .definedBy("dev.mien.app.cli..")
          .whereLayer("session")
          .mayOnlyBeAccessedByLayers("server", "cli")
          .whereLayer("video")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("server")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule SESSIONS_ARE_WALKED_WITHOUT_CIRCLES =
      slices().matching("dev.mien.app.session.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FFMPEG_AND_SQL_HAVE_ONE_HOME_EACH =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.mien.app.video..", "dev.mien.app.image..", "dev.mien.app.session")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco.ffmpeg..", "org.bytedeco.javacv..", "org.jdbi..");

  @ArchTest
  static final ArchRule NOTHING_IS_CALLED_UTIL =
      noClasses().should().resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..");

  @ArchTest
  static final ArchRule CLASSES_ARE_FINAL_OR_MEANT_TO_BE_IMPLEMENTED =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
