package dev.mien.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "dev.mien", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackageRulesTest {
  @ArchTest
  static final ArchRule CORE_DEPENDS_IN_ONE_DIRECTION =
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
          .layer("tracking")
          .definedBy("dev.mien.tracking..")
          .layer("api")
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
          .mayOnlyBeAccessedByLayers("image", "face", "expression", "api")
          .whereLayer("face")
          .mayOnlyBeAccessedByLayers("expression", "api", "output", "training", "app")
          .whereLayer("expression")
          .mayOnlyBeAccessedByLayers("tracking", "api", "event", "output", "training", "app")
          .whereLayer("tracking")
          .mayOnlyBeAccessedByLayers("api", "app")
          .whereLayer("api")
          .mayOnlyBeAccessedByLayers("event", "output", "app")
          .whereLayer("event")
          .mayOnlyBeAccessedByLayers("output", "app")
          .whereLayer("output")
          .mayOnlyBeAccessedByLayers("training", "app")
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
  static final ArchRule TRAINING_HAS_NO_CYCLES =
      slices().matching("dev.mien.training.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule TRAINING_DOES_NOT_MEASURE =
      noClasses()
          .that()
          .resideInAnyPackage("dev.mien.training.network..", "dev.mien.training.train..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.mien.training.evaluate..", "dev.mien.training.audit..");

  @ArchTest
  static final ArchRule INTERFACES_DEPEND_IN_ONE_DIRECTION =
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
  static final ArchRule COMMANDS_HAVE_NO_CYCLES =
      slices().matching("dev.mien.app.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_MAIN_KNOWS_ALL_COMMANDS =
      noClasses()
          .that()
          .resideInAPackage("dev.mien.app.cli.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.mien.app.cli");

  @ArchTest
  static final ArchRule NO_PACKAGE_IS_RETURNED_TO =
      slices().matching("dev.mien.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SESSIONS_HAVE_NO_CYCLES =
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
  static final ArchRule WHAT_IS_SET_IS_CALLED_OPTIONS_OR_BUILDER =
      noClasses()
          .should()
          .haveNameMatching(".*(Settings|Config|Configuration|Preferences|Pace)")
          .because("CONTRIBUTING.md names the two words");

  @ArchTest
  static void noPackageOfCore_hasMoreThanTenPublicTypes(JavaClasses classes) {
    Map<String, List<String>> types =
        classes.stream()
            .filter(type -> type.isTopLevelClass())
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(
                type -> !type.getPackageName().matches("dev\\.mien\\.(training|app|bench|spark).*"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName,
                    Collectors.mapping(JavaClass::getSimpleName, Collectors.toList())));
    assertThat(types).containsKey("dev.mien");
    assertThat(types).allSatisfy((name, names) -> assertThat(names).hasSizeLessThanOrEqualTo(10));
  }

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
