package dev.idiolect.oauth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the house: which package may import which, and that arrows point down only. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "dev.idiolect.oauth";

    /** Package to the packages of ours that it may import, besides the root. */
    static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            entry("session", Set.of()),
            entry("store", Set.of("session")),
            entry("dpop", Set.of()),
            entry("http", Set.of()),
            entry("refresh", Set.of("session", "store", "dpop", "http")),
            entry("login", Set.of("session", "store", "dpop", "http", "refresh")),
            entry("client", Set.of("session", "dpop", "refresh")),
            entry("xrpc", Set.of("client")),
            // Logins throw exceptions of refresh, which a door has to tell apart.
            entry("web", Set.of("session", "refresh", "login")),
            entry("cdi", Set.of("session", "store", "dpop", "refresh", "login", "client", "xrpc")),
            entry("cli", Set.of("session", "store", "dpop", "refresh", "login"))));

    private static final List<String> UNDER_CLIENT =
            List.of("session", "store", "dpop", "http", "refresh", "login", "cli");

    @ArchTest
    static final ArchRule noPackageCycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule whatStandsUnderClientKnowsNoContainer = noClasses()
            .that()
            .resideInAnyPackage(UNDER_CLIENT.stream().map(p -> ROOT + "." + p).toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "jakarta.interceptor..",
                    "jakarta.ws.rs..",
                    "org.eclipse.microprofile..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule webKnowsOfTheContainerItsScopesAlone = noClasses()
            .that()
            .resideInAPackage(ROOT + ".web")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "jakarta.enterprise..",
                            "jakarta.interceptor..",
                            "jakarta.servlet..",
                            "jakarta.json..",
                            "org.eclipse.microprofile..")
                    .and(resideOutsideOfPackage("jakarta.enterprise.context")));

    @ArchTest
    static final ArchRule onlyDpopHttpRefreshAndLoginKnowNimbus = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".dpop", ROOT + ".http", ROOT + ".refresh", ROOT + ".login")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule oneClassKnowsSqliteJdbcWhichMayBeMissing = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".store.SqliteConnector")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.sqlite..");

    @ArchTest
    static final ArchRule oneClassKnowsMutinyWhichMayBeMissing = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".client.UniStyle")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.smallrye.mutiny..");

    @ArchTest
    static final ArchRule oneClassKnowsJakartaConcurrencyWhichMayBeMissing = noClasses()
            .that()
            .haveNameNotMatching(ROOT.replace(".", "\\.") + "\\.cdi\\.ContainerThreads\\$Service")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.enterprise.concurrent..");

    @ArchTest
    static final ArchRule rootHoldsTheExceptionAlone = classes()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .haveSimpleName("OAuthException")
            .orShould()
            .haveSimpleName("package-info");

    @ArchTest
    static void importTable(JavaClasses classes) {
        MAY_IMPORT.forEach((name, allowed) -> {
            String[] forbidden = MAY_IMPORT.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> ROOT + "." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(forbidden))
                    .allowEmptyShould(true)
                    .check(classes);
        });
    }

    @ArchTest
    static void rootImportsNothingOfOurs(JavaClasses classes) {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(resideOutsideOfPackage(ROOT).and(resideInAnyPackage(ROOT + "..")))
                .check(classes);
    }

    @ArchTest
    static void everyExceptionOfOursIsAnOAuthException(JavaClasses classes) {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .arePublic()
                .and()
                // Checked, for the library alone: who asks has to say in its own exception what went unanswered.
                .resideOutsideOfPackage(ROOT + ".http")
                .should()
                .beAssignableTo(OAuthException.class)
                .check(classes);
    }

    @ArchTest
    static void everyPackageIsInTheTable(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            String name = type.getPackageName();
            found.add(name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1));
        }
        found.remove("");
        assertThat(MAY_IMPORT.keySet()).containsAll(found);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        Path sources = Path.of("src/main/java/dev/idiolect/oauth");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> without = files.filter(Files::isDirectory)
                    .filter(directory -> hasJava(directory) && !Files.exists(directory.resolve("package-info.java")))
                    .toList();
            assertThat(without).isEmpty();
        }
    }

    private static boolean hasJava(Path directory) {
        String[] sources = directory.toFile().list((dir, name) -> name.endsWith(".java"));
        return sources != null && sources.length > 0;
    }
}
