package io.tradecore.ops.bench;

/** Something done with the installation in a state that is restored afterwards. */
@FunctionalInterface
interface BenchAct<T> {
    T run() throws Exception;
}
