package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the processor time of a start goes, from samples of the stacks of all threads.
 *
 * @param phases the time of each phase
 */
record StartProfile(Map<String, Duration> phases) {

    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final Duration SHOWN = Duration.ofMillis(10);
    private static final String OURS = "dev.idiolect.oauth.";
    private static final String BEANS = OURS + "cdi.internal.";

    /** A part of a runtime, by the beginnings of its class names. */
    private record Part(String name, List<String> classes) {}

    /** The first part with a frame in a stack gets the sample. */
    private static final List<Part> PARTS = List.of(
            new Part("OpenAPI", List.of("io.openliberty.microprofile.openapi", "fish.payara.microprofile.openapi")),
            new Part(
                    "class scanning",
                    List.of(
                            "com.ibm.ws.annocache.",
                            "org.glassfish.hk2.classmodel.",
                            "org.jboss.jandex.",
                            "org.jboss.as.server.deployment.annotation.")),
            new Part("CDI extensions", List.of("org.jboss.weld.lite.extension.")),
            new Part("CDI", List.of("org.jboss.weld.", "io.quarkus.arc.")),
            new Part("REST", List.of("org.jboss.resteasy.", "org.glassfish.jersey.", "io.quarkus.resteasy.")),
            new Part(
                    "class loading",
                    List.of(
                            "com.ibm.ws.classloading.",
                            "org.glassfish.web.loader.",
                            "org.jboss.modules.",
                            "java.lang.ClassLoader",
                            "jdk.internal.loader.")));

    /** Returns the variable that makes a JVM record its start. */
    static Map<String, String> recorder(Path recording) {
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                "-XX:FlightRecorderOptions=stackdepth=512 -XX:StartFlightRecording=filename=" + recording
                        + ",dumponexit=true,jdk.ExecutionSample#period=" + PERIOD.toMillis() + "ms");
    }

    /** Reads a recording up to the first response. */
    static StartProfile read(Path recording, Instant response) {
        try {
            return new StartProfile(RecordingFile.readAllEvents(recording).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.ExecutionSample"))
                    .filter(event -> event.getStackTrace() != null)
                    .filter(event -> event.getStartTime().isBefore(response))
                    .collect(Collectors.toMap(StartProfile::phase, event -> PERIOD, Duration::plus)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String phase(RecordedEvent sample) {
        List<String> frames = sample.getStackTrace().getFrames().stream()
                .map(StartProfile::name)
                .toList();
        Optional<String> ours = frames.stream()
                .filter(frame -> frame.startsWith(BEANS))
                .findFirst()
                .or(() -> frames.stream()
                        .filter(frame -> frame.startsWith(OURS) && !frame.startsWith(OURS + "runtimes."))
                        .reduce((inner, outer) -> outer));
        return ours.map(frame -> "library, " + frame.substring(OURS.length()))
                .or(() -> PARTS.stream()
                        .filter(part -> part.classes().stream()
                                .anyMatch(start -> frames.stream().anyMatch(frame -> frame.startsWith(start))))
                        .map(Part::name)
                        .findFirst())
                .orElse("other");
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    /** Returns the phases that take longer than in another start, one a line. */
    String longerThan(StartProfile other) {
        return phases.keySet().stream()
                .sorted()
                .map(phase -> Map.entry(phase, time(phase).minus(other.time(phase))))
                .filter(phase -> phase.getValue().compareTo(SHOWN) >= 0)
                .map(phase -> "  " + phase.getKey() + ": " + phase.getValue().toMillis() + " ms")
                .collect(Collectors.joining("\n"));
    }

    private Duration time(String phase) {
        return phases.getOrDefault(phase, Duration.ZERO);
    }
}
