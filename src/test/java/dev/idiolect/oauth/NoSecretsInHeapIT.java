package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.FakeDirectory;
import dev.idiolect.oauth.pds.FakePds;
import dev.idiolect.oauth.pds.TestAccount;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After a sign-in and a refresh, no live object of the application holds a secret that is used up. */
@Timeout(120)
class NoSecretsInHeapIT {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String OTHER = "did:plc:zyxwvutsrqponmlkjihgfedc";
    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    @TempDir
    private Path directory;

    @Test
    void usedSecretsAreNotReachable() throws Exception {
        Map<String, String> secrets = new ConcurrentHashMap<>();
        try (FakePds fake = FakePds.startSplit();
                FakeDirectory plc = FakeDirectory.start()) {
            plc.put(fake, DID);
            TestAccount other = plc.put(fake, OTHER);
            fake.fail(FakePds.TOKEN, 1, call -> {
                secrets.put("code verifier", call.request().form().get("code_verifier"));
                return call.process().get();
            });
            Process application = start(plc.url());
            try {
                await(application);
                secrets.put("browser secret", read("browserSecret"));
                Map<String, String> callback = fake.approve(URI.create(read("url")), DID);
                secrets.put("authorization code", callback.get("code"));
                Files.writeString(
                        directory.resolve("callback"),
                        callback.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining("\n")));
                proceed(application);
                await(application);
                OAuthSession first = FilesystemOAuthTokenStore.open(directory.resolve("sessions"))
                        .load(DID)
                        .orElseThrow();
                secrets.put("old refresh token", first.refreshJwt());
                secrets.put("app password", other.password());
                Files.writeString(directory.resolve("password"), other.password());
                proceed(application);
                await(application);
            } finally {
                application.destroy();
            }
        }
        assertThat(secrets).hasSize(5);
        byte[] heap = Files.readAllBytes(directory.resolve("live.hprof"));
        assertThat(contains(heap, "planted-control")).isTrue();
        assertThat(secrets.entrySet().stream()
                        .filter(secret -> contains(heap, secret.getValue()))
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    private Process start(String plcUrl) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapMain.class.getName(),
                        directory.toString(),
                        plcUrl,
                        DID,
                        OTHER)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    private static void await(Process application) throws IOException {
        assertThat(application.getInputStream().read()).isEqualTo('.');
    }

    private static void proceed(Process application) throws IOException {
        application.getOutputStream().write('.');
        application.getOutputStream().flush();
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private static boolean contains(byte[] heap, String text) {
        return ENCODINGS.stream().anyMatch(encoding -> indexOf(heap, text.getBytes(encoding)) >= 0);
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            int matched = 0;
            while (matched < part.length && bytes[i + matched] == part[matched]) {
                matched++;
            }
            if (matched == part.length) {
                return i;
            }
        }
        return -1;
    }
}
