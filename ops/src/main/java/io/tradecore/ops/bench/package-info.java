/** Measures the product beside what people would use instead: {@code ops/bench}, explained in docs/benchmarks.md. */
@NullMarked
package io.tradecore.ops.bench;

import org.jspecify.annotations.NullMarked;
