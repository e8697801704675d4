package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnThreadTest {

    private static final Pattern START = Pattern.compile("CompletableFuture\\s*\\.(?:supply|run)Async");

    @Test
    void tasksThatWaitForEachOtherEnd() {
        int count = Runtime.getRuntime().availableProcessors() + 1;
        CountDownLatch all = new CountDownLatch(count);
        List<CompletableFuture<Void>> tasks = Stream.generate(() -> OwnThread.run(() -> meet(all)))
                .limit(count)
                .toList();
        assertThat(tasks).allSatisfy(task -> assertThat(task).succeedsWithin(Duration.ofSeconds(20)));
    }

    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            all.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noTestLeavesTheChoiceOfItsThreadsToTheMachine() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            List<Path> starters = files.filter(Files::isRegularFile)
                    .filter(file -> START.matcher(read(file)).find())
                    .toList();
            assertThat(starters).extracting(Path::getFileName).containsExactly(Path.of("OwnThread.java"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
