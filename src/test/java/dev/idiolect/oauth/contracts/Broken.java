package dev.idiolect.oauth.contracts;

import java.util.Set;
import java.util.function.Function;

/**
 * A store with a defect, which breaks a rule.
 *
 * @param name the defect
 * @param opener opens the store
 * @param failing all tests of the contract that fail
 * @param hangs whether calls never end, so that tests should wait for them only briefly
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
