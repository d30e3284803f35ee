package io.tradecore.oms.pipeline;

/** Is told after each commit what there may be to publish or to watch. Must return at once; may be called by many threads. */
@FunctionalInterface
public interface CommitListener {
    void committed(CommittedBatch batch);
}
