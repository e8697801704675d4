package dev.idiolect.oauth.load;

import dev.idiolect.oauth.runtimes.ServerProcess;
import dev.idiolect.oauth.sample.LibertySample;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The sample, on Open Liberty. It has no asynchronous calls. */
final class SampleUnderLoad implements LoadedApp {

    private final LibertySample sample;

    SampleUnderLoad(String directoryUrl, Path files) {
        sample = LibertySample.start(
                directoryUrl,
                directoryUrl,
                ServerProcess.freePort(),
                files,
                Map.of("sample.address-header", ADDRESS_HEADER));
    }

    @Override
    public String loginBase() {
        return sample.url() + "/api";
    }

    @Override
    public HttpRequest.Builder write(User user, boolean later) {
        String did = URLEncoder.encode(user.did(), StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create(sample.url() + "/api/accounts/" + did + "/posts"))
                .header("Content-Type", "application/json")
                .header("Cookie", user.cookies())
                .POST(BodyPublishers.ofString("{\"text\":\"written under load\"}"));
    }

    @Override
    public long heap() {
        return sample.heap();
    }

    @Override
    public void close() {
        sample.close();
    }
}
