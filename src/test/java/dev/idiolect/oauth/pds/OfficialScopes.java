package dev.idiolect.oauth.pds;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The scopes package of the official server: see {@code src/test/pds/scopes.mjs}. */
public final class OfficialScopes {

    private static final int LIMIT_SECONDS = 60;

    private OfficialScopes() {}

    /** Returns the response to each question. */
    public static List<JsonObject> ask(List<JsonObject> questions) {
        Path project = PdsInstall.project();
        NodeTools tools = PdsInstall.ready(project, System.getenv().getOrDefault("PATH", ""));
        try {
            Path input = Files.createTempFile("scopes-", ".json");
            Path output = Files.createTempFile("scopes-", ".out");
            try {
                Files.writeString(input, questions.toString());
                return run(tools, project, input, output);
            } finally {
                Files.delete(input);
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonObject> run(NodeTools tools, Path project, Path input, Path output) throws IOException {
        Process process = new ProcessBuilder(tools.node().toString(), "scopes.mjs")
                .directory(project.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException("scopes.mjs failed:\n" + text);
            }
            JsonArray answers =
                    JsonProvider.provider().createReader(new StringReader(text)).readArray();
            return answers.getValuesAs(JsonObject.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while scopes.mjs ran", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
