package dev.idiolect.oauth.runtimes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Quarkus in dev mode ({@code quarkus:dev}), which recompiles changed sources. */
final class QuarkusDevMode implements Platform {

    private final Platform quarkus = new Quarkus();

    @Override
    public String name() {
        return "Quarkus dev mode";
    }

    @Override
    public JdkRange jdks() {
        return quarkus.jdks();
    }

    @Override
    public String version() {
        return quarkus.version();
    }

    @Override
    public String address(int port, String app) {
        return quarkus.address(port, app);
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        String maven = "checks/target/maven/apache-maven-" + BuiltApps.property("quarkus", "dev-mode-maven.version");
        ProcessBuilder command = new ProcessBuilder(
                BuiltApps.file("quarkus", maven + "/bin/mvn").toString(),
                "--batch-mode",
                "--offline",
                "-Dmaven.repo.local=" + System.getProperty("local.repository"),
                "quarkus:dev",
                "-Ddebug=false",
                "-Dquarkus.analytics.disabled=true",
                "-Dquarkus.console.enabled=false",
                "-Dquarkus.test.continuous-testing=disabled",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.arc.exclude-types=dev.idiolect.oauth.checks.own.*");
        command.directory(BuiltApps.file("quarkus", "checks").toFile());
        command.environment().put("JAVA_HOME", jdk().home().toString());
        return ServerProcess.start(command, config, log);
    }

    /** Returns a source file of the application. */
    static Path source(String file) {
        return BuiltApps.file("quarkus", "checks/src/main/java/dev/idiolect/oauth/checks/" + file);
    }
}
