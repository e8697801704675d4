package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {

    private static final Jdk OLD = new Jdk(Path.of("old"), 17);
    private static final Jdk NEWER = new Jdk(Path.of("newer"), 25);

    @TempDir
    Path directory;

    private Path jdk(String name, String release, String... tools) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        Files.createDirectories(home.resolve("bin"));
        for (String tool : tools) {
            Files.createFile(home.resolve("bin").resolve(tool)).toFile().setExecutable(true);
        }
        Files.writeString(home.resolve("release"), release);
        return home;
    }

    @Test
    void variablesComeBeforeTheUsualDirectory() throws IOException {
        Path usual = Files.createDirectories(directory.resolve("usual"));
        jdk("usual/jdk-25", "JAVA_VERSION=\"25.0.1\"\n", "java", "javac");
        Path named = jdk("named", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"21.0.5\"\n", "java", "javac");
        assertThat(Jdk.found(Map.of("JAVA_HOME_21_X64", named.toString(), "PATH", "/bin"), usual))
                .extracting(Jdk::feature)
                .containsExactly(21, 25);
    }

    @Test
    void directoriesWithoutACompilerAreNoJdks() throws IOException {
        jdk("jre-21", "JAVA_VERSION=\"21\"\n", "java");
        jdk("other", "nothing here", "java", "javac");
        assertThat(Jdk.found(Map.of("JAVA_HOME", directory.resolve("gone").toString()), directory))
                .isEmpty();
        assertThat(Jdk.found(Map.of(), directory.resolve("gone"))).isEmpty();
    }

    @Test
    void firstJdkThatIsNewEnoughIsTaken() {
        assertThat(Jdk.first(JdkRange.from(21), Stream.of(OLD, NEWER))).contains(NEWER);
        assertThat(Jdk.first(JdkRange.from(21), Stream.of(OLD))).isEmpty();
    }

    @Test
    void firstJdkThatIsNotTooNewIsTaken() {
        assertThat(Jdk.first(new JdkRange(17, 23), Stream.of(NEWER, OLD))).contains(OLD);
        assertThat(Jdk.first(new JdkRange(17, 23), Stream.of(NEWER))).isEmpty();
        assertThat(Jdk.first(new JdkRange(17, 25), Stream.of(NEWER, OLD))).contains(NEWER);
    }

    @Test
    void currentJdkIsPreferred() {
        Jdk own = Jdk.current();
        assertThat(Jdk.in(new JdkRange(own.feature(), own.feature()))).contains(own);
        assertThat(new Quarkus().jdk()).isEqualTo(own);
    }

    @Test
    void eachRuntimeDeclaresItsJdks() {
        assertThat(Stream.of(new Quarkus(), new Liberty(), new Payara(), new WildFly(), new Helidon())
                        .map(platform ->
                                platform.name() + ": " + platform.jdks().words()))
                .containsExactly(
                        "Quarkus: JDK 17 or later",
                        "Open Liberty: JDK 17 or later",
                        "Payara Micro: JDK 17 or later",
                        "WildFly: JDK 17 to 23",
                        "Helidon MP: JDK 21 or later");
    }
}
