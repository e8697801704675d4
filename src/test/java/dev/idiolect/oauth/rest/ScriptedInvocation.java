package dev.idiolect.oauth.rest;

import java.util.ArrayList;
import java.util.List;

/** An invocation with a scripted outcome for each attempt. */
final class ScriptedInvocation implements Invocation {

    interface Attempt {
        Object play(SignedCall call) throws Exception;
    }

    final List<SignedCall> seen = new ArrayList<>();
    final List<Object[]> given = new ArrayList<>();
    private final List<Attempt> attempts;
    private Object[] arguments;

    ScriptedInvocation(Object[] arguments, Attempt... attempts) {
        this.arguments = arguments;
        this.attempts = List.of(attempts);
    }

    @Override
    public Object[] arguments() {
        return arguments;
    }

    @Override
    public void setArguments(Object[] replacement) {
        arguments = replacement;
    }

    @Override
    public Object proceed() throws Exception {
        SignedCall call = CallScope.current();
        seen.add(call);
        given.add(arguments);
        return attempts.get(seen.size() - 1).play(call);
    }
}
