DROP TABLE rate_pairs;
