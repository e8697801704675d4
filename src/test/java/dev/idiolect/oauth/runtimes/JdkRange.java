package dev.idiolect.oauth.runtimes;

/**
 * The JDKs that a runtime supports.
 *
 * @param oldest the first feature release, such as 17
 * @param newest the last feature release
 */
record JdkRange(int oldest, int newest) {

    static JdkRange from(int oldest) {
        return new JdkRange(oldest, Integer.MAX_VALUE);
    }

    boolean includes(Jdk jdk) {
        return oldest <= jdk.feature() && jdk.feature() <= newest;
    }

    /** Returns the range in words, such as "JDK 17 to 23". */
    String words() {
        return "JDK " + oldest + (newest == Integer.MAX_VALUE ? " or later" : " to " + newest);
    }
}
