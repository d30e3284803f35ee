package io.tradecore.api.entry;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.oms.pipeline.CommitListener;
import io.tradecore.oms.pipeline.CommittedBatch;
import jakarta.inject.Singleton;

/** Counts orders and replaces that were accepted beyond a SOFT limit, by the code of the first. */
@Singleton
final class WarningMeter implements CommitListener {
    private final MeterRegistry meters;

    WarningMeter(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void committed(CommittedBatch batch) {
        batch.warnings()
                .forEach(code ->
                        meters.counter("oms.risk.warnings", "code", code).increment());
    }
}
