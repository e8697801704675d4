package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.TestWeb;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.CommunicationException;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** A small Internet with DNS, a PLC directory and handle domains, and a resolver that uses it. */
public final class IdentityFixture implements AutoCloseable {

    public static final String DID = "did:plc:z72i7hdynmk6r22z27h6tvur";
    public static final String OTHER = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    public static final String ALICE = "alice.example.com";
    public static final String BOB = "bob.example.com";
    public static final String PDS = "https://pds.example.com";
    public static final String PLC = "plc.example.com";
    public static final String WELL_KNOWN = "/.well-known/atproto-did";

    public final TestWeb web = TestWeb.https();
    public final Map<String, List<String>> txt = new ConcurrentHashMap<>();
    public final AtomicInteger dnsQuestions = new AtomicInteger();
    public final TestClock clock = TestClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    public volatile TxtLookup dns = this::records;
    public final IdentityResolver resolver = resolver(null, Duration.ofSeconds(10));

    public IdentityResolver resolver(@Nullable String handleResolverUrl, Duration limit) {
        return new IdentityResolver(
                web.client(limit, NetworkPolicy.PUBLIC, clock),
                name -> dns.recordsOf(name),
                handleResolverUrl,
                "https://" + PLC,
                NetworkPolicy.PUBLIC,
                clock);
    }

    private List<String> records(String name) throws NamingException {
        dnsQuestions.incrementAndGet();
        return txt.getOrDefault(name, List.of());
    }

    /** Makes every DNS query for records fail, as a firewall does. */
    public void blockDns() {
        dns = name -> {
            throw new CommunicationException("blocked");
        };
    }

    public void txt(String handle, String... records) {
        txt.put("_atproto." + handle, List.of(records));
    }

    public void wellKnown(String handle, int status, String body) {
        web.page(handle + WELL_KNOWN, status, body);
    }

    public void document(String did, String json) {
        web.page(PLC + "/" + did, 200, json);
    }

    /** Adds an account with a verified handle, by DNS. */
    public void account(String did, String handle) {
        txt(handle, "did=" + did);
        document(did, documentOf(did, handle));
    }

    public static String documentOf(String did, String handle) {
        return document(did, "\"at://" + handle + "\"", service("#atproto_pds", PDS));
    }

    public static String document(String did, String alsoKnownAs, String services) {
        return "{\"id\":\"" + did + "\",\"alsoKnownAs\":[" + alsoKnownAs + "],\"service\":[" + services + "]}";
    }

    public static String service(String id, String endpoint) {
        return "{\"id\":\"" + id + "\",\"type\":\"AtprotoPersonalDataServer\",\"serviceEndpoint\":\"" + endpoint
                + "\"}";
    }

    @Override
    public void close() throws IOException {
        web.close();
    }
}
