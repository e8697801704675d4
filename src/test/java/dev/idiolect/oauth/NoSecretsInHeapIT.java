package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No live object of an application holds the text of a used secret, or of a secret of a signed-out session. The numbers
 * of a private key can stay in the cache of {@code DpopProofFactory}.
 */
@Timeout(120)
class NoSecretsInHeapIT {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String OTHER = "did:plc:zyxwvutsrqponmlkjihgfedc";

    @TempDir
    private Path directory;

    @Test
    void usedSecretsAreNotReachable() throws Exception {
        Map<String, String> secrets = new ConcurrentHashMap<>();
        Map<String, String> ofSession = new HashMap<>();
        try (FakePds fake = FakePds.startSplit();
                FakeDirectory plc = FakeDirectory.start()) {
            plc.put(fake, DID);
            TestAccount other = plc.put(fake, OTHER);
            fake.fail(FakePds.TOKEN, 1, call -> {
                secrets.put(call.request().form().get("code_verifier"), "code verifier");
                return call.process().get();
            });
            Process application = start(plc.url());
            try {
                await(application);
                secrets.put(read("browserSecret"), "browser secret");
                Map<String, String> callback = fake.approve(URI.create(read("url")), DID);
                secrets.put(callback.get("code"), "authorization code");
                Files.writeString(
                        directory.resolve("callback"),
                        callback.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining("\n")));
                proceed(application);
                await(application);
                OAuthSession first = stored();
                ofSession.put(privateKey(first), "private key");
                secrets.put(first.refreshJwt(), "old refresh token");
                secrets.put(other.password(), "app password");
                Files.writeString(directory.resolve("password"), other.password());
                proceed(application);
                await(application);
                OAuthSession refreshed = stored();
                ofSession.put(refreshed.refreshJwt(), "refresh token");
                ofSession.put(refreshed.accessJwt(), "access token");
                proceed(application);
                await(application);
            } finally {
                application.destroy();
            }
        }
        assertThat(secrets).hasSize(5);
        HeapDump heap = HeapDump.of(directory.resolve("live.hprof"));
        assertThat(heap.holders(SecretSearch.inHeaps(Map.of("planted-control", "control"))))
                .as("a secret that the search must find")
                .containsEntry("control", Set.of(HeapMain.class.getName() + ".CONTROL"));
        assertThat(heap.holders(SecretSearch.inHeaps(secrets))).isEmpty();
        assertThat(ofSession).hasSize(3);
        assertThat(HeapDump.of(directory.resolve("signed-out.hprof")).holders(SecretSearch.inHeaps(ofSession)))
                .as("secrets of a signed-out session")
                .isEmpty();
    }

    private OAuthSession stored() {
        return FilesystemOAuthTokenStore.open(directory.resolve("sessions"))
                .load(DID)
                .orElseThrow();
    }

    private static String privateKey(OAuthSession session) throws ParseException {
        return ECKey.parse(session.dpopPrivateKeyJwk()).getD().toString();
    }

    private Process start(String plcUrl) throws IOException {
        List<String> command = QuickJvm.command();
        command.addAll(List.of("-Xmx128m", HeapMain.class.getName(), directory.toString(), plcUrl, DID, OTHER));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
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
}
