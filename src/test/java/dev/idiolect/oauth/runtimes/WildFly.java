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

    @Override
    public String version() {
        return BuiltApps.property(PROJECT, "wildfly.version");
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        Path home = BuiltApps.file(PROJECT, "target/server/wildfly-" + version());
        Path base = ServerFiles.fresh(log);
        ServerFiles.copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
        ServerFiles.edit(
                base.resolve("configuration/standalone-microprofile.xml"),
                "scan-interval=\"5000\"",
                "scan-interval=\"200\"");
        Path deployments = ServerFiles.directory(base.resolve("deployments"));
        apps.forEach(app -> deploy(deployments, app));
        List<String> command = new ArrayList<>(List.of(Jdk.current().java(), "-Xmx512m"));
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
        deploy(server.directory().resolve("deployments"), app);
    }

    @Override
    public void undeploy(ServerProcess server, String app) {
        Path deployments = server.directory().resolve("deployments");
        Path deployed = deployments.resolve(app + ".war.deployed");
        // The application answers before the scanner has noted that it is there.
        server.await("deployment of " + app, () -> Files.exists(deployed));
        ServerFiles.delete(deployed);
        Path done = deployments.resolve(app + ".war.undeployed");
        server.await("undeployment of " + app, () -> Files.exists(done));
    }

    private static void deploy(Path deployments, String app) {
        ServerFiles.copy(BuiltApps.war(PROJECT, app), deployments.resolve(app + ".war"));
        ServerFiles.write(deployments.resolve(app + ".war.dodeploy"), "");
    }
}
