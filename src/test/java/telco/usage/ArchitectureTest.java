package telco.usage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the arrows between packages pointing down, and a few habits out. */
class ArchitectureTest {

    private static final String ROOT = "telco.usage";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packages_haveNoCycles() {
        slices().matching("telco.usage.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "quality", "publish", "retention"})
    void steps_doNotKnowEachOther(String step) {
        noClasses()
                .that()
                .resideInAnyPackage(within(step))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(othersThan(step))
                .because("a step finds what it needs in the attempt and leaves there what it found")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void driver_isImportedByTheCopyEngineOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(within("load.copy"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc", "time", "settings", "csv", "network"})
    void bottomPackages_importNoneOfOurs(String name) {
        classes()
                .that()
                .resideInAPackage(within(name))
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are its own or nobody's here",
                        type -> !type.getPackageName().startsWith(ROOT)
                                || isWithin(type.getPackageName(), ROOT + "." + name)))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void names_sayWhatAClassDoes() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void injection_goesThroughConstructors() {
        noFields().should().beAnnotatedWith(Inject.class).allowEmptyShould(true).check(MAIN);
    }

    @Test
    void standardStreams_belongToTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(within("cli"))
                .and()
                .doNotHaveSimpleName("GenerateUsage")
                .should()
                .accessFieldWhere(JavaFieldAccess.Predicates.target(DescribedPredicate.describe(
                        "System.out", field -> field.getFullName().equals("java.lang.System.out"))))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    private static String within(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] othersThan(String step) {
        return Stream.of("load", "quality", "publish", "retention")
                .filter(other -> !other.equals(step))
                .map(ArchitectureTest::within)
                .toArray(String[]::new);
    }

    private static boolean isWithin(String packageName, String parent) {
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }
}
