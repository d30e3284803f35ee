package io.tradecore.api.grpc;

import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request that is one of many is answered. */
final class Responses {

    private Responses() {}

    /** It never came to the core. */
    static OrderResponse refused(long correlationId, Throwable why) {
        return OrderResponse.newBuilder()
                .setCorrelationId(correlationId)
                .setRefused(Messages.refused(ProblemMapper.told(why)))
                .build();
    }

    /** The core did not say what became of it. */
    static OrderResponse unknown(long correlationId, @Nullable Throwable failure) {
        return OrderResponse.newBuilder()
                .setCorrelationId(correlationId)
                .setUnknown(Messages.unknown(ProblemMapper.told(CoreProblems.failed(failure))))
                .build();
    }

    /** What the core made of the command. */
    static OrderResponse of(long correlationId, Command command, Outcome done) {
        OrderResponse.Builder response = OrderResponse.newBuilder().setCorrelationId(correlationId);
        switch (done) {
            case Outcome.OrderAccepted(var order, boolean replayed, var warnings) ->
                response.setAccepted(Messages.accepted(order, replayed, warnings));
            case Outcome.CancelAccepted(var order, boolean replayed) ->
                response.setAccepted(Messages.accepted(order, replayed, List.of()));
            case Outcome.ReplaceAccepted(var order, boolean replayed, var warnings) ->
                response.setAccepted(Messages.accepted(order, replayed, warnings));
            case Outcome.OrderDenied denied -> response.setDenied(Messages.denied(denied));
            case Outcome.Refused refused ->
                response.setRefused(Messages.refused(CoreProblems.refused(refused, command)));
            case Outcome.ListAccepted _,
                    Outcome.ListDenied _,
                    Outcome.ListCancelAccepted _,
                    Outcome.BulkDone _,
                    Outcome.OrderPreviewed _,
                    Outcome.SwitchStands _,
                    Outcome.BooksChanged _,
                    Outcome.BooksRefused _,
                    Outcome.HoldsExpired _,
                    Outcome.ActDone _,
                    Outcome.MarginWatched _,
                    Outcome.OrderMoved _,
                    Outcome.ReportApplied _,
                    Outcome.ReportIgnored _,
                    Outcome.ReportQuarantined _ ->
                throw new IllegalStateException("an order was answered with " + done);
        }
        return response.build();
    }
}
