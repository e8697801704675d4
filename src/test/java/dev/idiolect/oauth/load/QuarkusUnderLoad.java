package dev.idiolect.oauth.load;

import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.runtimes.JdkTools;
import dev.idiolect.oauth.runtimes.Quarkus;
import dev.idiolect.oauth.runtimes.ServerProcess;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The application of the checks, on Quarkus. */
final class QuarkusUnderLoad implements LoadedApp {

    private final ServerProcess process;
    private final String url;

    QuarkusUnderLoad(String directoryUrl, Path files) {
        int port = ServerProcess.freePort();
        Quarkus quarkus = new Quarkus();
        url = quarkus.address(port, "checks");
        Map<String, String> config = new HashMap<>();
        config.put("jdk.java.options", "-Xmx512m");
        config.put("idiolect.oauth.client-id", "http://localhost");
        config.put("idiolect.oauth.redirect-uri", url + "/oauth/callback");
        config.put("idiolect.oauth.development", "true");
        config.put("idiolect.oauth.plc-url", directoryUrl);
        config.put("idiolect.oauth.handle-resolver", directoryUrl);
        config.put("idiolect.oauth.store", "sqlite");
        config.put("idiolect.oauth.store.path", files.resolve("sessions.db").toString());
        process = quarkus.start(port, config, files.resolve("console.log"), List.of("checks"));
        process.await("start of Quarkus", this::isUp);
    }

    private boolean isUp() {
        try {
            return Wire.get(url + "/sessions").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public String loginBase() {
        return url;
    }

    @Override
    public HttpRequest.Builder write(User user, boolean later) {
        String query = Wire.form(Map.of("did", user.did(), "text", "written under load"));
        return HttpRequest.newBuilder(URI.create(url + (later ? "/reactive/stage?" : "/calls/repo?") + query))
                .POST(BodyPublishers.noBody());
    }

    @Override
    public long heap() {
        return JdkTools.heap(process);
    }

    @Override
    public void close() {
        process.close();
    }
}
