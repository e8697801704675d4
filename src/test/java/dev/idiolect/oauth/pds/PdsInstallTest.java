package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdsInstallTest {

    @TempDir
    Path bin;

    @TempDir
    Path project;

    @Test
    void missingNodeIsAnErrorWithTheFix() {
        assertThatThrownBy(() -> NodeTools.find(bin.toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no node on the PATH")
                .hasMessageContaining("install");
        assertThatThrownBy(() -> NodeTools.find("")).hasMessageContaining("no node on the PATH");
    }

    @Test
    void olderNodeIsRejected() throws Exception {
        script("node", "echo v18.20.4");
        script("npm", "exit 0");
        assertThatThrownBy(() -> NodeTools.find(bin.toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("v18.20.4, too old")
                .hasMessageContaining("Node.js 20 to 22");
    }

    @Test
    void nodeUnsupportedByTheNativeModuleIsRejected() throws Exception {
        script("npm", "exit 0");
        for (String version : List.of("v23.0.0", "v100.1.1")) {
            script("node", "echo " + version);
            assertThatThrownBy(() -> NodeTools.find(bin.toString()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(version + ", too new")
                    .hasMessageContaining("Node.js 20 to 22");
        }
    }

    @Test
    void nodeWithoutAVersionIsRejected() throws Exception {
        script("node", "echo what?");
        assertThatThrownBy(() -> NodeTools.find(bin.toString())).hasMessageContaining("\"what?\", not a version");
    }

    @Test
    void nodeWithoutNpmIsRejected() throws Exception {
        script("node", "echo v20.0.0");
        assertThatThrownBy(() -> NodeTools.find(bin.toString())).hasMessageContaining("no npm on the PATH");
    }

    @Test
    void supportedNodeVersionsAreAccepted() throws Exception {
        script("npm", "exit 0");
        for (String version : List.of("v20.0.0", "v22.11.0")) {
            script("node", "echo " + version);
            assertThat(NodeTools.find("/nonexistent:" + bin).version()).isEqualTo(version);
        }
    }

    @Test
    void installsOncePerLockFile() throws Exception {
        fakeNpm("echo run >> runs; rm -rf node_modules; mkdir node_modules");
        PdsInstall.ready(project, bin.toString());
        PdsInstall.ready(project, bin.toString());
        assertThat(Files.readAllLines(project.resolve("runs"))).hasSize(1);

        Files.writeString(project.resolve("package-lock.json"), "{\"changed\":true}");
        PdsInstall.ready(project, bin.toString());
        assertThat(Files.readAllLines(project.resolve("runs"))).hasSize(2);

        script("node", "echo v22.0.0");
        PdsInstall.ready(project, bin.toString());
        assertThat(Files.readAllLines(project.resolve("runs"))).hasSize(3);
    }

    @Test
    void twoThreadsShareOneInstall() throws Exception {
        fakeNpm("echo run >> runs; rm -rf node_modules; mkdir node_modules");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            CountDownLatch both = new CountDownLatch(2);
            List<Future<?>> installs = List.of(pool.submit(() -> install(both)), pool.submit(() -> install(both)));
            for (Future<?> install : installs) {
                install.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(Files.readAllLines(project.resolve("runs"))).hasSize(1);
    }

    private Void install(CountDownLatch both) throws InterruptedException {
        both.countDown();
        both.await();
        PdsInstall.ready(project, bin.toString());
        return null;
    }

    @Test
    void failedInstallShowsItsOutputAndIsRepeated() throws Exception {
        fakeNpm("mkdir -p node_modules; echo no compiler here >&2; exit 7");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> PdsInstall.ready(project, bin.toString()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended with 7")
                    .hasMessageContaining("no compiler here");
        }
    }

    @Test
    void pdsThatDiesShowsItsStderr() throws Exception {
        script("node", "if [ \"$1\" = --version ]; then echo v20.0.0; else echo fatal error >&2; exit 3; fi");
        script("npm", "exit 0");
        NodeTools tools = NodeTools.find(bin.toString());
        assertThatThrownBy(() -> RealPds.start(tools, project, Map.of(), Duration.ofSeconds(20)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("fatal error");
    }

    @Test
    void pdsThatNeverStartsIsStopped() throws Exception {
        script("node", "if [ \"$1\" = --version ]; then echo v20.0.0; else echo still starting >&2; exec cat; fi");
        script("npm", "exit 0");
        NodeTools tools = NodeTools.find(bin.toString());
        assertThatThrownBy(() -> RealPds.start(tools, project, Map.of(), Duration.ofMillis(300)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not start in PT0.3S")
                .hasMessageContaining("still starting");
    }

    private void fakeNpm(String body) throws IOException {
        script("node", "echo v20.0.0");
        script("npm", "PATH=/usr/bin:/bin; " + body);
        Files.writeString(project.resolve("package.json"), "{}");
        Files.writeString(project.resolve("package-lock.json"), "{}");
    }

    private void script(String name, String body) throws IOException {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
