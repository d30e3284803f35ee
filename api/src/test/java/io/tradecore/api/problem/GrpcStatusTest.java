package io.tradecore.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.tradecore.oms.command.Reason;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gRPC status of each problem. */
class GrpcStatusTest {
    private static final Set<Reason> ONLY_RECORDED = EnumSet.of(
            Reason.EXEC_ID_REUSED, Reason.LIST_MEMBER_DENIED, Reason.LIST_PARENT_ENDED, Reason.LIST_CANCELED);
    private static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

    @ParameterizedTest
    @EnumSource
    void everyReasonIsTheReasonOfItsStatus(Reason reason) throws InvalidProtocolBufferException {
        StatusRuntimeException status = ProblemMapper.grpc(ApiException.of(reason, "words"));
        assertThat(info(status).getReason()).isEqualTo(reason.name());
        assertThat(status.getStatus().getDescription()).isEqualTo("words");
        // What is only recorded, of a report or of an order whose list ended it, is no answer to a request.
        boolean ours = reason.name().startsWith("REPORT_") || ONLY_RECORDED.contains(reason);
        assertThat(status.getStatus().getCode() == Status.Code.INTERNAL).isEqualTo(ours);
    }

    @Test
    void anOverloadedCoreSaysWhenToTryAgain() throws InvalidProtocolBufferException {
        StatusRuntimeException status = ProblemMapper.grpc(
                ApiException.retryable(ProblemMapper.problem(Reason.OVERLOADED, "Too many."), Duration.ofMillis(1200)));
        assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(Objects.requireNonNull(status.getTrailers()).get(RETRY_AFTER))
                .isEqualTo("2");
        RetryInfo retry = Objects.requireNonNull(StatusProto.fromThrowable(status))
                .getDetails(1)
                .unpack(RetryInfo.class);
        assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
        assertThat(retry.getRetryDelay().getNanos()).isEqualTo(200_000_000);
    }

    @Test
    void theFieldTheNumbersAndTheRecordedOrderAreTold() throws InvalidProtocolBufferException {
        Problem problem = ProblemMapper.problem(Reason.CASH_INSUFFICIENT, "No.")
                .withNumbers(Map.of("needed", "12.5"))
                .withField("px")
                .withOrderId("some-id");
        assertThat(info(ProblemMapper.grpc(ApiException.of(problem, true))).getMetadataMap())
                .containsOnly(
                        Map.entry("needed", "12.5"),
                        Map.entry("field", "px"),
                        Map.entry("orderId", "some-id"),
                        Map.entry("replayed", "true"));
    }

    @Test
    void eachKindOfProblemHasItsCode() {
        assertThat(code(ApiException.of(ApiCode.FIELD_MISSING, ""))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(code(ApiException.of(ApiCode.UNAUTHENTICATED, ""))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(code(ApiException.of(ApiCode.FORBIDDEN, ""))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(code(ApiException.orderUnknown())).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(code(ApiException.of(Reason.EXISTS_WITH_DIFFERENT_PX, ""))).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(code(ApiException.of(Reason.CANCEL_TOO_LATE, ""))).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(code(ApiException.of(Reason.PX_TICK, ""))).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(code(ApiException.of(ApiCode.RATE_LIMIT_EXCEEDED, ""))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(code(ApiException.of(ApiCode.MESSAGE_RATE_EXCEEDED, ""))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(code(ApiException.of(ApiCode.OUTCOME_UNKNOWN, ""))).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(code(new CompletionException(new SQLTransientConnectionException("10.0.0.1 is away"))))
                .isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aFaultOfOursIsNotExplainedToTheClient() {
        StatusRuntimeException status =
                ProblemMapper.grpc(new IllegalStateException("table orders has no such column"));
        assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getStatus().getDescription()).doesNotContain("column");
    }

    private static Status.Code code(Throwable failure) {
        return ProblemMapper.grpc(failure).getStatus().getCode();
    }

    private static ErrorInfo info(StatusRuntimeException status) throws InvalidProtocolBufferException {
        return Objects.requireNonNull(StatusProto.fromThrowable(status))
                .getDetails(0)
                .unpack(ErrorInfo.class);
    }
}
