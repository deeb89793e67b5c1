package dev.goodhart;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each package sees only those above it. */
class PackageOrderTest {
  private static final List<String> ORDER =
      List.of(
          "config", "lake", "schema", "ingest", "session", "outcome", "feature", "label", "model",
          "mart", "report", "job", "sample", "world", "cli");

  @Test
  void shouldSeeOnlyPackagesAbove() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.goodhart");
    for (int i = 0; i < ORDER.size(); i++) {
      String[] below =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(name -> "dev.goodhart." + name + "..")
              .toArray(String[]::new);
      if (below.length > 0) {
        noClasses()
            .that()
            .resideInAPackage("dev.goodhart." + ORDER.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(below)
            .check(classes);
      }
    }
  }
}
