package io.tradecore.api.reference;

import io.micronaut.data.annotation.Repository;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.micronaut.transaction.annotation.Transactional;
import java.util.List;
import java.util.Optional;

/** Reads currencies, as oms_reader. Each call is a transaction of its own. */
@Repository("reader")
@Transactional(transactionManager = "reader", readOnly = true)
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface AssetRepository extends GenericRepository<AssetRow, String> {

    /** All of them. */
    List<AssetRow> findAll();

    /** One of them. */
    Optional<AssetRow> findById(String asset);
}
