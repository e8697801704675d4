package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.PostgreSql;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** WildFly. Each start has its own base directory; applications are deployed by the deployment scanner's marker files. */
final class WildFly implements AppServer {

    private static final String PROJECT = "wildfly";

    private static final String DATA_SOURCE = """
            <datasource jndi-name="java:jboss/datasources/jdbc/oauth" pool-name="oauth">
              <connection-url>${env.DATABASE_URL:jdbc:postgresql:none}</connection-url>
              <driver>postgresql</driver>
              <security user-name="postgres" password="any"/>
            </datasource>
            """;

    private static final String DRIVER = "<driver name=\"postgresql\" module=\"org.postgresql\"/>\n";

    private static final String MODULE = """
            <module xmlns="urn:jboss:module:1.9" name="org.postgresql">
              <resources><resource-root path="postgresql.jar"/></resources>
              <dependencies>
                <module name="java.se"/>
                <module name="jdk.unsupported"/>
                <module name="jakarta.transaction.api"/>
              </dependencies>
            </module>
            """;

    @Override
    public String name() {
        return "WildFly";
    }

    @Override
    public String project() {
        return PROJECT;
    }

    /** At startup WildFly sets a security policy, which JDK 24 and later reject. */
    @Override
    public JdkRange jdks() {
        return new JdkRange(17, 23);
    }

    @Override
    public String version() {
        return BuiltApps.property(PROJECT, "wildfly.version");
    }

    @Override
    public boolean keepsListeners() {
        return true;
    }

    @Override
    public Map<String, String> jdbc(String schema) {
        Map<String, String> config = new HashMap<>(AppServer.super.jdbc(schema));
        config.put("idiolect.oauth.store.data-source", "java:jboss/datasources/jdbc/oauth");
        return config;
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        Path home = BuiltApps.file(PROJECT, "target/server/wildfly-" + version());
        Path base = ServerFiles.fresh(log);
        ServerFiles.copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
        ServerFiles.edit(
                base.resolve("configuration/standalone-microprofile.xml"),
                "scan-interval=\"5000\"",
                // Only the marker deploys a WAR; otherwise both the WAR and its marker would deploy it.
                "scan-interval=\"200\" auto-deploy-zipped=\"false\"");
        ServerFiles.edit(
                base.resolve("configuration/standalone-microprofile.xml"),
                "                <drivers>\n",
                DATA_SOURCE + "                <drivers>\n" + DRIVER);
        Path module = ServerFiles.directory(base.resolve("modules/org/postgresql/main"));
        ServerFiles.write(module.resolve("module.xml"), MODULE);
        ServerFiles.copy(PostgreSql.driver(), module.resolve("postgresql.jar"));
        ServerFiles.directory(base.resolve("deployments"));
        apps.forEach(app -> deploy(base, app));
        List<String> command = new ArrayList<>(List.of(jdk().java(), "-Xmx512m"));
        // The same packages as in the server's start script.
        for (String opened : List.of(
                "java.base/java.lang",
                "java.base/java.lang.invoke",
                "java.base/java.io",
                "java.base/java.security",
                "java.base/java.util",
                "java.base/java.util.concurrent",
                "java.management/javax.management",
                "java.naming/javax.naming",
                "java.base/java.net")) {
            command.add("--add-opens=" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-Djboss.home.dir=" + home,
                "-Djboss.server.base.dir=" + base,
                "-Djboss.bind.address=127.0.0.1",
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + ServerProcess.freePort(),
                "-Djboss.management.http.port=" + ServerProcess.freePort(),
                "-jar",
                home.resolve("jboss-modules.jar").toString(),
                "-mp",
                home.resolve("modules") + File.pathSeparator + base.resolve("modules"),
                "org.jboss.as.standalone",
                "-c",
                "standalone-microprofile.xml"));
        return ServerProcess.start(new ProcessBuilder(command).directory(base.toFile()), config, log);
    }

    @Override
    public void deploy(ServerProcess server, String app) {
        deploy(server.directory(), app);
    }

    @Override
    public void undeploy(ServerProcess server, String app) {
        Path base = server.directory();
        // The application responds before the scanner has finished its deployment.
        server.await(
                "deployment of " + app,
                () -> Files.exists(marker(base, app, "deployed"))
                        && !Files.exists(marker(base, app, "dodeploy"))
                        && !Files.exists(marker(base, app, "isdeploying")));
        ServerFiles.delete(marker(base, app, "deployed"));
        server.await("undeployment of " + app, () -> Files.exists(marker(base, app, "undeployed")));
    }

    private static void deploy(Path base, String app) {
        // Moved into place, so that the server does not read a partial file.
        ServerFiles.copy(BuiltApps.war(PROJECT, app), base.resolve(app + ".war"));
        ServerFiles.move(base.resolve(app + ".war"), base.resolve("deployments").resolve(app + ".war"));
        ServerFiles.write(marker(base, app, "dodeploy"), "");
    }

    private static Path marker(Path base, String app, String what) {
        return base.resolve("deployments").resolve(app + ".war." + what);
    }
}
