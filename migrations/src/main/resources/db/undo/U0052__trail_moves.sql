DROP TABLE trail_moves;
