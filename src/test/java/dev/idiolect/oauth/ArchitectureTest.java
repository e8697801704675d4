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
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
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

/** Checks which package may import which, and that no packages import each other. */
@AnalyzeClasses(locations = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

    /** The library's own classes, without a look at the rest of the class path. */
    static final class MainClasses implements LocationProvider {

        @Override
        public Set<Location> get(Class<?> test) {
            return Set.of(Location.of(Path.of("target", "classes")));
        }
    }

    static final String ROOT = "dev.idiolect.oauth";

    /** What {@code refresh} and {@code login} may import. They do not know each other. */
    private static final Set<String> BELOW_PEERS =
            Set.of("session", "store", "dpop", "client", "identity", "telemetry", "internal.endpoint", "internal.http");

    /** Each package with its subpackages, and what it may import of ours besides the root. */
    static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            entry("telemetry", Set.of()),
            entry("internal.http", Set.of("telemetry")),
            entry("permission", Set.of()),
            entry("session", Set.of("permission")),
            entry("dpop", Set.of("internal.http")),
            entry("client", Set.of("permission", "internal.http")),
            entry("seal", Set.of("internal.http")),
            entry("store", Set.of("session", "seal", "telemetry")),
            entry("identity", Set.of("session", "telemetry", "internal.http")),
            entry("internal.config", Set.of("client", "identity")),
            entry("internal.endpoint", Set.of("session", "dpop", "client", "internal.http")),
            entry("refresh", BELOW_PEERS),
            entry("login", BELOW_PEERS),
            entry("rest", Set.of("session", "dpop", "refresh", "telemetry", "internal.http")),
            entry("web", Set.of("session", "client", "identity", "login", "internal.http")),
            entry("xrpc", Set.of("rest", "internal.http")),
            entry(
                    "cdi",
                    Set.of(
                            "permission",
                            "session",
                            "seal",
                            "store",
                            "dpop",
                            "client",
                            "identity",
                            "telemetry",
                            "internal.config",
                            "internal.endpoint",
                            "internal.http",
                            "refresh",
                            "login",
                            "rest",
                            "web",
                            "xrpc")),
            entry(
                    "cli",
                    Set.of(
                            "session",
                            "seal",
                            "store",
                            "dpop",
                            "client",
                            "identity",
                            "telemetry",
                            "internal.config",
                            "internal.endpoint",
                            "internal.http",
                            "refresh",
                            "login"))));

    /** The other store packages that each store package may import. */
    static final Map<String, Set<String>> STORES = new TreeMap<>(Map.ofEntries(
            entry("store.internal", Set.of()),
            entry("store", Set.of("store.internal")),
            entry("store.internal.persistent", Set.of("store", "store.internal")),
            entry("store.file", Set.of("store", "store.internal", "store.internal.persistent")),
            entry("store.sqlite", Set.of("store", "store.internal", "store.internal.persistent")),
            entry("store.jdbc", Set.of("store", "store.internal", "store.internal.persistent")),
            entry("store.internal.measured", Set.of("store")),
            entry("store.jdbc.internal", Set.of())));

    private static final List<String> BELOW_REST = List.of(
            "telemetry",
            "internal.http",
            "permission",
            "session",
            "dpop",
            "client",
            "seal",
            "store",
            "identity",
            "internal.config",
            "internal.endpoint",
            "refresh",
            "login",
            "cli");

    @ArchTest
    static final ArchRule noPackageCycle =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesBelowRestKnowNoContainer = noClasses()
            .that()
            .resideInAnyPackage(
                    BELOW_REST.stream().map(p -> ROOT + "." + p + "..").toArray(String[]::new))
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
    static final ArchRule webKnowsOnlyScopesOfTheContainer = noClasses()
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
    static final ArchRule onlyProtocolPackagesKnowNimbus = noClasses()
            .that()
            .resideOutsideOfPackages(
                    ROOT + ".dpop",
                    ROOT + ".client..",
                    ROOT + ".seal.internal",
                    ROOT + ".internal.http",
                    ROOT + ".internal.endpoint",
                    ROOT + ".login")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule onlyHttpImportsHttpClient = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".internal.http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc..");

    @ArchTest
    static final ArchRule oneClassKnowsSqliteJdbcWhichMayBeMissing = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".store.sqlite.SqliteConnector")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.sqlite..");

    @ArchTest
    static final ArchRule oneClassKnowsHikariWhichMayBeMissing = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".store.jdbc.internal.HikariPool")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.zaxxer..");

    @ArchTest
    static final ArchRule onlyDatabaseStoresKnowJdbc = noClasses()
            .that()
            .resideInAPackage(ROOT + ".store..")
            .and()
            .resideOutsideOfPackages(
                    ROOT + ".store.sqlite", ROOT + ".store.jdbc..", ROOT + ".store.internal.persistent")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule onlyPersistentStoresKnowEncryption = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".store", ROOT + ".store.internal")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".seal..");

    @ArchTest
    static final ArchRule adaptersKnowTheirApisWhichMayBeMissing = noClasses()
            .that()
            .haveNameNotMatching(ROOT.replace(".", "\\.")
                    + "\\.cdi\\.internal\\.(OpenTelemetryAdapter|AttributeSets|MicrometerAdapter|HealthBean).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..", "io.micrometer..", "org.eclipse.microprofile.health..");

    @ArchTest
    static final ArchRule oneClassKnowsMutinyWhichMayBeMissing = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".rest.UniReturn")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.smallrye.mutiny..");

    @ArchTest
    static final ArchRule oneClassKnowsJakartaConcurrencyWhichMayBeMissing = noClasses()
            .that()
            .haveNameNotMatching(ROOT.replace(".", "\\.") + "\\.cdi\\.internal\\.ContainerThreads\\$Service")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.enterprise.concurrent..");

    @ArchTest
    static final ArchRule rootHoldsOnlyTheExceptionRoots = classes()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .haveSimpleName("OAuthException")
            .orShould()
            .haveSimpleName("SessionException")
            .orShould()
            .haveSimpleName("package-info");

    @ArchTest
    static final ArchRule commandLineHasNoPublicType =
            classes().that().resideInAPackage(ROOT + ".cli").should().notBePublic();

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
    static void storesKnowOnlyWhatTheyShare(JavaClasses classes) {
        STORES.forEach((name, allowed) -> {
            String[] forbidden = STORES.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> ROOT + "." + other)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(forbidden))
                    .check(classes);
        });
    }

    @ArchTest
    static void everyPackageOfAStoreIsInItsTable(JavaClasses classes) {
        assertThat(classes.stream()
                        .map(type -> type.getPackageName().substring(ROOT.length()))
                        .filter(name -> name.startsWith(".store"))
                        .map(name -> name.substring(1)))
                .containsOnly(STORES.keySet().toArray(String[]::new));
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
                // Internal exceptions may be checked: their callers turn them into exceptions of their own.
                .resideOutsideOfPackages("..internal..")
                .should()
                .beAssignableTo(OAuthException.class)
                .check(classes);
    }

    @ArchTest
    static void everyPackageIsInTheTable(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            String name = type.getPackageName();
            if (!name.equals(ROOT)) {
                found.add(row(name.substring(ROOT.length() + 1)));
            }
        }
        assertThat(found).isEqualTo(MAY_IMPORT.keySet());
    }

    private static String row(String name) {
        return MAY_IMPORT.keySet().stream()
                .filter(row -> name.equals(row) || name.startsWith(row + "."))
                .findFirst()
                .orElse(name);
    }

    /** Applications may lack other libraries, and internal packages can change with each version. */
    @Test
    void testKitUsesOnlyThePublicApi() {
        JavaClasses testKit =
                new ClassFileImporter().importPath(Path.of("target", "test-classes", "dev/idiolect/oauth/testkit"));
        assertThat(testKit).isNotEmpty();
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        ROOT + ".testkit..",
                        ROOT + ".session",
                        ROOT + ".dpop",
                        ROOT + ".store",
                        ROOT + ".client",
                        ROOT + ".identity",
                        ROOT + ".login",
                        "com.nimbusds.jose..",
                        "com.nimbusds.jwt..",
                        "jakarta.json..",
                        "org.junit.jupiter..",
                        "org.assertj.core..",
                        "io.quarkus.test.common",
                        "org.jspecify.annotations")
                .check(testKit);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".testkit.AtprotoTestResource")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quarkus..")
                .check(testKit);
        // An application without JUnit uses the servers too.
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".testkit.internal")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(ROOT + ".testkit", "org.junit..", "org.assertj..", ROOT + ".store"))
                .check(testKit);
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
