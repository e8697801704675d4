package dev.idiolect.oauth.cli;

import jakarta.json.JsonObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints a JSON array while its elements arrive. */
final class JsonList {

    private static final int INDENT = 4;

    private final Consumer<String> print;
    private @Nullable JsonObject last;
    private int count;

    /** @param print prints lines */
    JsonList(Consumer<String> print) {
        this.print = print;
    }

    // Prints each element when the next one arrives, because a comma follows every element but the last.
    void add(JsonObject element) {
        if (last == null) {
            print.accept("[");
        } else {
            print(last, ",");
        }
        last = element;
        count++;
    }

    /** Prints the rest, and returns the number of elements. */
    int end() {
        if (last == null) {
            print.accept("[]");
        } else {
            print(last, "");
            print.accept("]");
        }
        return count;
    }

    private void print(JsonObject element, String comma) {
        print.accept(JsonOutput.format(element).indent(INDENT).stripTrailing() + comma);
    }
}
