package dev.brigandine.cli.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.Provider;
import java.security.Security;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrows between rooms go only where the design lets them. */
class ArrowsTest {
  private static final String ALL = "dev.brigandine..";
  private static JavaClasses house;

  @BeforeAll
  static void read() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.brigandine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onnx",
        "armor",
        "bundle",
        "license",
        "licenseserver",
        "runtime",
        "vault",
        "protect",
        "bench",
        "audit",
        "cli"
      })
  void everyRoomIsSeen(String room) {
    assertThat(house.that(resideInAnyPackage(room(room)))).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource({
    "onnx,   ''",
    "armor,  onnx",
    "bundle, ''",
    "license, bundle",
    "licenseserver, bundle license",
    "runtime, bundle license",
    "vault, bundle license runtime",
    "protect, onnx armor bundle license",
    "bench,  onnx armor bundle license runtime vault protect",
    "audit,  onnx armor bundle license runtime vault protect bench",
    "cli,    onnx armor bundle license licenseserver runtime vault protect bench audit"
  })
  void aRoomUsesOnlyTheRoomsBelowIt(String room, String below) {
    String[] allowed = (room + " " + below).strip().split(" ");
    String[] packages = new String[allowed.length];
    for (int i = 0; i < allowed.length; i++) {
      packages[i] = room(allowed[i]);
    }
    classes()
        .that()
        .resideInAPackage(room(room))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(packages)
                .or(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(ALL))))
        .check(house);
  }

  @Test
  void roomsFormNoCycle() {
    slices().matching("dev.brigandine.(*)..").should().beFreeOfCycles().check(house);
  }

  /** What an application embeds must load where there is neither protobuf nor a vendor's tool. */
  @ParameterizedTest
  @ValueSource(strings = {"bundle", "license", "runtime"})
  void whatAnApplicationEmbedsIsSmall(String room) {
    noClasses()
        .that()
        .resideInAPackage(room(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google..", "ai.onnx..", "picocli..", "me.tongfei..")
        .check(house);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "bundle", "license"})
  void theRoomsBelowTheRuntimeKnowNoOnnxRuntime(String room) {
    noClasses()
        .that()
        .resideInAPackage(room(room))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(house);
  }

  /** A rewrite is thought out without an engine; only looking at values and the proof run one. */
  @Test
  void armorRunsModelsInOneCornerOnly() {
    noClasses()
        .that()
        .resideInAPackage(room("armor"))
        .and()
        .resideOutsideOfPackage(room("armor.engine"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(house);
  }

  /** A graph is protobuf to the room onnx alone; armor edits it as values. */
  @Test
  void armorKnowsNoProtobuf() {
    noClasses()
        .that()
        .resideInAPackage(room("armor"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google..", "ai.onnx.proto..")
        .check(house);
  }

  /**
   * Android has none of these, and 17 not the last. Audits are not for Android; pictures are read
   * by what the JDK has (decision 0035).
   */
  @Test
  void noRoomUsesWhatIsNotEverywhere() {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .and()
        .resideOutsideOfPackage("dev.brigandine.audit.data")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.awt..", "javax.swing..", "sun..", "com.sun..", "java.lang.foreign..")
                // JNA is called so, and is the JDK's no more than we are.
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAnyPackage("com.sun.jna.."))))
        .check(house);
  }

  /** It swallows a wrong tag when it is closed. */
  @Test
  void nobodyReadsByCipherInputStream() {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("javax.crypto.CipherInputStream")
        .check(house);
  }

  /** A library leaves the host's order of providers alone. */
  @Test
  void nobodyRegistersAProvider() {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .should()
        .callMethod(Security.class, "insertProviderAt", Provider.class, int.class)
        .orShould()
        .callMethod(Security.class, "addProvider", Provider.class)
        .check(house);
  }

  private static String room(String name) {
    return "dev.brigandine." + name + "..";
  }
}
