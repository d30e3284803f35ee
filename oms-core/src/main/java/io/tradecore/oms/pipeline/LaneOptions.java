package io.tradecore.oms.pipeline;

/**
 * How the lanes are cut.
 *
 * @param lanes number of threads, each with one database connection at a time
 * @param queueCapacity most commands waiting in a lane; beyond it new ones are refused at once
 * @param reserved how many of these places are not for new orders
 * @param maxBatch most commands in one transaction
 */
public record LaneOptions(int lanes, int queueCapacity, int reserved, int maxBatch) {

    public LaneOptions {
        if (lanes < 1 || maxBatch < 1) {
            throw new IllegalArgumentException("lanes and maxBatch are positive");
        }
        if (reserved < 0 || queueCapacity <= reserved) {
            throw new IllegalArgumentException("reserved is not negative and less than queueCapacity");
        }
    }
}
