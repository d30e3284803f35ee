package io.tradecore.ops.bench;

/** One way of working that is measured again and again, in turn with the others. */
interface BenchCase extends AutoCloseable {

    /** What its figures start with, such as {@code limit_orders}. */
    String name();

    /** Gets it to its best: compilers warm, best batch size or concurrency found. Called once, before any repeat. */
    void warmUp() throws Exception;

    /** One repeat, from books of its own to books that reconcile. */
    Sample measure() throws Exception;

    @Override
    default void close() throws Exception {}
}
