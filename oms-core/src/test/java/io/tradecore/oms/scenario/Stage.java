package io.tradecore.oms.scenario;

/** Where a scenario is played: an account of its own with {@link Scenario#OPENING_CASH}. */
public interface Stage {

    /** Tells before the first message how many days will begin: the last of them is today. */
    default void begin(int daysBeforeToday) {}

    /** Lets the message in, waits until all it causes is there, and tells what is to be seen of the order it is about. */
    Shown play(Message message) throws Exception;
}
