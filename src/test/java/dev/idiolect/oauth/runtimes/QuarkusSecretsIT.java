package dev.idiolect.oauth.runtimes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;

/** Quarkus, with its access log and the log of its REST client. */
@Tag("quarkus")
class QuarkusSecretsIT extends SecretChecks {

    private static final String START = "\u0001";

    private final Quarkus quarkus = new Quarkus();

    QuarkusSecretsIT() {
        super(new Quarkus(), "io.netty.");
    }

    @Override
    ServerProcess startVerbose(int port, Map<String, String> config, Path log) {
        Map<String, String> all = new HashMap<>(config);
        all.put("quarkus.log.level", "ALL");
        all.put("quarkus.log.console.format", START + "%c %s%e%n");
        all.put("quarkus.http.access-log.enabled", "true");
        all.put("quarkus.http.access-log.pattern", "long");
        all.put("quarkus.rest-client.logging.scope", "request-response");
        all.put("quarkus.rest-client.logging.body-limit", "100000");
        return quarkus.start(port, all, log, List.of("checks"));
    }

    @Override
    List<LogFile> logs(ServerProcess server, Path console) {
        return List.of(LogFile.read(console, Pattern.compile(START + "(\\S+) ")));
    }
}
