package dev.idiolect.oauth.seal.internal;

import static dev.idiolect.oauth.seal.internal.Content.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeyRingTest {

    private static final String ALICE = "did:plc:alice";
    private static final String TEXT = "{\"did\":\"did:plc:alice\"}";

    private final AtomicReference<String> jwks = new AtomicReference<>(TestKeys.jwks("one"));
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final KeySource source = () -> {
        calls.incrementAndGet();
        return jwks.get();
    };

    private static String sealedWith(String... names) {
        return TestKeys.sealer(TestKeys.source(names)).seal(SESSION, ALICE, TEXT);
    }

    private Sealer sealer() throws SealException {
        return new Sealer(new KeyRing(source, nanos::get), false);
    }

    @Test
    void unknownKeyIsFetchedWithoutARestart() throws Exception {
        Sealer sealer = sealer();
        jwks.set(TestKeys.jwks("two", "one"));
        assertThat(sealer.open(SESSION, ALICE, sealedWith("two"))).isEqualTo(TEXT);
        assertThat(sealer.seal(SESSION, ALICE, TEXT))
                .startsWith(sealedWith("two").substring(0, 60));
        assertThat(calls).hasValue(2);
    }

    @Test
    void knownKeysAreNotFetchedAgain() throws Exception {
        Sealer sealer = sealer();
        for (int i = 0; i < 100; i++) {
            sealer.open(SESSION, ALICE, sealer.seal(SESSION, ALICE, TEXT));
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void keysWithAnEndlessMaximumAgeAreNotFetchedAgain() throws Exception {
        KeySource endless = new KeySource() {
            @Override
            public String keys() {
                return source.keys();
            }

            @Override
            public Optional<Duration> maxAge() {
                return Optional.of(Duration.ofSeconds(Long.MAX_VALUE));
            }
        };
        Sealer sealer = new Sealer(new KeyRing(endless, nanos::get), false);
        nanos.addAndGet(Duration.ofDays(365).toNanos());
        sealer.seal(SESSION, ALICE, TEXT);
        assertThat(calls).hasValue(1);
    }

    @Test
    void lostKeyIsFetchedOnceASecond() throws Exception {
        Sealer sealer = sealer();
        String lost = sealedWith("lost");
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> sealer.open(SESSION, ALICE, lost)).isInstanceOf(SealException.class);
        }
        assertThat(calls).hasValue(2);
        jwks.set(TestKeys.jwks("one", "lost"));
        nanos.addAndGet(KeyRing.PAUSE.toNanos());
        assertThat(sealer.open(SESSION, ALICE, lost)).isEqualTo(TEXT);
        assertThat(calls).hasValue(3);
    }

    @Test
    void failureOfTheSourceIsTransientAndNamesTheKey() throws Exception {
        AtomicReference<RuntimeException> outage = new AtomicReference<>();
        Sealer sealer = new Sealer(
                new KeyRing(
                        () -> {
                            if (outage.get() != null) {
                                throw outage.get();
                            }
                            return TestKeys.jwks("one");
                        },
                        nanos::get),
                false);
        outage.set(new IllegalStateException("s3cret"));
        SealException failure =
                catchThrowableOfType(SealException.class, () -> sealer.open(SESSION, ALICE, sealedWith("two")));
        assertThat(failure)
                .hasMessage("it is encrypted with the key two, which is not available: the key source threw"
                        + " IllegalStateException")
                .hasCause(outage.get());
        assertThat(failure.isTransient()).isTrue();
        assertThat(failure.missingKeyId()).contains("two");
        // The source is not asked again within a second, but it still counts as failed.
        SealException next =
                catchThrowableOfType(SealException.class, () -> sealer.open(SESSION, ALICE, sealedWith("three")));
        assertThat(next)
                .hasMessage(
                        "it is encrypted with the key three, which is not available: the key source has just failed");
        assertThat(next.isTransient()).isTrue();
        assertThat(sealer.open(SESSION, ALICE, sealedWith("one"))).isEqualTo(TEXT);
        assertThatThrownBy(() -> new KeyRing(
                        () -> {
                            throw outage.get();
                        },
                        nanos::get))
                .hasMessage("the encryption keys are not available: the key source threw IllegalStateException");
    }

    @Test
    void invalidNewKeysLeaveTheOldOnes() throws Exception {
        Sealer sealer = sealer();
        String old = sealer.seal(SESSION, ALICE, TEXT);
        jwks.set("{");
        // A file that is being written.
        SealException failure =
                catchThrowableOfType(SealException.class, () -> sealer.open(SESSION, ALICE, sealedWith("two")));
        assertThat(failure).hasMessageContaining("the encryption keys are not a JSON Web Key Set");
        assertThat(failure.isTransient()).isTrue();
        assertThat(sealer.open(SESSION, ALICE, old)).isEqualTo(TEXT);
    }

    private KeySource slow(CountDownLatch asked, CountDownLatch ready) {
        return () -> {
            if (calls.incrementAndGet() == 1) {
                return TestKeys.jwks("one");
            }
            asked.countDown();
            try {
                ready.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return TestKeys.jwks("two", "one");
        };
    }

    private static FutureTask<String> openingWithTwo(Sealer sealer) {
        return new FutureTask<>(() -> sealer.open(SESSION, ALICE, sealedWith("two")));
    }

    @Test
    void slowSourceDelaysOnlySessionsOfItsKey() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ready = new CountDownLatch(1);
        Sealer sealer = new Sealer(new KeyRing(slow(asked, ready), System::nanoTime), false);
        FutureTask<String> waiting = openingWithTwo(sealer);
        new Thread(waiting).start();
        asked.await();
        assertThat(sealer.open(SESSION, ALICE, sealer.seal(SESSION, ALICE, TEXT)))
                .isEqualTo(TEXT);
        ready.countDown();
        assertThat(waiting.get()).isEqualTo(TEXT);
    }

    @Test
    void sessionsOfANewKeyFetchItOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ready = new CountDownLatch(1);
        Sealer sealer = new Sealer(new KeyRing(slow(asked, ready), System::nanoTime), false);
        FutureTask<String> first = openingWithTwo(sealer);
        FutureTask<String> second = openingWithTwo(sealer);
        new Thread(first).start();
        asked.await();
        Thread waiting = new Thread(second);
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.BLOCKED);
        ready.countDown();
        assertThat(first.get()).isEqualTo(TEXT);
        assertThat(second.get()).isEqualTo(TEXT);
        assertThat(calls).hasValue(2);
    }

    @Test
    void keyFileIsReadAgain(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), TestKeys.jwks("one"));
        Sealer sealer = Sealer.of(KeySource.file(file));
        Files.writeString(file, TestKeys.jwks("two", "one"));
        assertThat(sealer.open(SESSION, ALICE, sealedWith("two"))).isEqualTo(TEXT);
        Files.delete(file);
        assertThatThrownBy(() -> Sealer.of(KeySource.file(file)))
                .hasMessageStartingWith("the encryption keys are not available: cannot read the file " + file);
    }

    /** Otherwise a process that reads no session uses a key after it was removed everywhere else. */
    @Test
    void newFirstKeyEncryptsAfterTheMaximumAge() throws Exception {
        AtomicReference<RuntimeException> outage = new AtomicReference<>();
        KeySource aging = new KeySource() {
            @Override
            public String keys() {
                calls.incrementAndGet();
                if (outage.get() != null) {
                    throw outage.get();
                }
                return jwks.get();
            }

            @Override
            public Optional<Duration> maxAge() {
                return Optional.of(Duration.ofSeconds(10));
            }
        };
        KeyRing keys = new KeyRing(aging.refusingPlainText(), nanos::get);
        jwks.set(TestKeys.jwks("two"));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        assertThat(keys.first().id()).isEqualTo("one");
        nanos.incrementAndGet();
        assertThat(keys.first().id()).isEqualTo("two");
        assertThat(calls).hasValue(2);
        outage.set(new IllegalStateException("s3cret"));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        try (LogCapture log = new LogCapture(KeyRing.class)) {
            assertThat(keys.first().id()).isEqualTo("two");
            assertThat(keys.first().id()).isEqualTo("two");
            assertThat(log.messages()).hasSize(1);
            assertThat(log.messages().get(0))
                    .contains("continues with the encryption keys")
                    .doesNotContain("s3cret");
        }
        assertThat(calls).hasValue(3);
        outage.set(null);
        jwks.set("{");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(keys.first().id()).isEqualTo("two");
    }

    @Test
    void keyFileIsReadAgainBeforeItEncrypts(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), TestKeys.jwks("one"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (LogCapture log = new LogCapture(KeySource.class)) {
            KeyRing keys = new KeyRing(KeySource.file(file), nanos::get);
            Files.writeString(file, TestKeys.jwks("two", "one"));
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(keys.first().id()).isEqualTo("two");
            assertThat(log.messages()).as("warnings about the permissions").hasSize(1);
        }
    }
}
