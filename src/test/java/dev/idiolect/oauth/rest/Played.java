package dev.idiolect.oauth.rest;

import java.util.ArrayList;
import java.util.List;

/** Plays one outcome a try. */
final class Played implements Invocation {

    interface Try {
        Object play(SignedCall call) throws Exception;
    }

    final List<SignedCall> seen = new ArrayList<>();
    final List<Object[]> given = new ArrayList<>();
    private final List<Try> tries;
    private Object[] arguments;

    Played(Object[] arguments, Try... tries) {
        this.arguments = arguments;
        this.tries = List.of(tries);
    }

    @Override
    public Object[] arguments() {
        return arguments;
    }

    @Override
    public void replace(Object[] next) {
        arguments = next;
    }

    @Override
    public Object proceed() throws Exception {
        SignedCall call = CallScope.current();
        seen.add(call);
        given.add(arguments);
        return tries.get(seen.size() - 1).play(call);
    }
}
