package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.PostgreSql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Quarkus, with one application in a process. */
public final class Quarkus implements Platform {

    @Override
    public String name() {
        return "Quarkus";
    }

    @Override
    public JdkRange jdks() {
        return JdkRange.from(17);
    }

    @Override
    public String version() {
        return BuiltApps.property("quarkus", "quarkus.version");
    }

    /** The root path is fixed when an application is built. */
    @Override
    public String address(int port, String app) {
        return "http://127.0.0.1:" + port + "/checks";
    }

    @Override
    public boolean propagatesHeaders() {
        return true;
    }

    /** The default data source, a bean. */
    @Override
    public Map<String, String> jdbc(String schema) {
        return Map.of(
                "idiolect.oauth.store",
                "jdbc",
                "quarkus.datasource.jdbc.url",
                PostgreSql.url(schema),
                "quarkus.datasource.username",
                "postgres");
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        String app = apps.get(0);
        String jar = (app.equals("own") ? "checks" : app) + "/target/" + app + "/quarkus-run.jar";
        ProcessBuilder command = new ProcessBuilder(
                jdk().java(),
                "-Dquarkus.http.port=" + port,
                "-jar",
                BuiltApps.file("quarkus", jar).toString());
        return ServerProcess.start(command, config, log);
    }
}
