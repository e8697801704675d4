package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static dev.idiolect.oauth.rest.ClientApp.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An interceptor between the library and the server gives up a slow request and sends another. */
@ClientTest
class LateChallengeTest {

    private final Gate first = new Gate();
    private final Gate second = new Gate();
    private final AtomicBoolean hasAbandoned = new AtomicBoolean();
    private final CountDownLatch firstResponded = new CountDownLatch(1);

    @Test
    void lateChallengeOfAnAbandonedRequestIsIgnored(ClientApp app) throws Exception {
        app.wrapped(NoteClient.class).create(Requests.note(ALICE), ALICE);
        int before = app.pds().requests(FakePds.CREATE_RECORD);
        app.pds().fail(FakePds.CREATE_RECORD, call -> {
            first.pass();
            return Faults.challenge().apply(call);
        });
        app.pds().fail(FakePds.CREATE_RECORD, Faults.holdResponse(second));
        CompletionStage<?> result = impatient(app).createLater(Requests.note(ALICE), ALICE);
        second.awaitArrival();
        first.open();
        assertThat(firstResponded.await(20, TimeUnit.SECONDS)).isTrue();
        second.open();
        result.toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD) - before).isEqualTo(2);
        assertThat(app.pds().records(ALICE)).hasSize(2);
    }

    /** A client that sends its first request again while the server is still processing it. */
    private NoteClient impatient(ClientApp app) {
        NoteClient built = app.built(
                NoteClient.class,
                NOWHERE,
                builder -> builder.register(
                        (ClientResponseFilter) (request, response) -> {
                            if (response.getStatus() == 401) {
                                firstResponded.countDown();
                            }
                        },
                        1));
        NoteClient impatient = (NoteClient) Proxy.newProxyInstance(
                NoteClient.class.getClassLoader(), new Class<?>[] {NoteClient.class}, (proxy, method, arguments) -> {
                    if (!hasAbandoned.getAndSet(true)) {
                        method.invoke(built, arguments);
                        first.awaitArrival();
                    }
                    return method.invoke(built, arguments);
                });
        return app.calls().wrap(NoteClient.class, impatient);
    }
}
