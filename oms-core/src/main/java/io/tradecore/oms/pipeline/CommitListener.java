package io.tradecore.oms.pipeline;

/** Is told after each commit that there may be news to publish. Must return at once; may be called by many threads. */
@FunctionalInterface
public interface CommitListener {
    void committed();
}
