package dev.idiolect.oauth.runtimes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Each start with a base directory of its own; applications come and go by the deployment scanner's marker files. */
final class WildFly implements AppServer {

    private static final String PROJECT = "wildfly";

    @Override
    public String name() {
        return "WildFly";
    }

    /** At startup it sets a security policy, which JDK 24 and later refuse. */
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
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        Path home = BuiltApps.file(PROJECT, "target/server/wildfly-" + version());
        Path base = ServerFiles.fresh(log);
        ServerFiles.copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
        ServerFiles.edit(
                base.resolve("configuration/standalone-microprofile.xml"),
                "scan-interval=\"5000\"",
                // A WAR is deployed by its marker alone; else both it and its marker deploy it.
                "scan-interval=\"200\" auto-deploy-zipped=\"false\"");
        ServerFiles.directory(base.resolve("deployments"));
        apps.forEach(app -> deploy(base, app));
        List<String> command = new ArrayList<>(List.of(jdk().java(), "-Xmx512m"));
        // What the server's own start script opens.
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
                home.resolve("modules").toString(),
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
        // The application answers before the scanner has noted that it is there.
        server.await(
                "deployment of " + app,
                () -> Files.exists(marker(base, app, "deployed"))
                        && !Files.exists(marker(base, app, "dodeploy"))
                        && !Files.exists(marker(base, app, "isdeploying")));
        ServerFiles.delete(marker(base, app, "deployed"));
        server.await("undeployment of " + app, () -> Files.exists(marker(base, app, "undeployed")));
    }

    private static void deploy(Path base, String app) {
        // Renamed into place: the server must not read half a file.
        ServerFiles.copy(BuiltApps.war(PROJECT, app), base.resolve(app + ".war"));
        ServerFiles.move(base.resolve(app + ".war"), base.resolve("deployments").resolve(app + ".war"));
        ServerFiles.write(marker(base, app, "dodeploy"), "");
    }

    private static Path marker(Path base, String app, String what) {
        return base.resolve("deployments").resolve(app + ".war." + what);
    }
}
