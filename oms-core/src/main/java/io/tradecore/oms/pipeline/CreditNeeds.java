package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Command.PreviewOrder;
import io.tradecore.oms.command.Command.ReplaceOrder;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.GroupCredit;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Wanted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the accounts of a batch may need of a credit that they have together with others, before anything is decided: mostly nothing, since
 * there is no such credit or what is lent to them reaches. Safe for use by many threads.
 */
final class CreditNeeds {

    private final Instruments instruments;
    private final PreTradeRisk risk;

    CreditNeeds(Instruments instruments, PreTradeRisk risk) {
        this.instruments = instruments;
        this.risk = risk;
    }

    List<Lending> of(List<Command> commands, BatchState batch) {
        List<Lending> lendings = new ArrayList<>();
        wanted(commands, batch).forEach((account, wanted) -> {
            AccountView view = MarginStakes.view(account, wanted.user(), instruments);
            BigDecimal needed = risk.creditNeeded(wanted.orders(), view);
            for (GroupCredit credit : view.dealings().groupCredits()) {
                if (needed != null && credit.isToBeLentAnew(needed)) {
                    lendings.add(new Lending(
                            account.accountId(), view.dealings().baseCurrency(), credit, credit.wanted(needed)));
                }
            }
        });
        return lendings;
    }

    /** What an account's commands ask for; credit is of the account, whoever asks. */
    private record Asked(String user, List<Wanted> orders) {}

    private Map<AccountState, Asked> wanted(List<Command> commands, BatchState batch) {
        Map<AccountState, Asked> wanted = new LinkedHashMap<>();
        for (Command command : commands) {
            AccountState account = accountInGroup(command.accountId(), batch);
            if (account == null) {
                continue;
            }
            asked(command, account)
                    .forEach(one -> wanted.computeIfAbsent(account, _ -> new Asked(command.actor(), new ArrayList<>()))
                            .orders()
                            .add(one));
        }
        return wanted;
    }

    /** What closes a position needs no credit. */
    private Stream<Wanted> asked(Command command, AccountState account) {
        return switch (command) {
            case PlaceOrder place -> Stream.ofNullable(of(place));
            case PreviewOrder preview -> Stream.ofNullable(of(preview.order()));
            case PlaceList list -> list.entries().stream().flatMap(entry -> Stream.ofNullable(of(entry.order())));
            case ReplaceOrder replace -> Stream.ofNullable(of(replace, account));
            case Command _ -> Stream.empty();
        };
    }

    private static @Nullable AccountState accountInGroup(AccountId accountId, BatchState batch) {
        AccountState account = batch.account(accountId);
        return account == null
                        || account.exposure() == null
                        || account.groupCredits().isEmpty()
                ? null
                : account;
    }

    private @Nullable Wanted of(PlaceOrder order) {
        Instrument instrument = instruments.bySymbol(order.symbol());
        if (instrument == null) {
            return null;
        }
        BigDecimal stopPx = order.trigger() == null ? null : order.trigger().stopPx();
        return order.cashOrderQty() == null
                ? new Wanted(instrument, order.orderQty(), order.px(), stopPx, null)
                : new Wanted(instrument, BigDecimal.ZERO, null, null, order.cashOrderQty());
    }

    private @Nullable Wanted of(ReplaceOrder replace, AccountState account) {
        Order order = account.order(replace.orderId());
        Instrument instrument = order == null ? null : instruments.bySymbol(order.symbol());
        if (order == null || instrument == null) {
            return null;
        }
        Terms terms = order.terms().with(replace.asked());
        BigDecimal stopPx = replace.trigger() == null ? null : replace.trigger().stopPx();
        return new Wanted(instrument, terms.orderQty(), terms.px(), stopPx, null);
    }
}
