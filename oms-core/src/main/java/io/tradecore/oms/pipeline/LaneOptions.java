package io.tradecore.oms.pipeline;

/**
 * How the lanes are cut.
 *
 * @param lanes number of threads, each with one database connection at a time
 * @param queueCapacity most commands waiting in a lane; beyond it new ones are refused at once
 * @param maxBatch most commands in one transaction
 */
public record LaneOptions(int lanes, int queueCapacity, int maxBatch) {

    public LaneOptions {
        if (lanes < 1 || queueCapacity < 1 || maxBatch < 1) {
            throw new IllegalArgumentException("lanes, queueCapacity and maxBatch are positive");
        }
    }
}
