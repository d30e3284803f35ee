package io.tradecore.api.reference;

import io.micronaut.data.annotation.Repository;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.micronaut.transaction.annotation.Transactional;
import java.util.List;
import java.util.Optional;

/** Reads calendars, as oms_reader. Each call is a transaction of its own. */
@Repository("reader")
@Transactional(transactionManager = "reader", readOnly = true)
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface CalendarRepository extends GenericRepository<CalendarRow, String> {

    List<CalendarRow> findAll();

    Optional<CalendarRow> findById(String calendarId);
}
