package dev.idiolect.oauth.contracts;

import java.util.Set;
import java.util.function.Function;

/**
 * A store that breaks a rule.
 *
 * @param name what is wrong
 * @param opener opens it
 * @param failing the tests of the contract that fail, and no others
 * @param hangs whether calls do not end, so that tests should not wait for them for long
 */
record Broken<D, S>(String name, Function<D, S> opener, Set<String> failing, boolean hangs) {

    static <D, S> Broken<D, S> of(String name, Function<D, S> opener, String... failing) {
        return new Broken<>(name, opener, Set.of(failing), false);
    }

    Broken<D, S> hanging() {
        return new Broken<>(name, opener, failing, true);
    }

    @Override
    public String toString() {
        return name;
    }
}
