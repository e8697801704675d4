package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.RecordingTelemetry;
import dev.idiolect.oauth.testkit.internal.FakePds;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** An application with two accounts on two servers, and with injected and hand-built clients. */
public final class ClientApp implements AutoCloseable {

    public static final String ALICE = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
    public static final String BOB = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb";

    /** Nothing listens there. */
    public static final URI NOWHERE = URI.create("https://pds.invalid");

    /** Makes {@code Response} methods return error responses instead of throwing. */
    public static final UnaryOperator<RestClientBuilder> WITHOUT_DEFAULT_MAPPER =
            builder -> builder.property("microprofile.rest.client.disable.default.mapper", true);

    private static volatile SignedCalls current;

    /** Dependent beans, so that each lookup creates a new client and its interceptors. */
    @Dependent
    public static class Beans {
        @Produces
        @Dependent
        SignedCalls signedCalls() {
            return current;
        }
    }

    private final SeContainer cdi;
    private final List<Closeable> clients = new ArrayList<>();
    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final TestRefresher exchange = new TestRefresher();
    private final SessionRefresher refresher = SessionRefresher.builder(store, session -> {
                refreshes.incrementAndGet();
                return exchange.refresh(session);
            })
            .build();
    private final DpopProofFactory proofs = new DpopProofFactory();
    private final RecordingTelemetry telemetry = new RecordingTelemetry();
    private final FakePds pds = FakePds.start();
    private FakePds other;
    private volatile ActiveAccount active = Optional::empty;
    private volatile Thread activeAccountThread;

    ClientApp(SeContainer cdi) {
        this.cdi = cdi;
        store.save(pds.session(ALICE));
        configure(null, SignedCalls.DEFAULT_BODY_LIMIT);
    }

    /** The server of the first account. */
    public FakePds pds() {
        return pds;
    }

    /** The server of the second account, started on first use. */
    public FakePds other() {
        if (other == null) {
            other = FakePds.start();
            store.save(other.session(BOB));
        }
        return other;
    }

    public void configure(String account, long bodyLimit) {
        current = SignedCalls.builder(refresher, proofs)
                .activeAccount(this::active)
                .defaultAccount(account)
                .bodyLimit(bodyLimit)
                .telemetry(telemetry)
                .build();
    }

    public void setActive(String did) {
        Optional<String> account = Optional.ofNullable(did);
        setActive(() -> account);
    }

    public void setActive(ActiveAccount account) {
        active = account;
    }

    /** The thread that last called the active account. */
    public Thread activeAccountThread() {
        return activeAccountThread;
    }

    private Optional<String> active() {
        activeAccountThread = Thread.currentThread();
        return active.did();
    }

    public OAuthSession session(String did) {
        return store.load(did).orElseThrow();
    }

    public void save(OAuthSession session) {
        store.save(session);
    }

    public void delete(String did) {
        store.delete(did);
    }

    /** The number of refreshes. */
    public int refreshes() {
        return refreshes.get();
    }

    public DpopProofFactory proofs() {
        return proofs;
    }

    /** What the calls have reported. */
    public RecordingTelemetry telemetry() {
        return telemetry;
    }

    public SignedCalls calls() {
        return current;
    }

    /** The client that {@code @Inject @RestClient} injects. */
    public <T> T injected(Class<T> api) {
        Instance.Handle<T> handle =
                cdi.select(api, RestClient.LITERAL).handles().iterator().next();
        if (handle.get() instanceof Closeable client) {
            clients.add(client);
        }
        return handle.get();
    }

    /** A client built by hand, not wrapped. */
    public <T> T built(Class<T> api, URI base, UnaryOperator<RestClientBuilder> with) {
        T client = with.apply(RestClientBuilder.newBuilder().baseUri(base)).build(api);
        clients.add((Closeable) client);
        return client;
    }

    /** A client built by hand and wrapped. */
    public <T> T wrapped(Class<T> api) {
        return wrapped(api, NOWHERE, UnaryOperator.identity());
    }

    public <T> T wrapped(Class<T> api, URI base, UnaryOperator<RestClientBuilder> with) {
        return calls().wrap(api, built(api, base, with));
    }

    @Override
    public void close() {
        for (Closeable client : clients) {
            try {
                client.close();
            } catch (IOException | RuntimeException e) {
                throw new AssertionError(e);
            }
        }
        pds.close();
        if (other != null) {
            other.close();
        }
    }
}
