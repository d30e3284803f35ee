package io.tradecore.oms.pipeline;

import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.command.Reason;
import java.util.List;
import java.util.Map;

/** What became of one act of a request to change books. */
sealed interface BookStep {

    /** It is done, in the book as it is being decided. */
    record Done(List<ActResult> results) implements BookStep {}

    /** It is not, and so is nothing else that was asked for with it. */
    record No(Reason reason, String message, Map<String, String> numbers) implements BookStep {}
}
